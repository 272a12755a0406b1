package loralei.lora;

import loralei.text.Message;

/**
 * Something wrong with a LoRA file.
 *
 * @param severity whether the file can still be used
 * @param text what is wrong, and what it means or what to do
 */
public record LoraProblem(Severity severity, Message text) {
    /** How bad a problem is. */
    public enum Severity {
        /** Worth knowing; the file loads as it is meant to. */
        WARNING,
        /** The file cannot be applied, or not as it is meant to. */
        ERROR
    }

    /** Something worth knowing. */
    public static LoraProblem warning(Message text) {
        return new LoraProblem(Severity.WARNING, text);
    }

    /** Something that has to be mended. */
    public static LoraProblem error(Message text) {
        return new LoraProblem(Severity.ERROR, text);
    }

    /** The line of a report. */
    Message line() {
        return Message.of(severity == Severity.ERROR ? "cli.error" : "cli.warning", text);
    }

    @Override
    public String toString() {
        return line().toString();
    }
}
