package loralei.job.tool;

import java.util.List;
import loralei.text.Message;

/**
 * Two LoRAs beside each other.
 *
 * @param equal whether they change a base model in the same way, to the bit
 * @param similarity cosine of the angle between their changes over all modules of both, -1 to 1
 * @param first size (Frobenius norm) of the first one's change
 * @param second size of the second one's change
 * @param modules module by module, those that differ most first
 * @param lines what else sets them apart: family, naming, rank, alpha, modules of only one, metadata
 */
public record LoraComparison(
        boolean equal, double similarity, double first, double second, List<Module> modules, List<Message> lines) {
    /** Copies the lists. */
    public LoraComparison {
        modules = List.copyOf(modules);
        lines = List.copyOf(lines);
    }

    /**
     * One module of both.
     *
     * @param name its path with the component before it
     * @param similarity cosine of the angle between the two changes; 0 where one has none
     * @param first size of the first one's change
     * @param second size of the second one's change
     * @param difference size of the difference of both
     */
    public record Module(String name, double similarity, double first, double second, double difference) {}
}
