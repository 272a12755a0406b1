package loralei.job.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.text.SettingName;

/** Reads the header of a safetensors file on a server, so that gigabytes are received only of what is wanted. */
public final class HeaderFetch {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes 0-\\d+/(\\d+)");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int LENGTH_BYTES = 8;

    /** The headers of whole models have 100 to 400 KB. */
    private static final int USUAL = 1 << 19;

    /** More than any model has, in bytes. */
    private static final int LONGEST = 50_000_000;

    private final Service service;

    /** What a file begins with. */
    public static final class Header {
        private final byte[] json;
        private final long fileBytes;

        Header(byte[] json, long fileBytes) {
            this.json = json;
            this.fileBytes = fileBytes;
        }

        /** The header. */
        public byte[] json() {
            return json.clone();
        }

        /** The size of the whole file. */
        public long fileBytes() {
            return fileBytes;
        }

        /** The size of what follows the header. */
        public long dataBytes() {
            return fileBytes - LENGTH_BYTES - json.length;
        }
    }

    /** Asks nothing yet. */
    public HeaderFetch(Service service) {
        this.service = service;
    }

    /**
     * Reads the header of a file.
     *
     * @throws UserError if the answer is no safetensors file
     */
    public Header get(RemoteFile file) {
        Attempts attempts = service.attempts(file.path(), file.uri());
        int wanted = USUAL;
        while (true) {
            try {
                Optional<Header> header = read(file, wanted);
                if (header.isPresent()) {
                    return header.get();
                }
                wanted = LONGEST; // a header that is longer than usual: once more, up to its end
            } catch (IOException e) {
                attempts.failed(e, false);
            }
        }
    }

    private Optional<Header> read(RemoteFile file, int wanted) throws IOException {
        URI uri = file.uri();
        try (Http.Answer answer = service.http().get(uri, Map.of("Range", "bytes=0-" + (wanted - 1)))) {
            if (answer.status() != OK && answer.status() != PARTIAL) {
                service.refuse(file.path(), uri, answer);
            }
            byte[] length = answer.bytes(LENGTH_BYTES);
            if (length.length < LENGTH_BYTES) {
                throw new Attempts.TryAgain(Message.of("download.endedEarly"));
            }
            long json = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (json <= 0 || json > LONGEST - LENGTH_BYTES) {
                throw noModel(file);
            }
            long total = total(answer).orElse(file.size());
            byte[] header = answer.bytes((int) json);
            if (header.length == json) {
                return Optional.of(new Header(header, total));
            }
            if (answer.status() == OK || wanted == LONGEST) {
                throw new Attempts.TryAgain(Message.of("download.endedEarly"));
            }
            return Optional.empty();
        }
    }

    private static Optional<Long> total(Http.Answer answer) {
        if (answer.status() == PARTIAL) {
            Matcher range = CONTENT_RANGE.matcher(
                    answer.headers().firstValue("content-range").orElse(""));
            return range.matches() ? Optional.of(Long.parseLong(range.group(1))) : Optional.empty();
        }
        return answer.headers().firstValueAsLong("content-length").stream()
                .boxed()
                .findFirst();
    }

    private static UserError noModel(RemoteFile file) {
        return UserError.run(
                Message.of("hub.noModelFile", file.path()),
                Message.of("download.signInPage", file.uri(), SettingName.of("mirror")));
    }
}
