package loralei.safetensors;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.text.Message;

/** Recognises what people take for a safetensors file. */
final class ForeignFile {
    /** How many bytes of a file's beginning {@link #explain} wants to see. */
    static final int LOOK_AT = 256;

    private static final List<String> PICKLE_ENDINGS = List.of(".bin", ".ckpt", ".pt", ".pth", ".pkl");

    private static final Message PICKLE = Message.of("tensors.pickle");

    private static final Message ZEROS = Message.of("tensors.zeros");

    private static final Message ARCHIVE = Message.of("tensors.archive");

    /** How the files of other formats begin. */
    private static final Map<String, Message> MAGIC = Map.of(
            "Rar!",
            ARCHIVE,
            "7z\u00bc\u00af",
            ARCHIVE,
            "\u001f\u008b",
            ARCHIVE,
            "GGUF",
            Message.of("tensors.gguf"),
            "\u0089PNG",
            Message.of("tensors.picture"),
            "\u00ff\u00d8\u00ff",
            Message.of("tensors.picture"));

    /** A ZIP archive's first name stands 30 bytes from its beginning; in PyTorch's it is NAME/data.pkl. */
    private static final Pattern FIRST_IN_ZIP =
            Pattern.compile("(?s)PK\3\4.{22}[\\x01-\\x7f]\\x00..(?!\\w*/(?:data\\.pkl|\\.))[\\x20-\\xff]");

    /** A mark of the order of bytes, which some programs put before a text. */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    private static final int LONGEST_SHOWN = 120;

    private ForeignFile() {}

    /**
     * Says what a file is that is not safetensors. To be asked only after the header made no sense: the length of a
     * good header may begin with the same bytes as a pickle.
     *
     * @param file its name counts too
     * @param start the first bytes of it
     * @return a message, or empty where the file is not known
     */
    static Optional<Message> explain(Path file, byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return Optional.of(Message.of("tensors.emptyFile"));
        }
        if (FIRST_IN_ZIP.matcher(text).lookingAt()) {
            return Optional.of(ARCHIVE);
        }
        // A pickle begins with PROTO and its number, 2 to 5; PyTorch wraps one in a ZIP archive since 1.6.
        if (text.startsWith("PK\3\4") || text.matches("(?s)\u0080[\2-\5].*")) {
            return Optional.of(PICKLE);
        }
        for (Map.Entry<String, Message> magic : MAGIC.entrySet()) {
            if (text.startsWith(magic.getKey())) {
                return Optional.of(magic.getValue());
            }
        }
        return text(start)
                .or(() -> Optional.of(PICKLE)
                        .filter(pickle -> PICKLE_ENDINGS.stream().anyMatch(name::endsWith)))
                .or(() -> Optional.of(ZEROS).filter(zeros -> text.matches("\\x00{" + LOOK_AT + "}")));
    }

    /** What a file is that holds letters only, where a model begins with a number. */
    private static Optional<Message> text(byte[] start) {
        String raw = new String(start, StandardCharsets.ISO_8859_1);
        String bytes = raw.startsWith(MARK) ? raw.substring(MARK.length()) : raw;
        if (bytes.matches("(?s).*[\\x00-\\x08\\x0e-\\x1f\\x7f].*") || !isUtf8(start)) {
            return Optional.empty();
        }
        if (bytes.startsWith("version https://git-lfs")) {
            return Optional.of(Message.of("tensors.lfsPointer"));
        }
        if (bytes.stripLeading().startsWith("<")) {
            return Optional.of(Message.of("tensors.webPage"));
        }
        String shown = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .replaceAll("\\s+", " ")
                .strip();
        return Optional.of(Message.of(
                "tensors.text", shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "..."));
    }

    /** The last letter may be cut. */
    private static boolean isUtf8(byte[] start) {
        CharBuffer letters = CharBuffer.allocate(start.length);
        return !StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(start), letters, false)
                .isError();
    }
}
