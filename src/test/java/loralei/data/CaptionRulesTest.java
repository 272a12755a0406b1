package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.CaptionLines;
import loralei.config.TrainingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionRulesTest {
    private static final List<String> LINES = List.of("1cat, sitting, garden, sun", "a cat in the sun");

    private final Map<String, Object> settings =
            new HashMap<>(Map.of("instancePrompt", "fsk49", "classPrompt", "cat", "seed", 7L));

    private CaptionRulesTest with(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    private Caption of(List<String> lines, int picture) {
        Picture any = ExampleFixture.plain(picture + 1).get(picture).picture();
        return CaptionRules.of(TrainingConfig.of(settings)).of(any, lines);
    }

    private Caption of(List<String> lines) {
        return of(lines, 0);
    }

    private static Set<String> tags(String text) {
        return Set.of(text.split(", "));
    }

    @Test
    void withoutATextThePromptStandsIn() {
        assertThat(of(List.of())).isEqualTo(Caption.plain("fsk49 cat"));
    }

    @Test
    void theFirstLineCountsAndKeepsItsOrder() {
        assertThat(of(LINES).texts()).containsExactly(LINES.get(0));
        assertThat(of(LINES).own()).isTrue();
    }

    @Test
    void allLinesCountWhereOneIsPicked() {
        assertThat(with("captions", CaptionLines.RANDOM).of(LINES).texts()).isEqualTo(LINES);
    }

    @Test
    void captionsCanBeLeftUnused() {
        assertThat(with("captions", CaptionLines.NONE).of(LINES)).isEqualTo(Caption.plain("fsk49 cat"));
    }

    @Test
    void placesAreFilledWithThePrompts() {
        assertThat(of(List.of("{instance}, a {class} and a dog")).texts()).containsExactly("fsk49, a cat and a dog");
    }

    @Test
    void prefixAndSuffixSurroundCaptionAndPrompt() {
        with("captionPrefix", "photo of fsk49,").with("captionSuffix", "sharp");
        assertThat(of(LINES).texts()).containsExactly("photo of fsk49, 1cat, sitting, garden, sun sharp");
        assertThat(of(List.of()).texts()).containsExactly("photo of fsk49, fsk49 cat sharp");
    }

    @Test
    void shuffledTagsAreTheSameTagsInOtherOrdersBehindThoseThatAreKept() {
        with("shuffleTags", true).with("keepTags", 1).with("captionVariants", 40);
        List<String> texts = of(LINES).texts();
        assertThat(texts)
                .hasSize(40)
                .allMatch(text -> text.startsWith("1cat, "))
                .allMatch(text -> tags(text).equals(tags(LINES.get(0))));
        assertThat(Set.copyOf(texts)).as("of six orders").hasSize(6);
    }

    @Test
    void theSeedAndThePictureMakeTheOrders() {
        with("shuffleTags", true);
        assertThat(of(LINES)).isEqualTo(of(LINES)).isNotEqualTo(of(LINES, 1));
        Caption before = of(LINES);
        assertThat(with("seed", 8L).of(LINES)).isNotEqualTo(before);
    }

    @Test
    void eachLineHasAsManyVariants() {
        with("shuffleTags", true).with("captions", CaptionLines.RANDOM).with("captionVariants", 5);
        assertThat(of(LINES).texts())
                .hasSize(6)
                .filteredOn(text -> text.equals("a cat in the sun"))
                .hasSize(3);
    }

    @Test
    void eachTagButTheKeptIsDroppedWithItsChance() {
        with("tagDropout", 0.25).with("keepTags", 1).with("captionVariants", 1000);
        List<String> texts = of(LINES).texts();
        assertThat(texts).allMatch(text -> text.startsWith("1cat"));
        for (String tag : List.of("sitting", "garden", "sun")) {
            assertThat(texts.stream().filter(text -> text.contains(tag)).count())
                    .as(tag)
                    .isBetween(700L, 800L);
        }
        assertThat(texts).as("left in order").contains("1cat, sitting, sun").noneMatch(text -> text.contains(",,"));
    }

    @Test
    void aDroppedCaptionIsTheEmptyPromptAsOftenAsAsked() {
        Caption caption = with("captionDropout", 0.1).of(LINES);
        assertThat(caption.all()).containsExactly(LINES.get(0), "");
        SplitMix64 random = new SplitMix64(1);
        assertThat(Stream.generate(() -> caption.pick(random))
                        .limit(10_000)
                        .filter(String::isEmpty)
                        .count())
                .isBetween(900L, 1100L);
    }

    @Test
    void bracketsOfferNoChoiceUnlessThatIsAskedFor() {
        assertThat(of(List.of("a {red|blue} cat")).texts()).containsExactly("a {red|blue} cat");
    }

    /** Expected: all that kohya's process_caption can draw with enable_wildcard. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a {red|blue|green} cat; a red cat / a blue cat / a green cat",
                "{a|b} {c|d}; a c / b c / a d / b d",
                "{a|a|b}; a / a / b",
                "{a|} cat; a cat / cat",
                "{a} cat; a cat",
                "{} cat; {} cat",
                "{{a|b}} cat; {a|b} cat",
                "{a|{{x}}|b}; a / {x} / b",
                "{instance} {on|in} {class}, {{class}}; fsk49 on cat, {class} / fsk49 in cat, {class}",
            })
    void choicesAreAllShownEquallyOften(String caption, String expected) {
        assertThat(with("wildcards", true).of(List.of(caption)).texts()).containsExactly(expected.split(" / "));
    }

    @Test
    void promptPrefixAndSuffixOfferChoicesToo() {
        with("wildcards", true).with("captionPrefix", "{photo|picture} of").with("captionSuffix", "{instance}");
        settings.put("instancePrompt", "{fsk49|fsk50}");
        assertThat(of(List.of()).texts())
                .hasSize(8)
                .contains("photo of fsk49 cat fsk49", "picture of fsk50 cat fsk49", "picture of fsk50 cat fsk50");
    }

    @Test
    void linesWithMoreChoicesAreNotShownMoreOften() {
        with("wildcards", true).with("captions", CaptionLines.RANDOM);
        assertThat(of(List.of("{a|b} cat", "{c|d|e} dog", "bird")).texts())
                .containsExactly(
                        "a cat", "b cat", "a cat", "b cat", "a cat", "b cat", "c dog", "d dog", "e dog", "c dog",
                        "d dog", "e dog", "bird", "bird", "bird", "bird", "bird", "bird");
    }

    @Test
    void ofTooManyChoicesEachPictureShowsOthers() {
        with("wildcards", true);
        String many = "{a|b|c|d} {e|f|g|h} {i|j|k|l} ".repeat(20);
        List<String> texts = of(List.of(many)).texts();
        assertThat(texts).hasSize(8).doesNotHaveDuplicates();
        assertThat(of(List.of(many)).texts()).isEqualTo(texts);
        assertThat(of(List.of(many), 1).texts()).doesNotContainAnyElementsOf(texts);
    }

    @Test
    void tagsAreShuffledBehindTheChoice() {
        with("wildcards", true).with("shuffleTags", true).with("captionVariants", 40);
        List<String> texts = of(List.of("{1cat, sitting|1dog}, garden")).texts();
        assertThat(texts).hasSize(40).filteredOn(text -> text.contains("1cat")).hasSize(20);
        assertThat(texts).contains("garden, 1dog", "1cat, garden, sitting", "sitting, garden, 1cat");
    }

    @Test
    void allTextsAreShownEquallyOften() {
        Caption caption = with("captions", CaptionLines.RANDOM).of(LINES);
        SplitMix64 random = new SplitMix64(1);
        assertThat(Stream.generate(() -> caption.pick(random))
                        .limit(10_000)
                        .filter(LINES.get(1)::equals)
                        .count())
                .isBetween(4800L, 5200L);
    }
}
