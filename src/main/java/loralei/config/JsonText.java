package loralei.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.InputDecorator;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import loralei.text.LocalizedIOException;
import loralei.text.Message;

/**
 * JSON as it is found: with {@code NaN}, {@code Infinity} and {@code -Infinity}, which Python writes, and with a
 * byte-order mark, which Windows writes. All JSON of this program is read here or with these mappers.
 */
public final class JsonText {
    /** For files of other programs. Of two values under one name the last counts, as it does in Python. */
    public static final ObjectMapper FOREIGN = mapper();

    /** For files that this program writes and people edit: two values under one name, or more behind the end, are errors. */
    public static final ObjectMapper OWN = mapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** More than any JSON file of a model has, in bytes; the largest are tokenizers of some megabytes. */
    private static final long LARGEST = 100_000_000;

    /** "(start marker at [Source: REDACTED ...])", "for `ObjectNode`: not allowed when `...` enabled" and the like. */
    private static final Pattern OF_JACKSON = Pattern.compile(
            " \\((?:start marker at|for \\w+ starting at) \\[Source.*?]\\)| for `ObjectNode`: not allowed when .*");

    private static final String CUT_SHORT = "Unexpected end-of-input";

    private static final char MARK = '\ufeff';

    private JsonText() {}

    /**
     * Reads a file's text.
     *
     * @param file UTF-8 or UTF-16, with a byte-order mark or without
     * @return its text, without the mark
     * @throws LocalizedIOException if it is too large or in another encoding; the message does not name the file
     */
    public static String read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new LocalizedIOException(Message.of("file.tooManyBytes", size));
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            String text =
                    charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new LocalizedIOException(Message.of("file.noUtf"), e);
        }
    }

    private static Charset charset(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        if (mark == 0xfeff || mark == 0xfffe) {
            return StandardCharsets.UTF_16;
        }
        if (mark == 0 || (bytes[0] != 0 && bytes[1] != 0)) {
            return StandardCharsets.UTF_8;
        }
        // JSON begins with ASCII (RFC 4627, section 3)
        return bytes[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    }

    /**
     * What is wrong with a text, without what Jackson adds of its own options.
     *
     * @param failure what one of these mappers threw
     */
    public static Message explain(JsonProcessingException failure) {
        JsonLocation location = failure.getLocation();
        String message = failure.getOriginalMessage().lines().findFirst().orElse("?");
        if (message.startsWith(CUT_SHORT) && location != null) {
            return Message.of("file.endsEarly", location.getLineNr());
        }
        return Message.text(OF_JACKSON.matcher(message).replaceAll(""));
    }

    private static ObjectMapper mapper() {
        return new ObjectMapper(JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .inputDecorator(new WithoutMark())
                .build());
    }

    /** Skips the byte-order mark of a text; that of bytes Jackson skips itself. */
    private static final class WithoutMark extends InputDecorator {
        private static final long serialVersionUID = 1L;

        @Override
        public InputStream decorate(IOContext context, InputStream in) {
            return in;
        }

        @Override
        public InputStream decorate(IOContext context, byte[] bytes, int offset, int length) {
            return null; // the bytes as they are
        }

        @Override
        public Reader decorate(IOContext context, Reader text) {
            return new FilterReader(text) {
                private boolean begun;

                @Override
                public int read(char[] into, int offset, int length) throws IOException {
                    int count = super.read(into, offset, length);
                    if (!begun && count > 0) {
                        begun = true;
                        if (into[offset] == MARK) {
                            into[offset] = ' ';
                        }
                    }
                    return count;
                }
            };
        }
    }
}
