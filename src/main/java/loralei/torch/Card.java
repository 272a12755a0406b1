package loralei.torch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An NVIDIA graphics card.
 *
 * @param number the number that CUDA will know it by, from 0
 * @param name as NVIDIA calls it
 * @param driver version of the driver
 * @param memory bytes; 0 where the driver does not tell
 * @param capability compute capability, as 75 for 7.5; older drivers do not tell
 */
public record Card(int number, String name, String driver, long memory, OptionalInt capability) {
    /** bf16 arithmetic came with compute capability 8.0 (Ampere). */
    static final int FIRST_WITH_BF16 = 80;

    /** The chips TU116 and TU117 by the names of their cards: all GTX 16, and notebook and workstation cards. */
    private static final Pattern WITHOUT_TENSOR_CORES =
            Pattern.compile("\\bGTX 16\\d\\d|\\bMX[45]50\\b|\\bT(400|500|550|600|1000|1200|2000)\\b|\\bCMP 30HX");

    /** From a line of nvidia-smi: name, driver, memory. */
    static Optional<Card> read(int number, String line, String capability) {
        List<String> words =
                Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        if (words.size() != 3 || !words.get(1).matches("\\d+(\\.\\d+)*")) {
            return Optional.empty();
        }
        OptionalInt known = capability.matches("\\d+\\.\\d")
                ? OptionalInt.of(Integer.parseInt(capability.replace(".", "")))
                : OptionalInt.empty();
        return Optional.of(new Card(number, words.get(0), words.get(1), bytes(words.get(2)), known));
    }

    /** From "24564 MiB"; 0 from "[N/A]". */
    static long bytes(String memory) {
        return memory.matches("\\d{1,9} MiB") ? Long.parseLong(memory.substring(0, memory.indexOf(' '))) << 20 : 0;
    }

    /** The same card under another number. */
    Card withNumber(int other) {
        return new Card(other, name, driver, memory, capability);
    }

    /** Whether the CUDA build of libtorch has code for it; a card that does not tell is believed to be fit. */
    public boolean isUsable() {
        return CudaBuild.hasKernelsFor(capability);
    }

    /** Whether it has bf16 arithmetic of its own; one that does not tell is believed to have none. */
    public boolean hasBf16() {
        return capability.orElse(0) >= FIRST_WITH_BF16;
    }

    /**
     * Whether it is one of those on which convolutions in fp16 give NaN with many versions of cuDNN (pytorch issues 58123
     * and 77955).
     */
    public boolean hasDoubtfulFp16() {
        return WITHOUT_TENSOR_CORES.matcher(name).find();
    }
}
