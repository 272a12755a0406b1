package loralei.data;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loralei.text.Message;

/**
 * What a file is that has a picture's name, or should have one, and is no picture that can be read: told by its first
 * bytes, in one table. Libraries that tell files apart know neither WebM nor web pages nor pointers, and take any text
 * that begins with "BM" or "PK" for what it is not.
 */
final class ForeignContent {
    /** How many bytes from the start of a file are looked at: a DNG says what it is at the end of its first directory. */
    static final int LOOKED_AT = 4096;

    /** How much of a text is shown. */
    private static final int SHOWN = 40;

    private enum Kind {
        PICTURE,
        PHONE,
        RAW,
        DRAWING,
        VIDEO,
        SOUND,
        ARCHIVE,
        DOCUMENT,
        SHORTCUT,
        NOTES,
        PAGE,
        POINTER
    }

    private static final Set<Kind> PICTURES = EnumSet.of(Kind.PICTURE, Kind.PHONE, Kind.RAW);

    /** How files of a kind begin, as a pattern of characters 0 to 255. */
    private record Beginning(Pattern bytes, Kind kind, String name) {
        static Beginning of(String bytes, Kind kind, String name) {
            return new Beginning(Pattern.compile(bytes, Pattern.DOTALL), kind, name);
        }

        /** What such a file is called, and the way out. */
        Message message() {
            return switch (kind) {
                case PICTURE -> Message.of("pictures.otherFormat", name);
                case PHONE -> Message.of("pictures.heic", name);
                case RAW -> Message.of("pictures.raw", name);
                case DRAWING -> Message.of("pictures.drawing", name);
                case VIDEO -> Message.of("pictures.video", name);
                case SOUND -> Message.of("pictures.sound", name);
                case ARCHIVE -> Message.of("pictures.archive", name);
                case DOCUMENT -> Message.of("pictures.document", name);
                case SHORTCUT -> Message.of("pictures.shortcut", name);
                case NOTES -> Message.of("pictures.notes", name);
                case PAGE -> Message.of("pictures.webPage");
                case POINTER -> Message.of("pictures.pointer", name);
            };
        }
    }

    /** The first that fits counts. */
    private static final List<Beginning> TABLE = List.of(
            Beginning.of(".{4}ftyp(?:avi[fs]|mif1.{0,40}avif)", Kind.PICTURE, "AVIF"),
            Beginning.of(".{4}ftyp(?:he[iv].|mi[fa]\\d|msf\\d)", Kind.PHONE, "HEIC"),
            Beginning.of(".{4}ftypcrx ", Kind.RAW, "CR3"),
            Beginning.of(".{4}ftypM4[AB] ", Kind.SOUND, "M4A"),
            Beginning.of(".{4}ftypqt  |.{4}(?:moov|mdat|wide|pnot|skip|free)", Kind.VIDEO, "QuickTime"),
            Beginning.of(".{4}ftyp", Kind.VIDEO, "MP4"),
            Beginning.of("\\x1A\\x45\\xDF\\xA3.{0,60}webm", Kind.VIDEO, "WebM"),
            Beginning.of("\\x1A\\x45\\xDF\\xA3", Kind.VIDEO, "Matroska"),
            Beginning.of("RIFF.{4}AVI ", Kind.VIDEO, "AVI"),
            Beginning.of("FLV\\x01", Kind.VIDEO, "Flash"),
            Beginning.of("\\x30\\x26\\xB2\\x75\\x8E\\x66\\xCF\\x11", Kind.VIDEO, "Windows Media"),
            Beginning.of(
                    "\\x00\\x00\\x01[\\xBA\\xB3]|(?:.{4})?G(?:.{187}|.{191})G(?:.{187}|.{191})G", Kind.VIDEO, "MPEG"),
            Beginning.of("OggS", Kind.SOUND, "Ogg"),
            Beginning.of("RIFF.{4}WAVE", Kind.SOUND, "WAV"),
            Beginning.of("fLaC", Kind.SOUND, "FLAC"),
            Beginning.of("ID3[\\x02-\\x04]|\\xFF[\\xF2\\xF3\\xFA\\xFB]", Kind.SOUND, "MP3"),
            Beginning.of("II\\x2A\\x00.{4}CR", Kind.RAW, "CR2"),
            Beginning.of("II\\x1A\\x00.{4}HEAPCCDR", Kind.RAW, "CRW"),
            Beginning.of("II\\x2A\\x00.*\\x12\\xC6\\x01\\x00\\x04\\x00\\x00\\x00", Kind.RAW, "DNG"), // tag DNGVersion
            Beginning.of("MM\\x00\\x2A.*\\xC6\\x12\\x00\\x01\\x00\\x00\\x00\\x04", Kind.RAW, "DNG"),
            Beginning.of("IIR[OS]|MMOR", Kind.RAW, "ORF"),
            Beginning.of("IIU\\x00", Kind.RAW, "RW2"),
            Beginning.of("FUJIFILMCCD-RAW", Kind.RAW, "RAF"),
            Beginning.of("FOVb", Kind.RAW, "X3F"),
            Beginning.of("\\x00MRM", Kind.RAW, "MRW"),
            Beginning.of("II[\\x2A\\x2B]\\x00|MM\\x00[\\x2A\\x2B]", Kind.PICTURE, "TIFF or camera raw"),
            Beginning.of("8BPS", Kind.PICTURE, "Photoshop"),
            Beginning.of("\\xFF\\x0A|.{4}JXL ", Kind.PICTURE, "JPEG XL"),
            Beginning.of(".{4}jP  |\\xFF\\x4F\\xFF\\x51", Kind.PICTURE, "JPEG 2000"),
            Beginning.of("II\\xBC", Kind.PICTURE, "JPEG XR"),
            Beginning.of("gimp xcf", Kind.PICTURE, "GIMP"),
            Beginning.of("\\x00\\x00[\\x01\\x02]\\x00[^\\x00]\\x00", Kind.PICTURE, "icon"),
            Beginning.of("icns", Kind.PICTURE, "icon"),
            Beginning.of("\\x76\\x2F\\x31\\x01", Kind.PICTURE, "OpenEXR"),
            Beginning.of("#\\?RADIANCE", Kind.PICTURE, "Radiance"),
            Beginning.of("DDS \\x7C", Kind.PICTURE, "DDS"),
            Beginning.of("qoif", Kind.PICTURE, "QOI"),
            Beginning.of("P[4-7]\\s+(?:#|WIDTH|\\d+\\s)", Kind.PICTURE, "Netpbm"),
            Beginning.of("\\x0A[\\x00-\\x05]\\x01[\\x01\\x02\\x04\\x08]", Kind.PICTURE, "PCX"),
            Beginning.of("%!PS|\\xC5\\xD0\\xD3\\xC6", Kind.DRAWING, "EPS"),
            Beginning.of("\\xD7\\xCD\\xC6\\x9A|\\x01\\x00\\x00\\x00.{36} EMF", Kind.DRAWING, "Windows metafile"),
            Beginning.of("%PDF", Kind.DOCUMENT, "PDF"),
            Beginning.of("\\{\\\\rtf", Kind.DOCUMENT, "RTF"),
            Beginning.of("\\xD0\\xCF\\x11\\xE0", Kind.DOCUMENT, "Microsoft Office"),
            Beginning.of("PK[\\x03\\x05\\x07]", Kind.ARCHIVE, "ZIP"),
            Beginning.of("Rar!", Kind.ARCHIVE, "RAR"),
            Beginning.of("7z\\xBC\\xAF", Kind.ARCHIVE, "7z"),
            Beginning.of("\\x1F\\x8B", Kind.ARCHIVE, "gzip"),
            Beginning.of("L\\x00\\x00\\x00\\x01\\x14\\x02\\x00", Kind.SHORTCUT, "Windows"),
            Beginning.of("book\\x00{4}mark", Kind.SHORTCUT, "macOS"),
            Beginning.of("\\[InternetShortcut]", Kind.SHORTCUT, "Windows"),
            Beginning.of("\\x00\\x05\\x16[\\x00\\x07]", Kind.NOTES, "macOS"),
            Beginning.of("version https://git-lfs", Kind.POINTER, "Git LFS"),
            Beginning.of(
                    "(?i)\\s*(?:<\\?xml.*|<!--.*)?<(?:!doctype html|html|head|body|script|error)", Kind.PAGE, "HTML"),
            Beginning.of("(?i)\\s*(?:<\\?xml.*|<!--.*|<!doctype svg.*)?<svg", Kind.DRAWING, "SVG"));

