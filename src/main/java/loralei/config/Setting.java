package loralei.config;

import static loralei.config.Words.say;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the table of settings: all that command line, file and window need to know of it.
 *
 * @param <T> the type of its values
 * @param name name of the record component and of the JSON key
 * @param type how values are written
 * @param unit what a number counts, empty where there is nothing to count
 * @param defaults the value where none was given
 * @param reason why that is the default, and where it comes from; for those who change it
 * @param help what it does, in plain words, a sentence
 * @param check what a value has to be
 */
public record Setting<T>(
        String name,
        SettingType<T> type,
        String unit,
        Default<T> defaults,
        String reason,
        String help,
        Check<T> check) {

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
        return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /**
     * What is wrong with a value.
     *
     * @param value a value of this setting's type
     */
    public Optional<Problem> problemWith(Object value) {
        return check.objectionTo(type.javaType().cast(value))
                .map(objection -> problem(type.toText(value), objection.message(), objection.remedy()));
    }

    /**
     * The problem of a text or JSON value that is not of this setting's type, or beyond the numbers that it has.
     *
     * @param written what was written
     */
    Problem mistyped(String written) {
        Optional<T> nearest = type.nearest(written);
        if (nearest.isEmpty()) {
            return problem(written, say("is not {0}", type.expected()), say("Enter {0}.", type.expected()));
        }
        return check.objectionTo(nearest.get())
                .map(objection -> problem(written, objection.message(), objection.remedy()))
                .orElseGet(() ->
                        problem(written, say("must be {0} or less", nearest.get()), say("Enter a smaller number.")));
    }

    private Problem problem(String written, Words message, Words remedy) {
        return new Problem(name, written, message, remedy);
    }
}
