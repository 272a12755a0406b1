package loralei.gui.state;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How the window looks and speaks.
 *
 * @param theme its colours
 * @param scalePercent its size, 100 for one pixel a point; empty follows the system
 * @param language its language
 */
public record Appearance(ThemeChoice theme, OptionalInt scalePercent, LanguageChoice language) {
    /** All as the system has it. */
    public static final Appearance OF_THE_SYSTEM =
            new Appearance(ThemeChoice.SYSTEM, OptionalInt.empty(), LanguageChoice.SYSTEM);

    private static final int SMALLEST = 50;
    private static final int LARGEST = 400;

    /** Keeps the scale within what can be used: 50 to 400 percent. What a file leaves out is as the system has it. */
    public Appearance {
        theme = Objects.requireNonNullElse(theme, ThemeChoice.SYSTEM);
        language = Objects.requireNonNullElse(language, LanguageChoice.SYSTEM);
        if (scalePercent.isPresent()) {
            scalePercent = OptionalInt.of(Math.max(SMALLEST, Math.min(LARGEST, scalePercent.getAsInt())));
        }
    }
}
