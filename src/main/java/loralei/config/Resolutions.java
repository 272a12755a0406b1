package loralei.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The resolutions that pictures are trained at: one, or several of which each picture is shown at each.
 *
 * @param sides of the squares that have as many pixels, each once, the smallest first; at least one
 */
public record Resolutions(List<Integer> sides) {
    /** Sorts them. */
    public Resolutions {
        sides = sides.stream().distinct().sorted().toList();
        if (sides.isEmpty()) {
            throw new IllegalArgumentException("no resolution");
        }
    }

    /** These sides. */
    public static Resolutions of(int... sides) {
        return new Resolutions(IntStream.of(sides).boxed().toList());
    }

    /**
     * Reads {@code 512} or {@code 512,768}.
     *
     * @throws IllegalArgumentException or ArithmeticException if the text is something else
     */
    static Resolutions of(String text) {
        return new Resolutions(Stream.of(text.split(",", -1))
                .map(side -> new BigDecimal(side.strip()).intValueExact())
                .toList());
    }

    /** The one that decides on memory, and that pictures are drawn at. */
    public int largest() {
        return sides.get(sides.size() - 1);
    }

    /** Whether there is more than one. */
    public boolean several() {
        return sides.size() > 1;
    }

    /** As files have it: one is a number, several are a text. */
    public Object written() {
        return several() ? toString() : Integer.valueOf(largest());
    }

    /** As people write it. */
    @Override
    public String toString() {
        return sides.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
