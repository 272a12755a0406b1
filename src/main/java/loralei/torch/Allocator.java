package loralei.torch;

import com.sun.jna.NativeLibrary;

/**
 * What the C library of Linux does with memory that libtorch has freed on the CPU. The launcher has it kept, which makes
 * steps faster; where 16-bit weights were chosen that the processor cannot compute with, memory is what counts.
 */
public final class Allocator {
    /** The parameters of {@code mallopt} in glibc's malloc.h. */
    private static final int TRIM_THRESHOLD = -1;

    private static final int MMAP_THRESHOLD = -3;

    /** glibc's own choice for both, in bytes. */
    private static final int USUAL = 128 * 1024;

    private Allocator() {}

    /** Chooses what suits a network of this type on this device; to be called before it is loaded. */
    public static void fit(ComputeType type, ComputeDevice device) {
        if (type != ComputeType.FP32 && !device.isGpu() && !computesIn(type)) {
            giveBack();
        }
    }

    /** Whether the processor itself computes in it: then steps are fast enough for the system's clearing of memory to count. */
    public static boolean computesIn(ComputeType type) {
        return type == ComputeType.BF16 && Kernels.number("multiplies_bf16") == 1;
    }

    /**
     * Gives large blocks back to the system from now on: 1.7 of 7.7 GB with SDXL's weights in bf16, 512 pixels.
     *
     * @return whether the system has such a choice
     */
    public static boolean giveBack() {
        if (!Platform.current().system().equals("linux")) {
            return false;
        }
        try {
            NativeLibrary process = NativeLibrary.getProcess();
            for (int parameter : new int[] {TRIM_THRESHOLD, MMAP_THRESHOLD}) {
                process.getFunction("mallopt").invokeInt(new Object[] {parameter, USUAL});
            }
            process.getFunction("malloc_trim").invokeInt(new Object[] {0L});
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false; // another C library
        }
    }

    /** Gives what is free now back to the system, where one part of a model has done its work and another one begins. */
    public static void trim() {
        if (Platform.current().system().equals("linux")) {
            try {
                NativeLibrary.getProcess().getFunction("malloc_trim").invokeInt(new Object[] {0L});
            } catch (UnsatisfiedLinkError e) {
                return; // another C library
            }
        }
    }
}
