package loralei.config;

import java.util.Optional;

/**
 * What a value has to be beyond its type.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Check<T> {
    /**
     * What speaks against a value.
     *
     * @param message the end of a sentence that begins with setting and value: "must be 1 or more"
     * @param remedy what to do instead, a sentence
     */
    record Objection(Words message, Words remedy) {}

    /**
     * The objection to a value, empty where there is none.
     *
     * @param value what was given
     */
    Optional<Objection> objectionTo(T value);
}
