package loralei.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import loralei.text.Message;
import loralei.torch.Gpus.Answer;

/**
 * Which build of libtorch this computer is to load. DJL's own choice is not good enough: it takes the CPU build whenever
 * that is on the class path, and sees a graphics card only where the CUDA toolkit is installed.
 *
 * @param build the build
 * @param folder where it is; empty where DJL is left to find it
 * @param why why it is this one, as the end of a sentence
 */
public record NativeChoice(Build build, Optional<Path> folder, Message why) {
    /** The builds. */
    public enum Build {
        /** For the processor alone. */
        CPU,
        /** For NVIDIA's cards, and for the processor as well. */
        CUDA,
        /** Whatever the person named by DJL's environment variables. */
        GIVEN
    }

    /** Why it is this build, in English. */
    public String reason() {
        return why.toString();
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
                    ? cpu(Message.of("torch.cpuAsked"))
                    : cuda(here, Message.of("torch.worksOnCpu"));
        }
        if (!here.gpus().hasDriver()) {
            return cpu(Message.of("torch.noCard"));
        }
        if (!CudaBuild.existsFor(here.platform())) {
            return cpu(Message.of("torch.noCuda", here.platform().classifier()));
        }
        Optional<Message> unfit = unfit(here.gpus());
        if (unfit.isPresent()) {
            return cpu(unfit.get());
        }
        if (!CudaBuild.isIn(here.cudaFolder())) {
            return cpu(Message.of("torch.cudaMissing", here.cudaFolder()));
        }
        return cuda(here, Message.of("torch.card"));
    }

    /** Why no card can be used; empty where one can, or where the driver's tool is missing and cannot tell. */
    private static Optional<Message> unfit(Gpus gpus) {
        Answer answer = gpus.ask();
        if (answer.cards().isEmpty()) {
            return gpus.hasTool() ? Optional.of(Message.of("torch.noCardShown", answer.complaint())) : Optional.empty();
        }
        Card card = answer.cards().get(0);
        if (!CudaBuild.isAtLeast(card.driver(), CudaBuild.leastDriver())) {
            return Optional.of(Message.of("torch.oldDriver", card.driver(), CudaBuild.leastDriver()));
        }
        return answer.usable().isEmpty() ? Optional.of(tooOld(card)) : Optional.empty();
    }

    /** Why a card cannot be used, as the end of a sentence. */
    public static Message tooOld(Card card) {
        return Message.of("torch.oldCard", card.name());
    }

    private static NativeChoice cpu(Message why) {
        return new NativeChoice(Build.CPU, Optional.empty(), why);
    }

    private static NativeChoice cuda(Situation here, Message why) {
        return new NativeChoice(Build.CUDA, Optional.of(here.cudaFolder()), why);
    }

    private static NativeChoice given(Situation here) {
        Optional<Path> folder = here.isSet(PATH_VARIABLE)
                ? Optional.of(Path.of(here.variables().apply(PATH_VARIABLE)))
                : Optional.empty();
        return new NativeChoice(
                Build.GIVEN,
                folder,
                folder.map(path -> Message.of("torch.pathNames", PATH_VARIABLE, path))
                        .orElse(Message.of("torch.variableSet", FLAVOUR_VARIABLE, VERSION_VARIABLE)));
    }
}
