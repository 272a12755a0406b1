package loralei.job;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalLong;
import loralei.torch.Gpus;

/**
 * What this computer has, as far as it can be known without loading the engine.
 *
 * @param memory its main memory in bytes, or 0 where the system does not tell
 * @param gpus its NVIDIA cards, where there are any whose driver can be asked
 */
record Machine(long memory, Gpus.Answer gpus) {
    /** Asks the system and the driver of the graphics card; takes up to a second. */
    static Machine look() {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 0;
        return new Machine(memory, Gpus.ofThisComputer().ask());
    }

    /** Bytes that can still be written where a folder is or will be; empty where the system does not tell. */
    static OptionalLong freeDisk(Path folder) {
        try {
            return OptionalLong.of(FreeSpace.at(folder));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
