package loralei.job.fetch;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.text.LocalizedIOException;
import loralei.text.Message;
import loralei.text.SettingName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets one file whole: goes on where an earlier try ended, tries again what may pass, and lets nothing into its place
 * whose length or SHA-256 is another than what is published.
 */
public final class FileFetch {
    private static final Logger LOG = LoggerFactory.getLogger(FileFetch.class);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PROXY_LOGIN = 407;
    private static final int TIMEOUT = 408;
    private static final int GONE = 410;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final Http http;
    private final Patience patience;
    private final FetchWatcher watcher;
    private final Message otherServer;

    /** A failure that may pass. */
    private static final class TryAgain extends LocalizedIOException {
        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> after;

        TryAgain(Message message, Optional<Duration> after) {
            super(message);
            this.after = after;
        }
    }

    /**
     * Gets files from servers.
     *
     * @param http how to ask them
     * @param patience how often
     * @param watcher sees how it goes
     * @param otherServer what to do where the server has no such file, or refuses it
     */
    public FileFetch(Http http, Patience patience, FetchWatcher watcher, Message otherServer) {
        this.http = http;
        this.patience = patience;
        this.watcher = watcher;
        this.otherServer = otherServer;
    }

    /** How many bytes of a file need not be received any more. */
    public static long present(Path folder, RemoteFile file) {
        return Math.min(PartFile.present(folder.resolve(file.path())), file.size());
    }

    /**
     * Gets a file.
     *
     * @param file what and from where
     * @param folder where it goes, under its path
     * @throws UserError if it cannot be had
     * @throws StoppedException if a person asked to stop
     */
    public void fetch(RemoteFile file, Path folder) throws IOException {
        Path whole = folder.resolve(file.path());
        if (PartFile.present(whole) > 0) {
            watcher.checking(file.path());
        }
        try (PartFile part = PartFile.open(whole, watcher::isStopRequested)) {
            if (part.length() > file.size()) {
                part.startOver(Optional.empty());
            }
            watcher.at(file.path(), part.length());
            receiveAll(file, part);
        }
    }

    private void receiveAll(RemoteFile file, PartFile part) {
        int failures = 0;
        boolean spoilt = false;
        while (true) {
            long before = part.length();
            try {
                if (part.length() < file.size()) {
                    receive(file, part);
                }
                if (!file.isPublished() || part.sha256().equals(file.sha256())) {
                    part.putInPlace();
                    return;
                }
                part.startOver(Optional.empty());
                watcher.at(file.path(), 0);
                if (spoilt) {
                    throw wrongContent(file);
                }
                spoilt = true;
                throw new TryAgain(Message.of("download.wrongContent"), Optional.empty());
            } catch (IOException e) {
                LOG.info("{}: {}", file.uri(), e.toString());
                failures = part.length() > before ? 1 : failures + 1;
                if (failures >= patience.tries()) {
                    throw unreachable(file, e);
                }
                waitToTryAgain(file, e, failures);
            }
        }
    }

    /** Receives until the file has its length, or where nobody knows that, until the server has no more of it; or fails. */
    private void receive(RemoteFile file, PartFile part) throws IOException {
        Map<String, String> headers = new HashMap<>();
        if (part.length() > 0) {
            headers.put("Range", "bytes=" + part.length() + "-");
            part.etag().ifPresent(etag -> headers.put("If-Range", etag));
        }
        try (Http.Answer answer = http.get(file.uri(), headers)) {
            if (answer.status() == RANGE_NOT_SATISFIABLE && !file.isPublished()) {
                return;
            }
            switch (answer.status()) {
                case OK -> begin(file, part, answer.headers());
                case PARTIAL -> goOn(file, part, answer.headers());
                default -> refuse(file, part, answer);
            }
            Optional<List<ByteBuffer>> piece = answer.body().next();
            while (piece.isPresent()) {
                append(file, part, piece.get());
                if (part.length() == file.size()) {
                    return; // more would not belong to the file
                }
                piece = answer.body().next();
            }
        }
        if (file.isPublished()) { // else the client has seen to it that all came which the answer announced
            throw new TryAgain(Message.of("download.endedEarly"), Optional.empty());
        }
    }

