package loralei.config;

import java.util.Map;
import java.util.Optional;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * One row of the table of settings: all that command line, file and window need to know of it. What they say of it stands
 * in {@code loralei/text/settings.properties} by its name.
 *
 * @param <T> the type of its values
 * @param name name of the record component and of the JSON key
 * @param type how values are written
 * @param defaults the value where none was given
 * @param check what a value has to be
 */
public record Setting<T>(String name, SettingType<T> type, Default<T> defaults, Check<T> check) {

    /** The value where none was given. */
    @FunctionalInterface
    public interface Default<T> {
        /**
         * Chooses the value.
         *
         * @param family the kind of base model
         * @param chosen the values of the settings above this one in the table
         */
        T of(Family family, Map<String, Object> chosen);
    }

    /** The option of the command line: {@code --learning-rate} for learningRate. */
    public String flag() {
        return SettingName.of(name).option();
    }

    /** What to enter instead of a value that is wrong, a sentence. */
    public Message remedy() {
        return type.choices().isEmpty()
                ? Message.of("settings." + name + ".remedy")
                : Message.of("check.enter", type.expected());
    }

    /**
     * What is wrong with a value.
     *
     * @param value a value of this setting's type
     */
    public Optional<Problem> problemWith(Object value) {
        return check.objectionTo(type.javaType().cast(value))
                .map(objection -> new Problem(name, type.toText(value), objection, remedy()));
    }

    /**
     * The problem of a text or JSON value that is not of this setting's type, or beyond the numbers that it has.
     *
     * @param written what was written
     */
    Problem mistyped(String written) {
        Message message = type.nearest(written)
                .map(nearest -> check.objectionTo(nearest).orElse(Message.of("check.atMost", nearest)))
                .orElse(Message.of("check.isNot", type.expected()));
        return new Problem(name, written, message, remedy());
    }
}
