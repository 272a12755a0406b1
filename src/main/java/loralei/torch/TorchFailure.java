package loralei.torch;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * What is behind an exception of libtorch. Its message begins with the interpreter's trace; the cause stands at the end,
 * and only its words tell what kind of failure it is. Whatever computes throws what is made here, so that command line,
 * window and doctor say the same.
 */
public final class TorchFailure {
    private static final String CAUSE_MARK = "RuntimeError: ";

    /** From here on libtorch advises programmers, of switches that a person cannot reach. */
    private static final Pattern ADVICE =
            Pattern.compile("(?<=is free\\.) Including non-PyTorch| If reserved but unallocated| Search for `| \\(?See "
                    + "documentation");

    private static final Message CARD_IS_FULL = Message.of(
            "torch.closeForCard",
            SettingName.of("batchSize", 1),
            SettingName.of("gradientCheckpointing"),
            SettingName.of("precision", "fp16"),
            SettingName.of("resolution"));

    /**
     * A kind of failure that a person can do something about.
     *
     * @param sign how it is known
     * @param message what to say, with the cause in it
     * @param remedy what to do
     */
    private record Kind(Pattern sign, Function<String, Message> message, Message remedy) {
        static Kind of(String sign, Function<String, Message> message, Message remedy) {
            return new Kind(Pattern.compile(sign, Pattern.CASE_INSENSITIVE), message, remedy);
        }
    }

    /** The first that fits counts. ROCm's messages say HIP for CUDA. */
    private static final List<Kind> KINDS = List.of(
            Kind.of(
                    "(CUDA|HIP) out of memory|(CUDA|HIP) error: out of memory|CU(BLAS|DNN)_STATUS_ALLOC_FAILED",
                    cause -> Message.of("torch.cardFull", cause),
                    CARD_IS_FULL),
            Kind.of(
                    "DefaultCPUAllocator: (can't allocate|not enough) memory|Cannot allocate memory|bad_alloc",
                    cause -> Message.of("torch.memoryFull", cause),
                    Message.of(
                            "torch.closeOthers",
                            SettingName.of("batchSize", 1),
                            SettingName.of("gradientCheckpointing"),
                            SettingName.of("precision", "bf16"),
                            SettingName.of("resolution"))),
            Kind.of(
                    "no kernel image|device kernel image is invalid|invalid device function",
                    cause -> Message.of("torch.noCode", cause),
                    Message.of(
                            "torch.useOtherCard", SettingName.of("device", "cuda:1"), SettingName.of("device", "cpu"))),
            Kind.of(
                    "(CUDA|HIP) (error|driver)|CU(BLAS|DNN)_STATUS|cuDNN error|NVIDIA driver",
                    cause -> Message.of("torch.cardFailed", cause),
                    Message.of("torch.restart", SettingName.of("device", "cpu"))));

    /** The messages of failures for which less memory would do. */
    private static final Set<String> OF_MEMORY = Set.of("torch.cardFull", "torch.memoryFull");

    private TorchFailure() {}

    /** Whether a failure that was thrown here is that of memory that was not enough. */
    public static boolean isFullMemory(UserError failure) {
        return OF_MEMORY.contains(failure.localized().key());
    }

    /** Has libtorch do something; what fails there is thrown as it is to be told. */
    static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            throw of(e);
        }
    }

    /**
     * What to throw in place of an exception of libtorch.
     *
     * @return a {@link UserError} where a person can do something, else an exception that names the cause
     */
    static RuntimeException of(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        String cause = cause(message);
        for (Kind kind : KINDS) {
            if (kind.sign().matcher(cause).find()) {
                return UserError.run(kind.message().apply(cause), kind.remedy()).causedBy(failure);
            }
        }
        return new IllegalStateException(cause, failure);
    }

    /** The cause in libtorch's own words, without the point at its end. */
    static String cause(String message) {
        int mark = message.lastIndexOf(CAUSE_MARK);
        String text = mark < 0 ? message : message.substring(mark + CAUSE_MARK.length());
        String line = text.strip().lines().findFirst().orElse("");
        Matcher advice = ADVICE.matcher(line);
        String told = advice.find() ? line.substring(0, advice.start()) : line;
        return told.strip().replaceAll("\\.+$", "");
    }
}
