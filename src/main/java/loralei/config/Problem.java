package loralei.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param field name of the setting, as in {@link Setting#name()}
 * @param value what was given, as it was written
 * @param messageWords what is wrong with it, as the end of a sentence that begins with field and value
 * @param remedyWords what to do about it, a sentence
 */
public record Problem(String field, String value, Words messageWords, Words remedyWords) {
    /** A problem in one language only: that of the window that found it, or of the command line. */
    public Problem(String field, String value, String message, String remedy) {
        this(field, value, Words.text(message), Words.text(remedy));
    }

    /** What is wrong, in English. */
    public String message() {
        return messageWords.toString();
    }

    /** What to do about it, in English. */
    public String remedy() {
        return remedyWords.toString();
    }
}
