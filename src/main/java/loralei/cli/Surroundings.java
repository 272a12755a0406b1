package loralei.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The terminal and the system around the program.
 *
 * @param terminal whether a person watches the output on a terminal
 * @param width columns of the terminal, asked once when the first line is drawn
 * @param interrupts how the system asks the process to end
 * @param nanoTime a clock that only runs forward, in nanoseconds
 * @param logFolder where the log file goes
 * @param language what the person speaks
 */
public record Surroundings(
        boolean terminal,
        IntSupplier width,
        Interrupts interrupts,
        LongSupplier nanoTime,
        Path logFolder,
        Locale language) {

    /** Those of this process. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                Terminal.isAttached(),
                Terminal::width,
                new ShutdownInterrupts(),
                System::nanoTime,
                LogFile.folder(),
                Locale.getDefault(Locale.Category.DISPLAY));
    }
}
