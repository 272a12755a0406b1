package loralei.torch;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process and the GPU have in use. */
public final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final String NOW = "VmRSS:";

    private Memory() {}

    /** The largest resident set that this process ever had, in bytes; 0 where the system does not tell (not Linux). */
    public static long peakResident() {
        return status(PEAK);
    }

    /** The memory that is in use now, in bytes: on a GPU by all programs, else the resident set of this process; or 0. */
    public static long inUse(ComputeDevice device) {
        return device.isGpu() ? usedOnDevice(device) : status(NOW);
    }

    private static long status(String field) {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    return 1024
                            * Long.parseLong(line.substring(field.length())
                                    .replace("kB", "")
                                    .strip());
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Lets go of mapped files that nobody uses any more: Java does so only when it collects the buffers over them. */
    public static void releaseMaps() {
        if (!SystemCalls.letsGoOfMaps()) {
            System.gc();
        }
    }

    /** Bytes in use on a GPU, by all programs; 0 on the CPU, and where the driver does not tell. */
    public static long usedOnDevice(ComputeDevice device) {
        if (!device.isGpu()) {
            return 0;
        }
        return CudaUtils.hasCuda()
                ? CudaUtils.getGpuMemory(Device.gpu(device.number())).getUsed()
                : Gpus.ofThisComputer().usedMemory(device.number()).orElse(0);
    }
}
