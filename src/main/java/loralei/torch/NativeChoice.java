package loralei.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import loralei.torch.Gpus.Answer;
import loralei.torch.Gpus.Card;

/**
 * Which build of libtorch this computer is to load. DJL's own choice is not good enough: it takes the CPU build whenever
 * that is on the class path, and sees a graphics card only where the CUDA toolkit is installed.
 *
 * @param build the build
 * @param folder where it is; empty where DJL is left to find it
 * @param reason why it is this one, in words
 */
public record NativeChoice(Build build, Optional<Path> folder, String reason) {
    /** The builds. */
    public enum Build {
        /** For the processor alone. */
        CPU,
        /** For NVIDIA's cards, and for the processor as well. */
        CUDA,
        /** Whatever the person named by DJL's environment variables. */
        GIVEN
    }

    static final String PATH_VARIABLE = "PYTORCH_LIBRARY_PATH";
    static final String FLAVOUR_VARIABLE = "PYTORCH_FLAVOR";
    static final String VERSION_VARIABLE = "PYTORCH_VERSION";

    /**
     * What the choice depends on.
     *
     * @param variables environment variables and Java properties; null for one that is not set
     * @param gpus the graphics cards
     * @param platform the system
     * @param cache DJL's folder for libtorch
     * @param version of libtorch
     * @param cpuBundled whether the CPU build is on the class path
     */
    record Situation(
            UnaryOperator<String> variables,
            Gpus gpus,
            Platform platform,
            Path cache,
            String version,
            boolean cpuBundled) {
        Path cudaFolder() {
            return cache.resolve(platform.folderName(version, CudaBuild.FLAVOUR));
        }

        boolean isCpuHere() {
            Path fetched = cache.resolve(platform.folderName(version, "cpu"));
            return cpuBundled || Files.isRegularFile(fetched.resolve(System.mapLibraryName("torch")));
        }

        boolean isSet(String variable) {
            String value = variables.apply(variable);
            return value != null && !value.isBlank();
        }
    }

    /** Chooses; asks the driver only where there is one. */
    static NativeChoice of(Situation here, boolean gpuWanted) {
        if (here.isSet(PATH_VARIABLE) || here.isSet(FLAVOUR_VARIABLE) || here.isSet(VERSION_VARIABLE)) {
            return given(here);
        }
        if (!gpuWanted) {
            return here.isCpuHere() || !CudaBuild.isIn(here.cudaFolder())
                    ? cpu("the processor was asked for when PyTorch was loaded; a restart of Loralei changes that")
                    : cuda(here, "it computes on the processor as well, and is here");
        }
        if (!here.gpus().hasDriver()) {
            return cpu("there is no NVIDIA graphics card, or no driver for it");
        }
        if (!CudaBuild.existsFor(here.platform())) {
            return cpu("there is no CUDA build for " + here.platform().classifier());
        }
        Optional<String> unfit = unfit(here.gpus());
        if (unfit.isPresent()) {
            return cpu(unfit.get());
        }
        if (!CudaBuild.isIn(here.cudaFolder())) {
            return cpu(
                    "there is an NVIDIA graphics card, but the CUDA build of PyTorch is not in " + here.cudaFolder());
        }
        return cuda(here, "there is an NVIDIA graphics card");
    }

    /** Why no card can be used; empty where one can, or where the driver's tool is missing and cannot tell. */
    private static Optional<String> unfit(Gpus gpus) {
        Answer answer = gpus.ask();
        if (answer.cards().isEmpty()) {
            return gpus.hasTool()
                    ? Optional.of("the NVIDIA driver shows no graphics card: " + answer.complaint())
                    : Optional.empty();
        }
        Card card = answer.cards().get(0);
        if (!CudaBuild.isAtLeast(card.driver(), CudaBuild.leastDriver())) {
            return Optional.of("the NVIDIA driver " + card.driver() + " is too old; " + CudaBuild.leastDriver()
                    + " or newer is needed");
        }
        return CudaBuild.hasKernelsFor(gpus.computeCapability())
                ? Optional.empty()
                : Optional.of("PyTorch does not support the graphics card " + card.name()
                        + " any more; the GTX 16 and RTX 20 series are the oldest it does");
    }

    private static NativeChoice cpu(String reason) {
        return new NativeChoice(Build.CPU, Optional.empty(), reason);
    }

    private static NativeChoice cuda(Situation here, String reason) {
        return new NativeChoice(Build.CUDA, Optional.of(here.cudaFolder()), reason);
    }

    private static NativeChoice given(Situation here) {
        Optional<Path> folder = here.isSet(PATH_VARIABLE)
                ? Optional.of(Path.of(here.variables().apply(PATH_VARIABLE)))
                : Optional.empty();
        return new NativeChoice(
                Build.GIVEN,
                folder,
                folder.map(path -> PATH_VARIABLE + " names " + path)
                        .orElse(FLAVOUR_VARIABLE + " or " + VERSION_VARIABLE + " is set"));
    }
}
