package loralei.data;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import loralei.config.Words;
import loralei.safetensors.Sha256;
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
                    path, format, orientation.upright(stored), orientation, content.length, Sha256.of(content));
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
            throw new UnreadablePictureException(path, Words.of(e), e);
        } catch (IOException | RuntimeException e) {
            // Decoders meet damaged data with whatever exception comes first, index out of bounds among them.
            LOG.debug("cannot decode {}: {}", path, e.toString());
            String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new UnreadablePictureException(
                    path,
                    say("it cannot be decoded ({0}); open it in a picture program and save it as PNG", detail),
                    e);
        } catch (OutOfMemoryError e) {
            // One large array that was refused; everything smaller still works.
            throw new UnreadablePictureException(path, say("it is too large for the memory; make it smaller"), e);
        }
    }

    /** Says at once what would fail only when the picture is decoded and cut to its size. */
    private static void refuseImpossible(PictureSize stored) throws BrokenContentException {
        if (stored.pixels() > MAX_PIXELS) {
            throw new BrokenContentException(say(
                    "it says that it has {0} pixels, and more than {1} cannot be handled; make it smaller",
                    stored, MAX_PIXELS));
        }
        if (stored.pixels() * LEAST_BYTES > Runtime.getRuntime().maxMemory()) {
            throw new BrokenContentException(
                    say("it says that it has {0} pixels, too many for the memory; make it smaller", stored));
        }
        int shortSide = Math.min(stored.width(), stored.height());
        if (Math.max(stored.width(), stored.height()) / shortSide > MAX_RATIO) {
            throw new BrokenContentException(say("it is a line of {0} pixels, not a picture; remove it", stored));
        }
    }

    /** Reads a file, and tells what stands in the way of that from what is wrong with the content. */
    private static byte[] content(Path path) throws BrokenContentException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new BrokenContentException(say("it is no file; remove it"));
            }
            if (attributes.size() == 0) {
                throw new BrokenContentException(say("the file is empty; copy or download it again"));
            }
            if (attributes.size() > MAX_BYTES) {
                throw new BrokenContentException(say(
                        "it has {0} bytes, and more than {1} cannot be handled; make it smaller",
                        attributes.size(), MAX_BYTES));
            }
            return Files.readAllBytes(path);
        } catch (BrokenContentException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new BrokenContentException(missing(path), e);
        } catch (AccessDeniedException e) {
            throw new BrokenContentException(say("you may not read the file; change its permissions"), e);
        } catch (IOException e) {
            throw new BrokenContentException(
                    say("the file cannot be read ({0}); copy it again, and check its disk", FileNames.reason(e)), e);
        }
    }

    private static Words missing(Path path) {
        return FileNames.target(path)
                .map(target -> say("it is a link to {0}, where no file is; put the picture itself here", target))
                .orElse(say("the file is gone; leave the folder alone during a run"));
    }
}
