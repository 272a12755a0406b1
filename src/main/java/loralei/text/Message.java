package loralei.text;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Something that a person is told: the key of its text and what goes into it. {@link Texts} says it in a language; on its
 * own, in logs, in JSON and in files it is English.
 *
 * @param key name of the bundle, a point, and the key of the text in it; empty where the arguments follow one another
 * @param arguments what {0}, {1} and so on stand for: each a {@code String}, a {@code SettingName} or a {@code Message}
 */
public record Message(String key, List<Object> arguments) {
    /**
     * A message of this program.
     *
     * @param key a constant, or one with a part at its end that {@code KeysInSourcesTest} knows
     * @param arguments what goes into it, numbers as they are to be read
     */
    public static Message of(String key, Object... arguments) {
        return new Message(
                key, Arrays.stream(arguments).<Object>map(Message::argument).toList());
    }

    private static Object argument(Object value) {
        return value instanceof Message || value instanceof SettingName ? value : String.valueOf(value);
    }

    /** A text that is the same in all languages, or that comes from the system or another program. */
    public static Message text(String text) {
        return new Message("", List.of(text));
    }

    /** What a failure says of itself. */
    public static Message of(Throwable failure) {
        return failure instanceof Localized localized
                ? localized.localized()
                : text(String.valueOf(failure.getMessage()));
    }

    /**
     * Several parts one after the other.
     *
     * @param separator what stands between them; no word of any language
     */
    public static Message joined(String separator, List<Message> parts) {
        List<Object> all = new ArrayList<>();
        for (Message part : parts) {
            if (!all.isEmpty()) {
                all.add(separator);
            }
            all.add(part);
        }
        return new Message("", List.copyOf(all));
    }

    /** In English, as on the command line. */
    @Override
    @JsonValue
    public String toString() {
        return Texts.ENGLISH.say(this);
    }
}
