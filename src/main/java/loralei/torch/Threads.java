package loralei.torch;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** The threads that libtorch computes with on the CPU. */
public final class Threads {
    /**
     * Below this many multiplications in a forward pass, sharing the work out costs more than it gains: measured on two
     * cores with the tiny and the pocket model.
     */
    private static final long WORTH_SHARING = 1_000_000_000L;

    private static final int ALL = count();

    private Threads() {}

    /**
     * Chooses the number of threads for a network of so many parameters over so many latent positions. The choice depends
     * on these alone, so that a run has the same rounding whenever it is repeated on one computer.
     */
    public static void fit(long parameters, long positions) {
        JniUtils.setNumThreads(parameters * positions < WORTH_SHARING ? 1 : ALL);
    }

    /** Computes something with all threads, as before any choice, and goes back to the number in use. */
    public static <T> T all(Supplier<T> work) {
        int before = count();
        JniUtils.setNumThreads(ALL);
        try {
            return work.get();
        } finally {
            JniUtils.setNumThreads(before);
        }
    }

    /** The number of threads in use. */
    public static int count() {
        Torch.manager();
        return JniUtils.getNumThreads();
    }
}
