package loralei.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A text beside a picture.
 *
 * @param file where it stands
 * @param lines those with something in them; none where the text cannot be used
 * @param flaw what is the matter with it
 */
public record CaptionFile(Path file, List<String> lines, Optional<Flaw> flaw) {
    /** What may be the matter with a text. */
    public enum Flaw {
        /** There is nothing in it. */
        EMPTY,
        /** It is longer than anybody describes a picture. */
        TOO_LONG,
        /** It is no text, or may not be read. */
        UNREADABLE,
        /** It is not UTF-8 and was read as the text of an old Windows. */
        OTHER_LETTERS
    }

    /** The longest captions, of language models, have some thousand letters; a file may hold several. */
    static final int MOST_BYTES = 65_536;

    /** What Windows wrote before UTF-8 in the west of Europe; Latin-1, but for some quotation marks. */
    private static final Charset OLD_WINDOWS = Charset.forName("windows-1252");

    private static final String MARK = "\ufeff";

    /** Keeps a copy. */
    public CaptionFile {
        lines = List.copyOf(lines);
    }

    /** Reads a file; never fails. */
    static CaptionFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES ? unusable(file, Flaw.TOO_LONG) : of(file, bytes);
        } catch (IOException e) {
            return unusable(file, Flaw.UNREADABLE);
        }
    }

    private static CaptionFile of(Path file, byte... bytes) {
        Optional<Flaw> flaw = Optional.empty();
        String text;
        try {
            text = charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            text = new String(bytes, OLD_WINDOWS);
            flaw = Optional.of(Flaw.OTHER_LETTERS);
        }
        if (text.indexOf('\0') >= 0) {
            return unusable(file, Flaw.UNREADABLE);
        }
        List<String> lines = lines(text.startsWith(MARK) ? text.substring(MARK.length()) : text);
        return lines.isEmpty() ? unusable(file, Flaw.EMPTY) : new CaptionFile(file, lines, flaw);
    }

    /** UTF-16 as the Windows editor saves it begins with its mark. */
    private static Charset charset(byte... bytes) {
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static CaptionFile unusable(Path file, Flaw flaw) {
        return new CaptionFile(file, List.of(), Optional.of(flaw));
    }
}
