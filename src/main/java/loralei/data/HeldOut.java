package loralei.data;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Examples in two parts: those that a run learns from, and those that it is only measured by.
 *
 * <p>Which pictures are held out follows from the seed and the content of each, so that another picture in the folder
 * changes at most one of them; the same content is never in both parts. Class pictures are never held out.
 *
 * @param trained what is learned from
 * @param heldOut what is not; empty where nothing was to be held out, or there are too few pictures
 */
public record HeldOut(List<Example> trained, List<Example> heldOut) {
    /** With fewer pictures each of them is needed to learn from, and one or none would be left to measure by. */
    public static final int LEAST_PICTURES = 10;

    private static final int HEX = 16;

    /**
     * Parts examples.
     *
     * @param share of the different pictures that is held out, 0 to 0.5; of enough pictures at least one is
     */
    public static HeldOut of(List<Example> all, double share, long seed) {
        List<String> contents = all.stream()
                .filter(example -> example.role() == Example.Role.INSTANCE)
                .map(example -> example.picture().sha256())
                .distinct()
                .sorted(Comparator.comparingLong((String content) -> drawn(content, seed))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        if (!(share > 0) || contents.size() < LEAST_PICTURES) {
            return new HeldOut(all, List.of());
        }
        Set<String> held = contents.stream()
                .limit(Math.max(1, Math.round(share * contents.size())))
                .collect(Collectors.toSet());
        return new HeldOut(
                all.stream().filter(example -> !isIn(held, example)).toList(),
                all.stream().filter(example -> isIn(held, example)).toList());
    }

    private static boolean isIn(Set<String> contents, Example example) {
        return contents.contains(example.picture().sha256());
    }

    /** A number for a picture, drawn from its content and a seed: the same in whatever company. */
    public static long drawn(String content, long seed) {
        long scrambled = SplitMix64.mix(SplitMix64.mix(seed) ^ Long.parseUnsignedLong(content.substring(0, HEX), HEX));
        return new SplitMix64(scrambled).nextLong() >>> 1;
    }
}
