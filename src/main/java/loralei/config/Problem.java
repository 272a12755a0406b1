package loralei.config;

import loralei.text.Message;

/**
 * One thing that is wrong with a configuration.
 *
 * @param field name of the setting, as in {@link Setting#name()}
 * @param value what was given, as it was written
 * @param message what is wrong with it, as the end of a sentence that begins with field and value
 * @param remedy what to do about it, a sentence
 */
public record Problem(String field, String value, Message message, Message remedy) {}
