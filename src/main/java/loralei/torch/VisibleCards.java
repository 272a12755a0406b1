package loralei.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The cards that CUDA shows to a program, as the variable CUDA_VISIBLE_DEVICES has it (CUDA C++ Programming Guide,
 * "CUDA Environment Variables"): a list of numbers or of the beginnings of identities. It ends at the first that is
 * wrong, and CUDA counts anew in its order.
 */
final class VisibleCards {
    static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

    private static final String CARD_MARK = "GPU-";

    /** A part of a card, which nvidia-smi does not list; CUDA shows one such part to a program. */
    private static final String PART_MARK = "MIG-";

    private VisibleCards() {}

    /**
     * Chooses, and numbers the cards as CUDA will.
     *
     * @param value of the variable
     * @param all the cards, in the driver's order
     * @param identities asks for those of the cards, in the same order
     */
    static List<Card> of(String value, List<Card> all, Supplier<List<String>> identities) {
        List<Card> visible = new ArrayList<>();
        if (value.strip().startsWith(PART_MARK)) {
            return List.of(all.get(0).withNumber(0)); // one of its parts, as far as can be told
        }
        List<String> known = value.contains(CARD_MARK) ? identities.get() : List.of();
        for (String name : value.split(",", -1)) {
            OptionalInt index = index(name.strip(), all.size(), known);
            if (index.isEmpty()) {
                break;
            }
            visible.add(all.get(index.getAsInt()).withNumber(visible.size()));
        }
        return List.copyOf(visible);
    }

    private static OptionalInt index(String name, int cards, List<String> identities) {
        if (name.startsWith(CARD_MARK)) {
            int[] found = IntStream.range(0, Math.min(cards, identities.size()))
                    .filter(at -> identities.get(at).startsWith(name))
                    .toArray();
            return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
        }
        return name.matches("\\d{1,4}") && Integer.parseInt(name) < cards
                ? OptionalInt.of(Integer.parseInt(name))
                : OptionalInt.empty();
    }
}
