package loralei.gui.entry;

import java.util.Optional;
import loralei.config.Family;
import loralei.gui.form.Severity;

/**
 * What was found in a file that the person named.
 *
 * @param severity whether it can be used
 * @param text what it is, or why it cannot be used, in words; empty where nothing was named
 * @param family which family it belongs to, where that is known
 * @param trigger what has to be in the prompt for it to show
 */
public record Finding(Severity severity, String text, Optional<Family> family, Optional<String> trigger) {
    /** Nothing was named. */
    public static final Finding NONE = new Finding(Severity.MUTED, "", Optional.empty(), Optional.empty());

    /** It cannot be used. */
    public static Finding bad(String text) {
        return new Finding(Severity.BAD, text, Optional.empty(), Optional.empty());
    }

    /** Whether it cannot be used. */
    public boolean isBad() {
        return severity == Severity.BAD;
    }
}
