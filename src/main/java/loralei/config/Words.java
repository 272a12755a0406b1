package loralei.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence for a person, or a part of one: a pattern in English and the values in it, kept apart so that a window can
 * say it in another language. On its own, on the command line and in JSON it is English.
 */
public final class Words {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
    private static final String VALUE_ALONE = "{0}";

    private final String pattern;
    private final List<Object> values;

    private Words(String pattern, List<Object> values) {
        this.pattern = Objects.requireNonNull(pattern);
        this.values = values;
    }

    /**
     * A sentence of this program. Its pattern has to stand here as a literal: {@code EngineTextsTest} reads the sources
     * and asks for a German one.
     *
     * @param pattern English, with {0} to {9} where values go; nothing else in it has a meaning
     * @param values what goes there; one that is {@code Words} is said in the other language too
     */
    public static Words say(String pattern, Object... values) {
        return new Words(
                pattern,
                Arrays.stream(values)
                        .map(value -> value instanceof Words ? value : String.valueOf(value))
                        .toList());
    }

    /**
     * A text that is the same in all languages, or that comes from the system or another program.
     *
     * @param text the text
     */
    public static Words text(String text) {
        return new Words(VALUE_ALONE, List.of(text));
    }

    /**
     * The name of a setting, for which a window has one of its own.
     *
     * @param name as in {@link Setting#name()}
     */
    public static Words setting(String name) {
        return new Words(name, List.of());
    }

    /**
     * What a failure says of itself.
     *
     * @param failure anything that was thrown
     */
    public static Words of(Throwable failure) {
        return failure instanceof Spoken spoken ? spoken.messageWords() : text(String.valueOf(failure.getMessage()));
    }

    /**
     * Several parts one after the other.
     *
     * @param separator what stands between them; no word of any language
     * @param parts the parts
     */
    public static Words joined(String separator, List<Words> parts) {
        return parts.stream()
                .reduce((first, second) -> new Words(VALUE_ALONE + separator + "{1}", List.of(first, second)))
                .orElse(text(""));
    }

    /** What is looked up to say it in another language. */
    public String pattern() {
        return pattern;
    }

    /** The values: each a {@code String} or {@code Words}. */
    public List<Object> values() {
        return values;
    }

    /**
     * The sentence in a language.
     *
     * @param language from an English pattern to that of the language
     */
    public String in(UnaryOperator<String> language) {
        return PLACE.matcher(language.apply(pattern))
                .replaceAll(place -> Matcher.quoteReplacement(value(place.group(), place.group(1), language)));
    }

    /** A place without a value stays as it is: better a strange sentence than none where something failed. */
    private String value(String place, String number, UnaryOperator<String> language) {
        int index = Integer.parseInt(number);
        if (index >= values.size()) {
            return place;
        }
        return values.get(index) instanceof Words words
                ? words.in(language)
                : values.get(index).toString();
    }

    /** The sentence in English. */
    @Override
    @JsonValue
    public String toString() {
        return in(UnaryOperator.identity());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Words words && pattern.equals(words.pattern) && values.equals(words.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pattern, values);
    }
}
