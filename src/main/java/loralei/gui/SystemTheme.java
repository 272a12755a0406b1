package loralei.gui;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import loralei.config.SystemProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the system's programs are dark. No Java API tells it; each system has a command that does, whose answer is
 * waited for a moment and no longer.
 */
final class SystemTheme {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTheme.class);
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private SystemTheme() {}

    /** Asks the system. False where it does not answer. */
    static boolean isDark() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return isDark(system, answer(command(system)));
    }

    /** The question in the words of a system. */
    static List<String> command(String system) {
        if (system.startsWith("windows")) {
            return List.of(
                    "reg",
                    "query",
                    "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
                    "/v",
                    "AppsUseLightTheme");
        }
        if (system.startsWith("mac")) {
            return List.of("defaults", "read", "-g", "AppleInterfaceStyle");
        }
        return List.of("gsettings", "get", "org.gnome.desktop.interface", "color-scheme");
    }

    /** What an answer means. */
    static boolean isDark(String system, String answer) {
        String text = answer.toLowerCase(Locale.ROOT);
        return system.startsWith("windows") ? text.matches("(?s).*\\b0x0\\b.*") : text.contains("dark");
    }

    private static String answer(List<String> command) {
        try {
            return SystemProgram.output(new ProcessBuilder(command).redirectErrorStream(true), PATIENCE);
        } catch (IOException e) {
            LOG.debug("The system was not asked for its colours", e);
            return "";
        }
    }
}
