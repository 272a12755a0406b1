package loralei.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.CaptionLines;
import loralei.config.TrainingConfig;

/**
 * How the text beside a picture becomes its caption.
 *
 * @param lines what is taken of it
 * @param prompt what stands in for a text that is not there; may be empty
 * @param instance what "{instance}" in a text stands for
 * @param ofClass what "{class}" stands for
 * @param prefix what comes before each text
 * @param suffix what comes after it
 * @param wildcards whether curly brackets offer choices, {@code {red|blue}}
 * @param tags how its tags are changed
 * @param dropout how likely a step has the empty prompt instead
 * @param seed what the variants are made from
 * @param told whether the settings tell all of this
 */
record CaptionRules(
        CaptionLines lines,
        String prompt,
        String instance,
        String ofClass,
        String prefix,
        String suffix,
        boolean wildcards,
        Tags tags,
        double dropout,
        long seed,
        boolean told) {
    private static final String SEPARATOR = ",";

    /** Between prefix, text and suffix meanwhile; in none of them, for it is no character (Unicode, "noncharacters"). */
    private static final String BORDER = "\ufdd2";

    /**
     * What is done with the tags, which commas separate.
     *
     * @param shuffled whether their order changes
     * @param kept so many at the beginning stay
     * @param dropout how likely each of the others is left out
     * @param variants how many texts are made of one
     */
    record Tags(boolean shuffled, int kept, double dropout, int variants) {
        boolean change() {
            return shuffled || dropout > 0;
        }
    }

    /** The rules of the settings. */
    static CaptionRules of(TrainingConfig config) {
        return new CaptionRules(
                config.captions(),
                config.trainingPrompt(),
                config.instancePrompt().strip(),
                config.classPrompt().strip(),
                config.captionPrefix(),
                config.captionSuffix(),
                config.wildcards(),
                new Tags(config.shuffleTags(), config.keepTags(), config.tagDropout(), config.captionVariants()),
                config.captionDropout(),
                config.seed(),
                true);
    }

    /** The same with another text where there is none, of a file or a name; "{instance}" stands for it if it stands for nothing yet. */
    CaptionRules withPrompt(String other) {
        return new CaptionRules(
                lines,
                other,
                instance.isEmpty() ? other : instance,
                ofClass,
                prefix,
                suffix,
                wildcards,
                tags,
                dropout,
                seed,
                false);
    }

    /** The same with other lines of a text. */
    CaptionRules withLines(CaptionLines taken) {
        return new CaptionRules(
                taken, prompt, instance, ofClass, prefix, suffix, wildcards, tags, dropout, seed, false);
    }

    /** The same where texts beside pictures are not read: a person wrote this one down for the run. */
    CaptionRules reading() {
        return lines == CaptionLines.NONE
                ? new CaptionRules(
                        CaptionLines.FIRST,
                        prompt,
                        instance,
                        ofClass,
                        prefix,
                        suffix,
                        wildcards,
                        tags,
                        dropout,
                        seed,
                        told)
                : this;
    }

    /**
     * The caption of a picture.
     *
     * @param picture what is described; its content makes other variants than those of its neighbours
     * @param written the lines beside it, none where there are none
     */
    Caption of(Picture picture, List<String> written) {
        boolean own = !written.isEmpty() && lines != CaptionLines.NONE;
        List<String> taken = !own ? List.of(prompt) : lines == CaptionLines.FIRST ? written.subList(0, 1) : written;
        List<String> shown =
                taken.stream().map(this::filled).map(this::surrounded).toList();
        return new Caption(shown, tags.change() || wildcards ? variants(picture, taken) : shown, dropout, own, told);
    }

    private String filled(String text) {
        return text.replace("{instance}", instance).replace("{class}", ofClass);
    }

    /** As many of each line, so that none is picked more often; of choices all, if they are not more than that. */
    private List<String> variants(Picture picture, List<String> written) {
        SplitMix64 random =
                new SplitMix64(SplitMix64.mix(seed) ^ picture.sha256().hashCode());
        List<Choices> lines = written.stream().map(this::choices).toList();
        int most = (tags.variants() + written.size() - 1) / written.size();
        int evenly = Choices.evenly(lines.stream(), tags.variants());
        int each = evenly == 0 ? most : tags.change() ? (most + evenly - 1) / evenly * evenly : evenly;
        List<String> variants = new ArrayList<>();
        for (Choices line : lines) {
            for (long way : line.ways(each, random)) {
                String[] parts = line.text(way).split(BORDER, -1);
                String text = tags.change() ? variant(parts[1], random) : parts[1];
                variants.add(surrounded(parts[0], text, parts[2]));
            }
        }
        return variants.stream().distinct().count() == 1 ? variants.subList(0, 1) : variants;
    }

    private Choices choices(String text) {
        return wildcards
                ? Choices.in(String.join(BORDER, prefix, text, suffix), instance, ofClass)
                : Choices.none(String.join(BORDER, prefix, filled(text), suffix));
    }

    private String variant(String text, SplitMix64 random) {
        List<String> all = Stream.of(text.split(SEPARATOR))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
        int kept = Math.min(tags.kept(), all.size());
        List<String> others = new ArrayList<>(all.subList(kept, all.size()));
        for (int i = others.size() - 1; tags.shuffled() && i > 0; i--) {
            Collections.swap(others, i, random.nextInt(i + 1));
        }
        others.removeIf(tag -> random.nextDouble() < tags.dropout());
        return Stream.concat(all.subList(0, kept).stream(), others.stream())
                .collect(Collectors.joining(SEPARATOR + " "));
    }

    private String surrounded(String text) {
        return surrounded(prefix, text, suffix);
    }

    private static String surrounded(String before, String text, String behind) {
        return Stream.of(before, text, behind)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
