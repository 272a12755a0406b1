package loralei.cli;

import java.io.PrintStream;

/** A line of a terminal that is written over and over, and never longer than the terminal is wide. */
final class TerminalLine {
    private final PrintStream out;
    private final int width;
    private int shown; // columns that hold something

    /**
     * Starts without a line.
     *
     * @param columns of the terminal; the last one stays free, for some terminals wrap when it is filled
     */
    TerminalLine(PrintStream out, int columns) {
        this.out = out;
        this.width = Math.max(1, columns - 1);
    }

    /** How many characters fit. */
    int width() {
        return width;
    }

    /** Writes over what is there. */
    void draw(String line) {
        String fitting = line.length() > width ? line.substring(0, width) : line;
        out.print("\r" + fitting + " ".repeat(Math.max(0, shown - fitting.length())));
        shown = fitting.length();
    }

    /** Makes room for other text. */
    void erase() {
        if (shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            shown = 0;
        }
    }

    /** Leaves the line as it is and goes to the next. */
    void end() {
        if (shown > 0) {
            out.println();
            out.flush();
            shown = 0;
        }
    }
}
