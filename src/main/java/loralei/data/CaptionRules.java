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
        Tags tags,
        double dropout,
        long seed,
        boolean told) {
    private static final String SEPARATOR = ",";

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
                tags,
                dropout,
                seed,
                false);
    }

    /** The same where texts beside pictures are not read: a person wrote this one down for the run. */
    CaptionRules reading() {
        return lines == CaptionLines.NONE
                ? new CaptionRules(
                        CaptionLines.FIRST, prompt, instance, ofClass, prefix, suffix, tags, dropout, seed, told)
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
        List<String> filled = taken.stream().map(this::filled).toList();
        return new Caption(
                filled.stream().map(this::surrounded).toList(),
                tags.change()
                        ? variants(picture, filled)
                        : filled.stream().map(this::surrounded).toList(),
                dropout,
                own,
                told);
    }

    private String filled(String text) {
        return text.replace("{instance}", instance).replace("{class}", ofClass);
    }

    /** As many of each line, so that none is picked more often. */
    private List<String> variants(Picture picture, List<String> written) {
        SplitMix64 random =
                new SplitMix64(SplitMix64.mix(seed) ^ picture.sha256().hashCode());
        int each = (tags.variants() + written.size() - 1) / written.size();
        List<String> variants = new ArrayList<>();
        for (String line : written) {
            List<String> all = Stream.of(line.split(SEPARATOR))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .toList();
            for (int i = 0; i < each; i++) {
                variants.add(surrounded(variant(all, random)));
            }
        }
        return variants.stream().distinct().count() == 1 ? variants.subList(0, 1) : variants;
    }

    private String variant(List<String> all, SplitMix64 random) {
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
        return Stream.of(prefix, text, suffix)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
