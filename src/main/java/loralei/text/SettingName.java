package loralei.text;

import java.util.Locale;
import java.util.Optional;

/**
 * A setting as a part of a message: on the command line its option, in the window its label.
 *
 * @param name of the setting; one without a label in {@code settings.properties} is said as it is
 * @param value of it, as it is written in files; empty where there is none to tell
 */
public record SettingName(String name, Optional<String> value) {
    /** A setting alone. */
    public static SettingName of(String name) {
        return new SettingName(name, Optional.empty());
    }

    /** A setting with a value of it. */
    public static SettingName of(String name, Object value) {
        return new SettingName(name, Optional.of(value.toString()));
    }

    /** The option of the command line: {@code --learning-rate} for learningRate. */
    public String option() {
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
