package loralei.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import loralei.text.Message;

/** The decoders of ImageIO, with their quiet failures made loud. Only the first picture of an animation is looked at. */
final class Codec {
    /** Parts of warnings of libjpeg after which the pixels are made up. */
    private static final List<String> FATAL_WARNINGS = List.of("premature end", "Truncated File");

    private Codec() {}

    /** What is asked of a reader. */
    private interface Request<T> {
        T of(ImageReader reader) throws IOException;
    }

    /** Reads the stored size from the header alone. */
    static PictureSize size(PictureFormat format, byte[] content) throws IOException {
        return ask(format, content, reader -> {
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1) {
                throw BrokenContentException.damaged(Message.of("pictures.size", width, height));
            }
            return new PictureSize(width, height);
        });
    }

    /** Whether the decoded pixels come with an alpha channel, as far as the header tells. */
    static boolean hasAlpha(PictureFormat format, byte[] content) {
        if (format == PictureFormat.JPEG || format == PictureFormat.WEBP) {
            return format == PictureFormat.WEBP && WebpStructure.hasAlpha(content);
        }
        try {
            return ask(
                    format,
                    content,
                    reader -> reader.getImageTypes(0).next().getColorModel().hasAlpha());
        } catch (IOException | RuntimeException e) {
            return false; // whoever decodes it will be told what is wrong
        }
    }

    /** Decodes the pixels. */
    static BufferedImage decode(PictureFormat format, byte[] content) throws IOException {
        return ask(format, content, reader -> reader.read(0));
    }

    /** Decodes the pixels as they are stored, without any conversion of colours. */
    static Raster decodeRaster(PictureFormat format, byte[] content) throws IOException {
        return ask(format, content, reader -> reader.readRaster(0, null));
    }

    private static <T> T ask(PictureFormat format, byte[] content, Request<T> request) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.label());
        if (!readers.hasNext()) {
            throw new BrokenContentException(Message.of("pictures.noDecoder", format.label()));
        }
        try {
            return answer(readers.next(), content, request);
        } catch (LinkageError e) {
            throw new BrokenContentException(Message.of("pictures.decoderFails", format.label()), e);
        }
    }

    private static <T> T answer(ImageReader reader, byte[] content, Request<T> request) throws IOException {
        List<String> warnings = new ArrayList<>();
        // In memory: ImageIO would otherwise copy the file to the folder for temporary files.
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            T answer = request.of(reader);
            for (String warning : warnings) {
                if (FATAL_WARNINGS.stream().anyMatch(warning::contains)) {
                    throw BrokenContentException.damaged(Message.text(warning));
                }
            }
            return answer;
        } finally {
            reader.dispose();
        }
    }
}