    private static final Pattern BYTE_ORDER_MARK = Pattern.compile("^\\xEF\\xBB\\xBF");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0E-\\x1A\\x1C-\\x1F\\x7F]");

    private ForeignContent() {}

    /**
     * Says what a file is.
     *
     * @param content the whole file, not empty, of none of the formats that can be read
     * @return a reason and a remedy, that continue a sentence which begins with the file's name
     */
    static Message describe(byte[] content) {
        Optional<Beginning> known = find(content);
        if (known.isPresent()) {
            return known.get().message();
        }
        if (isZero(content)) {
            return Message.of("pictures.zeros");
        }
        Optional<String> line = textLine(content);
        if (line.isPresent()) {
            return Message.of("pictures.text", line.get());
        }
        return Message.of("pictures.otherContent", PictureFormat.ALL);
    }

    /**
     * Tells whether a file is a picture in a format that cannot be read, whatever its name.
     *
     * @param start the file, or at least its first {@value #LOOKED_AT} bytes
     */
    static boolean isPicture(byte[] start) {
        return find(start).filter(known -> PICTURES.contains(known.kind())).isPresent();
    }

    private static Optional<Beginning> find(byte[] content) {
        String text = text(content);
        return TABLE.stream()
                .filter(row -> row.bytes().matcher(text).lookingAt())
                .findFirst();
    }

    private static String text(byte[] content) {
        String text = new String(content, 0, Math.min(content.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        return BYTE_ORDER_MARK.matcher(text).replaceFirst("");
    }

    /** The start of a text on one line; empty for what is none. */
    private static Optional<String> textLine(byte[] content) {
        String text = new String(content, 0, Math.min(content.length, LOOKED_AT), StandardCharsets.UTF_8);
        if (CONTROL.matcher(text).find() || text.substring(0, text.length() - 1).indexOf('\uFFFD') >= 0) {
            return Optional.empty(); // the last character may be cut through
        }
        String line = text.replaceAll("[\\s\\p{C}]+", " ").strip();
        int shown = line.offsetByCodePoints(0, Math.min(SHOWN, line.codePointCount(0, line.length())));
        return line.isEmpty() ? Optional.empty() : Optional.of(line.substring(0, shown));
    }

    private static boolean isZero(byte[] content) {
        for (byte value : content) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
