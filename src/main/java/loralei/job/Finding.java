package loralei.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import loralei.text.Message;

/**
 * One thing that was looked at.
 *
 * @param name what it is
 * @param verdict how it is
 * @param text what was found
 * @param remedy what to do about it; empty where nothing is to be done
 */
public record Finding(Message name, Verdict verdict, Message text, Message remedy) {
    /** How something is. */
    public enum Verdict {
        /** Right. */
        @JsonProperty("green")
        GREEN,
        /** A training works, but slower or with less than it could. */
        @JsonProperty("yellow")
        YELLOW,
        /** A training does not work. */
        @JsonProperty("red")
        RED
    }

    static Finding green(Message name, Message text) {
        return new Finding(name, Verdict.GREEN, text, Message.text(""));
    }

    static Finding yellow(Message name, Message text, Message remedy) {
        return new Finding(name, Verdict.YELLOW, text, remedy);
    }

    static Finding red(Message name, Message text, Message remedy) {
        return new Finding(name, Verdict.RED, text, remedy);
    }
}
