package loralei.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One thing that was looked at.
 *
 * @param name what it is
 * @param verdict how it is
 * @param text what was found
 * @param remedy what to do about it; empty where nothing is to be done
 */
public record Finding(String name, Verdict verdict, String text, String remedy) {
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

    static Finding green(String name, String text) {
        return new Finding(name, Verdict.GREEN, text, "");
    }

    static Finding yellow(String name, String text, String remedy) {
        return new Finding(name, Verdict.YELLOW, text, remedy);
    }

    static Finding red(String name, String text, String remedy) {
        return new Finding(name, Verdict.RED, text, remedy);
    }
}
