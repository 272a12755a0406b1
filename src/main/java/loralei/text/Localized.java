package loralei.text;

/** Something that is thrown, and whose message can be said in another language. */
public interface Localized {
    /** The message; in English it is that of {@link Throwable#getMessage()}. */
    Message localized();
}
