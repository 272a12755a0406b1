package loralei.job.fetch;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.job.fetch.Attempts.TryAgain;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * Gets one file whole: goes on where an earlier try ended, tries again what may pass, and lets nothing into its place
 * whose length or SHA-256 is another than what is published.
 */
public final class FileFetch {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Service service;
    private final FetchWatcher watcher;

    /** Gets files from a server. */
    public FileFetch(Service service) {
        this.service = service;
        this.watcher = service.watcher();
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
        this(new Service(http, patience, watcher, otherServer, Refusals.UNKNOWN));
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
        try (PartFile part = PartFile.open(whole, () -> ContentCheck.of(file), watcher::isStopRequested)) {
            if (part.length() > file.size()) {
                part.startOver(Optional.empty());
            }
            watcher.at(file.path(), part.length());
            receiveAll(file, part);
        }
    }

    private void receiveAll(RemoteFile file, PartFile part) {
        Attempts attempts = service.attempts(file.path(), file.uri());
        boolean spoilt = false;
        while (true) {
            long before = part.length();
            try {
                if (part.length() < file.size()) {
                    receive(file, part);
                }
                if (!file.isPublished() || part.isRight()) {
                    part.putInPlace();
                    return;
                }
                part.startOver(Optional.empty());
                watcher.at(file.path(), 0);
                if (spoilt) {
                    throw wrongContent(file);
                }
                spoilt = true;
                throw new TryAgain(Message.of("download.wrongContent"));
            } catch (IOException e) {
                attempts.failed(e, part.length() > before);
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
        try (Http.Answer answer = service.http().get(file.uri(), headers)) {
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
            throw new TryAgain(Message.of("download.endedEarly"));
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
        if (answer.status() == RANGE_NOT_SATISFIABLE) {
            startOver(file, part, Message.of("download.noRest"));
        }
        service.refuse(file.path(), file.uri(), answer);
    }

    private void startOver(RemoteFile file, PartFile part, Message reason) throws TryAgain {
        part.startOver(Optional.empty());
        watcher.at(file.path(), 0);
        throw new TryAgain(reason);
    }

    private static UserError wrongContent(RemoteFile file) {
        return UserError.run(
                Message.of("download.wrongSha", file.path()),
                Message.of("download.changedOnTheWay", SettingName.of("mirror")));
    }
}
