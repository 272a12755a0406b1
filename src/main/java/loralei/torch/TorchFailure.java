package loralei.torch;

import static loralei.config.Words.say;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.config.Words;

/**
 * What is behind an exception of libtorch. Its message begins with the interpreter's trace; the cause stands at the end,
 * and only its words tell what kind of failure it is. Whatever computes throws what is made here, so that command line,
 * window and doctor say the same.
 */
final class TorchFailure {
    private static final String CAUSE_MARK = "RuntimeError: ";

    /** From here on libtorch advises programmers, of switches that a person cannot reach. */
    private static final Pattern ADVICE =
            Pattern.compile("(?<=is free\\.) Including non-PyTorch| If reserved but unallocated| Search for `| \\(?See "
                    + "documentation");

    private static final Words CARD_IS_FULL =
            say("Close other programs that use the card, then try in this order: --batch-size 1, "
                    + "--gradient-checkpointing, --precision fp16, a smaller --resolution.");

    /**
     * A kind of failure that a person can do something about.
     *
     * @param sign how it is known
     * @param message what to say, with the cause in it
     * @param remedy what to do
     */
    private record Kind(Pattern sign, Function<String, Words> message, Words remedy) {
        static Kind of(String sign, Function<String, Words> message, Words remedy) {
            return new Kind(Pattern.compile(sign, Pattern.CASE_INSENSITIVE), message, remedy);
        }
    }

    /** The first that fits counts. ROCm's messages say HIP for CUDA. */
    private static final List<Kind> KINDS = List.of(
            Kind.of(
                    "(CUDA|HIP) out of memory|(CUDA|HIP) error: out of memory|CU(BLAS|DNN)_STATUS_ALLOC_FAILED",
                    cause -> say("The memory of the graphics card is not enough: {0}.", cause),
                    CARD_IS_FULL),
            Kind.of(
                    "DefaultCPUAllocator: (can't allocate|not enough) memory|Cannot allocate memory|bad_alloc",
                    cause -> say("There is not enough memory: {0}.", cause),
                    say("Close other programs, then try in this order: --batch-size 1, --gradient-checkpointing, "
                            + "--precision bf16, a smaller --resolution.")),
            Kind.of(
                    "no kernel image|device kernel image is invalid|invalid device function",
                    cause -> say("PyTorch has no code for this graphics card: {0}.", cause),
                    say(
                            "The GTX 16 and RTX 20 series are the oldest cards that work. Choose another card, as in --device "
                                    + "cuda:1, or use --device cpu (slow). \"loralei doctor\" shows the cards.")),
            Kind.of(
                    "(CUDA|HIP) (error|driver)|CU(BLAS|DNN)_STATUS|cuDNN error|NVIDIA driver",
                    cause -> say("The graphics card could not do its work: {0}.", cause),
                    say(
                            "Restart the computer and get the newest driver for the card. If it happens again, use --device "
                                    + "cpu: slower, but it works without the card.")));

    private TorchFailure() {}

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
