package loralei.cli;

import java.util.List;

/**
 * A table of measurements, as JSON.
 *
 * @param version of the program
 * @param system the operating system, its version and the kind of processor
 * @param java the version of Java
 * @param processors how many there are
 * @param steps of each measurement, after one to warm up
 * @param repeats how often each row was measured, in turns with the others
 * @param rows what was measured
 */
record BenchReport(
        String version, String system, String java, int processors, int steps, int repeats, List<BenchRow> rows) {
    /** That of this computer. */
    static BenchReport of(String version, int steps, int repeats, List<BenchRow> rows) {
        return new BenchReport(
                version,
                String.join(
                        " ",
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch")),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                steps,
                repeats,
                List.copyOf(rows));
    }
}