    private void append(RemoteFile file, PartFile part, List<ByteBuffer> bytes) {
        for (ByteBuffer buffer : bytes) {
            int room = (int) Math.min(buffer.remaining(), file.size() - part.length());
            part.append(buffer.limit(buffer.position() + room));
        }
        watcher.at(file.path(), part.length());
    }

    private void begin(RemoteFile file, PartFile part, HttpHeaders headers) {
        OptionalLong length = headers.firstValueAsLong("content-length");
        watcher.expecting(file.path(), length);
        if (file.isPublished() && length.isPresent() && length.getAsLong() != file.size()) {
            throw UserError.run(
                    Message.of("download.wrongLength", file.path(), length.getAsLong(), file.size()),
                    Message.of("download.signInPage", file.uri(), SettingName.of("mirror")));
        }
        // A weak mark does not promise the same bytes, so it is of no use here.
        part.startOver(headers.firstValue("etag").filter(etag -> etag.startsWith("\"")));
        watcher.at(file.path(), 0);
    }

    private void goOn(RemoteFile file, PartFile part, HttpHeaders headers) throws IOException {
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
        boolean fits = range.matches()
                && Long.parseLong(range.group(1)) == part.length()
                && (range.group(2).equals("*") || !file.isPublished() || Long.parseLong(range.group(2)) == file.size());
        if (!fits) {
            startOver(file, part, Message.of("download.wrongPart"));
        }
        boolean counted = !range.group(2).equals("*");
        watcher.expecting(
                file.path(), counted ? OptionalLong.of(Long.parseLong(range.group(2))) : OptionalLong.empty());
    }

    private void refuse(RemoteFile file, PartFile part, Http.Answer answer) throws IOException {
        int status = answer.status();
        if (status == RANGE_NOT_SATISFIABLE) {
            startOver(file, part, Message.of("download.noRest"));
        }
        if (status == TIMEOUT || status == TOO_MANY || status >= SERVER_ERROR) {
            throw new TryAgain(Message.of("download.busy", status), retryAfter(answer.headers()));
        }
        Message refused = Message.of("download.refused", answer.from().getHost(), file.path(), status);
        if ((status == UNAUTHORIZED || status == FORBIDDEN) && http.isHome(answer.from())) {
            throw UserError.run(refused, tokenAdvice());
        }
        if (status == NOT_FOUND || status == GONE) {
            throw UserError.run(
                    Message.of(
                            "download.notThere",
                            answer.from().getHost(),
                            file.uri().getPath(),
                            status),
                    otherServer);
        }
        if (status == PROXY_LOGIN) {
            throw UserError.run(
                    Message.of("download.proxyRefuses", file.path(), status), Message.of("download.proxyPassword"));
        }
        throw UserError.run(refused, otherServer);
    }

    private Message tokenAdvice() {
        return http.hasToken() ? Message.of("download.badToken") : Message.of("download.tokenNeeded");
    }

    private void startOver(RemoteFile file, PartFile part, Message reason) throws TryAgain {
        part.startOver(Optional.empty());
        watcher.at(file.path(), 0);
        throw new TryAgain(reason, Optional.empty());
    }

    private void waitToTryAgain(RemoteFile file, IOException failure, int failures) {
        Optional<Duration> asked = failure instanceof TryAgain again ? again.after : Optional.empty();
        Duration pause = patience.pause(failures, asked);
        watcher.retrying(file.path(), Reasons.of(failure), pause);
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

    private static UserError wrongContent(RemoteFile file) {
        return UserError.run(
                Message.of("download.wrongSha", file.path()),
                Message.of("download.changedOnTheWay", SettingName.of("mirror")));
    }

    private static UserError unreachable(RemoteFile file, IOException last) {
        return UserError.run(
                        Message.of(
                                "download.notReceived", file.path(), file.uri().getHost(), Reasons.of(last)),
                        Message.of("download.goOn", Reasons.remedy(last)))
                .causedBy(last);
    }
}
