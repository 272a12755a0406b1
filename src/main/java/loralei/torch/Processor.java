package loralei.torch;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What libtorch's kernels on the CPU gain most from. */
final class Processor {
    /** Says {@code true} or {@code false} in place of what Java found; for measurements and tests. */
    private static final String PROPERTY = "loralei.avx512";

    private static final int AVX512 = 3;

    private Processor() {}

    /**
     * Whether the processor has AVX-512, with vectors of 16 numbers and 32 of them at hand. Products of libtorch's libraries come
     * nearer to their peak there, so that other ways are the fastest. Java knows it as the kind of AVX that it uses itself; where
     * it does not tell, the processor counts as one without.
     */
    static boolean hasAvx512() {
        String said = System.getProperty(PROPERTY);
        return said == null ? javaUsesAvx512() : Boolean.parseBoolean(said);
    }

    static boolean javaUsesAvx512() {
        try {
            HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return options != null
                    && Integer.parseInt(options.getVMOption("UseAVX").getValue()) >= AVX512;
        } catch (IllegalArgumentException e) {
            return false; // no such option on other kinds of processors
        }
    }
}
