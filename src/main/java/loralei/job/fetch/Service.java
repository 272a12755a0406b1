package loralei.job.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * A server as it is asked.
 *
 * @param http how
 * @param patience how often
 * @param watcher sees how it goes
 * @param otherServer what to do where the server has no such file, or refuses it
 * @param refusals what it means when it says no
 */
public record Service(Http http, Patience patience, FetchWatcher watcher, Message otherServer, Refusals refusals) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PROXY_LOGIN = 407;
    private static final int GONE = 410;
    private static final int LONGEST_REASON = 4096;

    /**
     * Fails with what an answer means that is not what was asked for.
     *
     * @param name of the file, for people
     * @param asked its address
     * @throws IOException if it may pass
     */
    void refuse(String name, URI asked, Http.Answer answer) throws IOException {
        Attempts.expectNotBusy(answer);
        int status = answer.status();
        if (http.isHome(answer.from())) {
            Optional<UserError> known = refusals.explain(new Refusal(
                    answer.from().getHost(),
                    status,
                    answer.headers().firstValue("x-error-code").orElse(""),
                    new String(answer.bytes(LONGEST_REASON), StandardCharsets.UTF_8),
                    http.hasToken()));
            if (known.isPresent()) {
                throw known.get();
            }
        }
        Message refused = Message.of("download.refused", answer.from().getHost(), name, status);
        if ((status == UNAUTHORIZED || status == FORBIDDEN) && http.isHome(answer.from())) {
            throw UserError.run(
                    refused, http.hasToken() ? Message.of("download.badToken") : Message.of("download.tokenNeeded"));
        }
        if (status == NOT_FOUND || status == GONE) {
            throw UserError.run(
                    Message.of("download.notThere", answer.from().getHost(), asked.getPath(), status), otherServer);
        }
        if (status == PROXY_LOGIN) {
            throw UserError.run(
                    Message.of("download.proxyRefuses", name, status), Message.of("download.proxyPassword"));
        }
        throw UserError.run(refused, otherServer);
    }

    /** The tries for one file. */
    Attempts attempts(String name, URI uri) {
        return new Attempts(patience, watcher, name, uri);
    }
}
