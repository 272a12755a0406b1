package loralei.job.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import loralei.config.UserError;
import loralei.text.LocalizedIOException;
import loralei.text.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tries to get one file: how many failed in a row, and how long to wait until the next. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final Patience patience;
    private final FetchWatcher watcher;
    private final String name;
    private final URI uri;
    private int failures;

    /** A failure that may pass. */
    static final class TryAgain extends LocalizedIOException {
        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> after;

        TryAgain(Message message, Optional<Duration> after) {
            super(message);
            this.after = after;
        }

        TryAgain(Message message) {
            this(message, Optional.empty());
        }
    }

    Attempts(Patience patience, FetchWatcher watcher, String name, URI uri) {
        this.patience = patience;
        this.watcher = watcher;
        this.name = name;
        this.uri = uri;
    }

    /** Fails with what may pass where the server has no time. */
    static void expectNotBusy(Http.Answer answer) throws TryAgain {
        int status = answer.status();
        if (status == TIMEOUT || status == TOO_MANY || status >= SERVER_ERROR) {
            throw new TryAgain(Message.of("download.busy", status), retryAfter(answer.headers()));
        }
    }

    /**
     * Waits for the next try, or fails if there were enough.
     *
     * @param received whether this try brought anything
     */
    void failed(IOException failure, boolean received) {
        LOG.info("{}: {}", uri, failure.toString());
        failures = received ? 1 : failures + 1;
        if (failures >= patience.tries()) {
            throw UserError.run(
                            Message.of("download.notReceived", name, uri.getHost(), Reasons.of(failure)),
                            Message.of("download.goOn", Reasons.remedy(failure)))
                    .causedBy(failure);
        }
        Optional<Duration> asked = failure instanceof TryAgain again ? again.after : Optional.empty();
        Duration pause = patience.pause(failures, asked);
        watcher.retrying(name, Reasons.of(failure), pause);
        sleep(pause);
    }

    private void sleep(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long left = pause.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                if (watcher.isStopRequested()) {
                    throw new StoppedException();
                }
                Thread.sleep(Math.min(left, BodyReader.TICK_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** Seconds, or a date. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        String text = headers.firstValue("retry-after").orElse("").strip();
        try {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(ZonedDateTime.now(date.getZone()), date));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
