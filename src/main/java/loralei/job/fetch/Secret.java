package loralei.job.fetch;

import java.util.Optional;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * An access token. It is sent to the one server that it is for, and told to nobody else: what writes this record writes
 * stars.
 *
 * @param text the token
 */
public record Secret(String text) {
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");

    /** A token as a person gave it; none where only white space was given. */
    public static Optional<Secret> of(String text) {
        String token = text == null ? "" : text.strip();
        if (token.isEmpty()) {
            return Optional.empty();
        }
        if (!VISIBLE.matcher(token).matches()) { // without it: a message may go into a log
            throw UserError.request(Message.of("hub.badToken"), Message.of("hub.copyToken"));
        }
        return Optional.of(new Secret(token));
    }

    @Override
    public String toString() {
        return "***";
    }
}
