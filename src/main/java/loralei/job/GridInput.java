package loralei.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import loralei.config.PictureSpec;
import loralei.config.SettingType;
import loralei.config.UserError;
import loralei.text.Message;

/** What people write to ask for a grid. */
public final class GridInput {
    private static final String EXAMPLE_STRENGTHS = "0.6, 0.8, 1";
    private static final String EXAMPLE_SEEDS = "42, 43";

    private GridInput() {}

    /**
     * Strengths, such as {@code 0.6, 0.8, 1}. Where something else stands between them, a comma may be a decimal one:
     * {@code 0,6; 0,8; 1}.
     *
     * @throws UserError names what is no number
     */
    public static List<Double> strengths(String text) {
        return numbers(text, SettingType.NUMBER, EXAMPLE_STRENGTHS);
    }

    /**
     * Seeds, such as {@code 42, 43}.
     *
     * @throws UserError names what is no seed
     */
    public static List<Long> seeds(String text) {
        List<Long> seeds = numbers(text, SettingType.LONG, EXAMPLE_SEEDS);
        seeds.stream().filter(seed -> seed < 0).findFirst().ifPresent(seed -> {
            throw noNumber(seed.toString(), EXAMPLE_SEEDS);
        });
        return seeds;
    }

    private static <T> List<T> numbers(String text, SettingType<T> type, String example) {
        List<String> words = words(text, "[;\\s]+|,\\s+|,$");
        boolean decimalCommas = words.size() > 1;
        List<T> numbers = new ArrayList<>();
        for (String word : decimalCommas ? words : words(text, ",")) {
            numbers.add(type.fromText(word.replace(',', '.')).orElseThrow(() -> noNumber(word, example)));
        }
        if (numbers.isEmpty()) {
            throw noNumber(text, example);
        }
        return numbers;
    }

    private static List<String> words(String text, String between) {
        return Arrays.stream(text.strip().split(between))
                .filter(word -> !word.isBlank())
                .toList();
    }

    private static UserError noNumber(String word, String example) {
        return UserError.request(Message.of("grid.noNumber", word), Message.of("draw.forExample", example));
    }

    /**
     * The pages of a grid: each prompt with each seed. A prompt that has a seed of its own is one page.
     *
     * @param prompts gives the pictures of all prompts, of which one has what it does not say from the one that it gets
     * @param usual what the prompts do not say
     */
    public static List<PictureSpec> pages(
            Function<PictureSpec, List<PictureSpec>> prompts, PictureSpec usual, List<Long> seeds) {
        List<List<PictureSpec>> bySeed =
                seeds.stream().map(seed -> prompts.apply(usual.withSeed(seed))).toList();
        List<PictureSpec> pages = new ArrayList<>();
        for (int prompt = 0; prompt < bySeed.get(0).size(); prompt++) {
            for (List<PictureSpec> ofSeed : bySeed) {
                pages.add(ofSeed.get(prompt));
            }
        }
        return pages.stream().distinct().toList();
    }
}
