package loralei.job;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * What this computer has, as far as it can be known without loading the engine.
 *
 * @param memory its main memory in bytes, or 0 where the system does not tell
 * @param gpuMemory the memory in bytes of the first NVIDIA card, where there is one whose driver can be asked
 */
public record Machine(long memory, OptionalLong gpuMemory) {
    private static final long MEBIBYTE = 1 << 20;
    private static final int PATIENCE_SECONDS = 5;

    /** Asks the system and the driver of the graphics card; takes up to a second. */
    static Machine look() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        return new Machine(memory, askDriver());
    }

    /** Bytes that can still be written where a folder is or will be; empty where the system does not tell. */
    static OptionalLong freeDisk(Path folder) {
        try {
            return OptionalLong.of(FreeSpace.at(folder));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** The driver's own program is asked, for DJL knows of a card only once CUDA is loaded. */
    private static OptionalLong askDriver() {
        try {
            Process process = new ProcessBuilder(
                            "nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            try (InputStream out = process.getInputStream()) {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return OptionalLong.empty();
                }
                String answer = new String(out.readAllBytes(), StandardCharsets.US_ASCII);
                return answer.lines()
                        .map(String::strip)
                        .filter(line -> line.matches("\\d{1,9}"))
                        .mapToLong(line -> MEBIBYTE * Long.parseLong(line))
                        .findFirst();
            }
        } catch (IOException e) {
            return OptionalLong.empty(); // no such program: no NVIDIA driver
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }
}
