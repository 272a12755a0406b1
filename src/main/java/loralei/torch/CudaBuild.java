package loralei.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** What the CUDA build of libtorch needs: facts of its release. */
public final class CudaBuild {
    /** DJL's name of the build. */
    public static final String FLAVOUR = "cu128";

    /** The first drivers of CUDA 12, which runs all of CUDA 12.x: NVIDIA, CUDA 12.8 release notes, table 2. */
    private static final String LEAST_LINUX = "525.60.13";

    private static final String LEAST_WINDOWS = "528.33";

    /** The drivers made for CUDA 12.8: the same notes, table 3. */
    private static final String FITTING_LINUX = "570.26";

    private static final String FITTING_WINDOWS = "570.65";

    /** Turing. PyTorch 2.7.1 has no kernels for older cards in this build (pytorch/pytorch pull request 147607). */
    private static final int LEAST_CAPABILITY = 75;

    private CudaBuild() {}

    /** Whether there is such a build for this system. */
    static boolean existsFor(Platform platform) {
        return List.of("linux-x86_64", "win-x86_64").contains(platform.classifier());
    }

    /** The oldest driver that it runs with. */
    public static String leastDriver() {
        return leastDriver(Platform.current());
    }

    static String leastDriver(Platform platform) {
        return platform.isWindows() ? LEAST_WINDOWS : LEAST_LINUX;
    }

    /** The oldest driver that knows all of it. */
    public static String fittingDriver() {
        return Platform.current().isWindows() ? FITTING_WINDOWS : FITTING_LINUX;
    }

    /** Whether a driver's version is this one or newer. */
    public static boolean isAtLeast(String version, String least) {
        return Arrays.compare(numbers(version), numbers(least)) >= 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /** Whether it has kernels for a card; a card that does not tell is believed to be fit. */
    public static boolean hasKernelsFor(OptionalInt computeCapability) {
        return computeCapability.orElse(LEAST_CAPABILITY) >= LEAST_CAPABILITY;
    }

    /** Whether a folder holds it. */
    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(System.mapLibraryName("torch")))
                && Files.isRegularFile(folder.resolve(System.mapLibraryName("torch_cuda")));
    }
}
