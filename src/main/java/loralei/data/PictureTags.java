package loralei.data;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.xmp.XmpDirectory;
import com.drew.metadata.xmp.XmpReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The EXIF and XMP blocks of a picture file, which say how the camera was held. Each kind of file keeps them elsewhere;
 * what is in them is the same everywhere. Blocks may be broken: then they count as if they were not there.
 */
final class PictureTags {
    private static final Logger LOG = LoggerFactory.getLogger(PictureTags.class);

    /** Stands before EXIF data in a JPEG, and wherever a whole JPEG segment was copied to. */
    private static final byte[] EXIF_HEADER = latin1("Exif\0\0");

    private static final byte[] XMP_HEADER = latin1("http://ns.adobe.com/xap/1.0/\0");
    private static final String XMP_ORIENTATION = "tiff:Orientation";

    private final List<byte[]> exif = new ArrayList<>();
    private final List<byte[]> xmp = new ArrayList<>();

    /** Adds EXIF data: a TIFF file, with or without the header that it has in a JPEG. */
    void addExif(byte[] block) {
        exif.add(without(EXIF_HEADER, block));
    }

    /** Adds an XMP packet, with or without the header that it has in a JPEG. */
    void addXmp(byte[] block) {
        xmp.add(without(XMP_HEADER, block));
    }

    /** Adds what a JPEG has in an APP1 segment, if it is EXIF or XMP. */
    void addSegment(byte[] block) {
        if (startsWith(block, EXIF_HEADER)) {
            addExif(block);
        } else if (startsWith(block, XMP_HEADER)) {
            addXmp(block);
        }
    }

    /** Returns the first orientation that is told, as Pillow does: EXIF before XMP. */
    Orientation orientation() {
        return exif.stream()
                .map(PictureTags::exifOrientation)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> xmp.stream()
                        .map(PictureTags::xmpOrientation)
                        .flatMap(Optional::stream)
                        .findFirst())
                .map(Orientation::ofExif)
                .orElse(Orientation.NONE);
    }

    private static Optional<Integer> exifOrientation(byte[] block) {
        Metadata metadata = new Metadata();
        try {
            new ExifReader().extract(new ByteArrayReader(block), metadata);
        } catch (RuntimeException e) {
            LOG.debug("broken EXIF data: {}", e.toString()); // what was read before it broke still counts
        }
        return metadata.getDirectoriesOfType(ExifIFD0Directory.class).stream()
                .map(directory -> directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Optional<Integer> xmpOrientation(byte[] block) {
        Metadata metadata = new Metadata();
        try {
            new XmpReader().extract(withoutPadding(block), metadata);
            return metadata.getDirectoriesOfType(XmpDirectory.class).stream()
                    .map(directory -> directory.getXmpProperties().get(XMP_ORIENTATION))
                    .filter(Objects::nonNull)
                    .map(value -> Integer.valueOf(value.strip()))
                    .findFirst();
        } catch (RuntimeException e) {
            LOG.debug("ignoring broken XMP data: {}", e.toString());
            return Optional.empty();
        }
    }

    private static byte[] withoutPadding(byte[] block) {
        int end = block.length;
        while (end > 0 && block[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(block, end);
    }

    private static boolean startsWith(byte[] block, byte[] header) {
        return block.length >= header.length && Arrays.equals(block, 0, header.length, header, 0, header.length);
    }

    /** Some programs write the header twice. */
    private static byte[] without(byte[] header, byte[] block) {
        byte[] rest = block;
        while (startsWith(rest, header)) {
            rest = Arrays.copyOfRange(rest, header.length, rest.length);
        }
        return rest;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
