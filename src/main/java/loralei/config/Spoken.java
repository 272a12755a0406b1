package loralei.config;

/** Something that is thrown, and whose message a window can say in another language. */
public interface Spoken {
    /** The message; in English it is that of {@link Throwable#getMessage()}. */
    Words messageWords();
}
