package loralei.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import loralei.safetensors.Sha256;
import loralei.text.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a file from outside: all its bytes, but not its pixels. */
final class PictureInspector {
    private static final Logger LOG = LoggerFactory.getLogger(PictureInspector.class);

    /** What Pillow refuses as a decompression bomb: 2 x 1 GiB / 4 / 3 pixels. Decoded it takes half a gigabyte. */
    static final long MAX_PIXELS = 178_956_970;

    /** An uncompressed picture of the most pixels, and some more. */
    static final long MAX_BYTES = 600_000_000;

    /** The longest side of a JPEG to the shortest; times any resolution it still is an int. */
    private static final int MAX_RATIO = 65_535;

    /** Bytes a pixel that decoding takes at least: one as stored, and three in colour. */
    private static final int LEAST_BYTES = 4;

    private PictureInspector() {}

    /**
     * A picture and its file.
     *
     * @param picture what is known of it
     * @param structure how the file is built, and its content
     */
    record Inspected(Picture picture, PictureStructure structure) {}

    /** Something that reads pictures, and may fail as decoders do. */
    interface Reading<T> {
        T run() throws IOException;
    }

    /**
     * Reads a file and checks that it is a whole picture.
     *
     * @throws UnreadablePictureException if it is not
     */
    static Inspected inspect(Path path) throws UnreadablePictureException {
        return guard(path, () -> {
            byte[] content = content(path);
            PictureFormat format = PictureFormat.sniff(content)
                    .orElseThrow(() -> new BrokenContentException(ForeignContent.describe(content)));
            PictureStructure structure = PictureStructure.read(format, content);
            PictureSize stored = Codec.size(format, structure.decodable());
            refuseImpossible(stored);
            Orientation orientation = structure.tags().orientation();
            Picture picture = new Picture(
                    path,
                    format,
                    orientation.upright(stored),
                    orientation,
                    Codec.hasAlpha(format, structure.decodable()),
                    content.length,
                    Sha256.of(content));
            return new Inspected(picture, structure);
        });
    }

    /** Runs what may fail, and says in a person's words what failed. */
    static <T> T guard(Path path, Reading<T> reading) throws UnreadablePictureException {
        try {
            return reading.run();
        } catch (UnreadablePictureException e) {
            throw e;
        } catch (BrokenContentException e) {
            throw new UnreadablePictureException(path, Message.of(e), e);
        } catch (IOException | RuntimeException e) {
            // Decoders meet damaged data with whatever exception comes first, index out of bounds among them.
            LOG.debug("cannot decode {}: {}", path, e.toString());
            String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new UnreadablePictureException(path, Message.of("pictures.undecodable", detail), e);
        } catch (OutOfMemoryError e) {
            // One large array that was refused; everything smaller still works.
            throw new UnreadablePictureException(path, Message.of("pictures.tooLarge"), e);
        }
    }

    /** Says at once what would fail only when the picture is decoded and cut to its size. */
    private static void refuseImpossible(PictureSize stored) throws BrokenContentException {
        if (stored.pixels() > MAX_PIXELS) {
            throw new BrokenContentException(Message.of("pictures.tooManyPixels", stored, MAX_PIXELS));
        }
        if (stored.pixels() * LEAST_BYTES > Runtime.getRuntime().maxMemory()) {
            throw new BrokenContentException(Message.of("pictures.tooManyForMemory", stored));
        }
        int shortSide = Math.min(stored.width(), stored.height());
        if (Math.max(stored.width(), stored.height()) / shortSide > MAX_RATIO) {
            throw new BrokenContentException(Message.of("pictures.line", stored));
        }
    }

    /** Reads a file, and tells what stands in the way of that from what is wrong with the content. */
    private static byte[] content(Path path) throws BrokenContentException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new BrokenContentException(Message.of("pictures.noFile"));
            }
            if (attributes.size() == 0) {
                throw new BrokenContentException(Message.of("pictures.emptyFile"));
            }
            if (attributes.size() > MAX_BYTES) {
                throw new BrokenContentException(Message.of("pictures.tooManyBytes", attributes.size(), MAX_BYTES));
            }
            return Files.readAllBytes(path);
        } catch (BrokenContentException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new BrokenContentException(missing(path), e);
        } catch (AccessDeniedException e) {
            throw new BrokenContentException(Message.of("pictures.noPermission"), e);
        } catch (IOException e) {
            throw new BrokenContentException(Message.of("pictures.unreadable", FileNames.reason(e)), e);
        }
    }

    private static Message missing(Path path) {
        return FileNames.target(path)
                .map(target -> Message.of("pictures.deadLink", target))
                .orElse(Message.of("pictures.gone"));
    }
}
