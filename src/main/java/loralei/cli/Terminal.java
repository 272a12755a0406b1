package loralei.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import loralei.config.SystemProgram;

/** What can be known of the terminal without a native library. */
final class Terminal {
    /** The width of a new Windows console and of most others. */
    private static final int USUAL_WIDTH = 80;

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Path TTY = Path.of("/dev/tty");

    private Terminal() {}

    /** Whether input and output are a terminal that can rewrite a line. */
    @SuppressWarnings("SystemConsoleNull") // null up to JDK 21; later ones are asked themselves, below
    static boolean isAttached() {
        java.io.Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try { // since JDK 22 there is a console without a terminal, and a method that tells
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Columns, from the environment or from stty; 80 where neither knows. */
    static int width() {
        int width = number(System.getenv("COLUMNS"));
        if (width <= 0 && Files.exists(TTY)) {
            width = number(stty().replaceFirst("^\\d+ ", ""));
        }
        return width > 0 ? width : USUAL_WIDTH;
    }

    /** Rows and columns, as in "24 80". */
    private static String stty() {
        try {
            return SystemProgram.output(
                            new ProcessBuilder("stty", "size")
                                    .redirectInput(TTY.toFile())
                                    .redirectError(ProcessBuilder.Redirect.DISCARD),
                            PATIENCE)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static int number(String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
