package loralei.config;

import java.util.Optional;
import loralei.text.Message;

/**
 * What a value has to be beyond its type.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface Check<T> {
    /**
     * What speaks against a value: the end of a sentence that begins with setting and value, as "must be 1 or more". Empty
     * where nothing does.
     */
    Optional<Message> objectionTo(T value);
}
