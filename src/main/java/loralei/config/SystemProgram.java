package loralei.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Small programs of the system that are asked for a line or two. */
public final class SystemProgram {
    private SystemProgram() {}

    /**
     * Runs a program to its end.
     *
     * @param program what to run; its few lines have to fit into a pipe
     * @param patience after which it is ended
     * @return what it wrote; empty where it did not end by itself
     * @throws IOException if it cannot be run
     */
    public static String output(ProcessBuilder program, Duration patience) throws IOException {
        Process process = program.start();
        try {
            process.getOutputStream().close();
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return "";
    }
}
