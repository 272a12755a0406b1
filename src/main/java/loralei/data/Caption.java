package loralei.data;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.safetensors.Sha256;

/**
 * What a picture is said to show: one text, or several of which each step picks one. All of them are known before the
 * first step, so that each is encoded once. See docs/decisions/0010-captions-of-finite-texts.md.
 *
 * @param lines as they were written, at least one
 * @param texts what a step may pick, at least one; a text that stands there twice is picked twice as often
 * @param dropout how likely it is the empty prompt instead, 0 to 1
 * @param own whether it is the picture's own, and not the prompt of all
 * @param told whether the settings tell how it came about, but for its lines if it is the picture's own
 */
public record Caption(List<String> lines, List<String> texts, double dropout, boolean own, boolean told) {
    /** Copies the lists. */
    public Caption {
        lines = List.copyOf(lines);
        texts = List.copyOf(texts);
        if (lines.isEmpty() || texts.isEmpty() || !(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("A caption without a text, or dropped " + dropout + " times");
        }
    }

    /** A text of the settings that is always the same. */
    public static Caption plain(String text) {
        return new Caption(List.of(text), List.of(text), 0, false, true);
    }

    /** The first line, for whoever wants one text. */
    public String first() {
        return lines.get(0);
    }

    /** What commas separate in it, each once. */
    public Set<String> tags() {
        return lines.stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All that a step may pick, each once. */
    public Set<String> all() {
        Set<String> all = new LinkedHashSet<>(texts);
        if (dropout > 0) {
            all.add("");
        }
        return all;
    }

    /** What a step shows the picture with. */
    public String pick(SplitMix64 random) {
        if (dropout > 0 && random.nextDouble() < dropout) {
            return "";
        }
        return texts.get(random.nextInt(texts.size()));
    }

    /** A name for what the settings do not tell of it; empty where they tell all. */
    String mark() {
        if (told && !own) {
            return "";
        }
        String all = told ? String.join("\n", lines) : String.join("\n", texts) + "\n" + dropout;
        return " caption " + Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    }
}
