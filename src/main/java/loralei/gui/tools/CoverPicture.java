package loralei.gui.tools;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes pictures to be looked at, be they ever so large. In the background. */
final class CoverPicture {
    private static final Logger LOG = LoggerFactory.getLogger(CoverPicture.class);

    private CoverPicture() {}

    /**
     * The picture in a file; empty where there is none that can be read.
     *
     * @param most pixels along the longer side that are needed
     */
    static Optional<BufferedImage> of(Path file, int most) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            return in == null ? Optional.empty() : read(in, most);
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} cannot be shown", file, e);
            return Optional.empty();
        }
    }

    /** The same of a picture in memory. */
    static Optional<BufferedImage> of(byte[] bytes, int most) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            return read(in, most);
        } catch (IOException | RuntimeException e) {
            LOG.debug("the cover cannot be shown", e);
            return Optional.empty();
        }
    }

    private static Optional<BufferedImage> read(ImageInputStream in, int most) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            return Optional.empty();
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            int longer = Math.max(reader.getWidth(0), reader.getHeight(0));
            int every = Math.max(1, longer / Math.max(1, 2 * most));
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setSourceSubsampling(every, every, 0, 0);
            return Optional.of(reader.read(0, parameters));
        } finally {
            reader.dispose();
        }
    }
}
