package loralei.lora;

/**
 * Something wrong with a LoRA file.
 *
 * @param severity whether the file can still be used
 * @param text what is wrong, and what it means or what to do
 */
public record Problem(Severity severity, String text) {
    /** How bad a problem is. */
    public enum Severity {
        /** Worth knowing; the file loads as it is meant to. */
        WARNING,
        /** The file cannot be applied, or not as it is meant to. */
        ERROR
    }

    static Problem warning(String text) {
        return new Problem(Severity.WARNING, text);
    }

    static Problem error(String text) {
        return new Problem(Severity.ERROR, text);
    }

    @Override
    public String toString() {
        return (severity == Severity.ERROR ? "error: " : "warning: ") + text;
    }
}
