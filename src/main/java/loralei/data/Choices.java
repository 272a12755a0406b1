package loralei.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A text in which one of several may be chosen in places, {@code a {red|blue} cat}, as kohya's wildcards: not nested, a
 * single one in brackets is always it, and doubled brackets stand for themselves.
 *
 * @param parts one after the other, each with its options; at least one option each
 */
record Choices(List<List<String>> parts) {
    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)\\}");

    /** Stand for doubled brackets meanwhile; in no text, for they are no characters (Unicode, "noncharacters"). */
    private static final char OPENING = '\ufdd0';

    private static final char CLOSING = '\ufdd1';

    /** A text that is always the same. */
    static Choices none(String text) {
        return new Choices(List.of(List.of(text)));
    }

    /**
     * Reads a text.
     *
     * @param instance what "{instance}" stands for
     * @param ofClass what "{class}" stands for
     */
    static Choices in(String text, String instance, String ofClass) {
        String marked = text.replace("{{", String.valueOf(OPENING)).replace("}}", String.valueOf(CLOSING));
        String filled = marked.replace("{instance}", instance).replace("{class}", ofClass);
        List<List<String>> parts = new ArrayList<>();
        Matcher places = PLACE.matcher(filled);
        int end = 0;
        while (places.find()) {
            parts.add(List.of(filled.substring(end, places.start())));
            parts.add(List.of(places.group(1).split("\\|", -1)));
            end = places.end();
        }
        parts.add(List.of(filled.substring(end)));
        return new Choices(parts);
    }

    /** Returns how many ways to choose there are, counting equal ones; no more than a long can hold. */
    long count() {
        long count = 1;
        for (List<String> options : parts) {
            count = count > Long.MAX_VALUE / options.size() ? Long.MAX_VALUE : count * options.size();
        }
        return count;
    }

    /** Returns the text of one way to choose, from 0. */
    String text(long way) {
        StringBuilder text = new StringBuilder();
        long left = way;
        for (List<String> options : parts) {
            text.append(options.get((int) (left % options.size())));
            left /= options.size();
        }
        return text.toString().replace(OPENING, '{').replace(CLOSING, '}');
    }

    /**
     * Returns so many ways to choose: all of them equally often where that comes out even; or others, each once.
     *
     * @param random asked only where there are more ways than that
     */
    List<Long> ways(int wanted, SplitMix64 random) {
        long count = count();
        if (count <= wanted) {
            return LongStream.range(0, wanted).map(i -> i % count).boxed().toList();
        }
        Set<Long> ways = new LinkedHashSet<>();
        while (ways.size() < wanted) {
            ways.add(Math.floorMod(random.nextLong(), count));
        }
        return List.copyOf(ways);
    }

    /** Returns how often all ways fit evenly into a row of several texts' ways; 0 where that is more than {@code most}. */
    static int evenly(Stream<Choices> texts, int most) {
        long all = 1;
        for (Choices text : (Iterable<Choices>) texts::iterator) {
            long count = text.count();
            long multiple = all;
            while (multiple <= most && multiple % count != 0) {
                multiple += all;
            }
            if (multiple > most) {
                return 0;
            }
            all = multiple;
        }
        return (int) all;
    }
}
