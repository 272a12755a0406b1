package loralei.data;

import com.drew.imaging.ImageProcessingException;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegSegmentMetadataReader;
import com.drew.imaging.png.PngMetadataReader;
import com.drew.imaging.webp.WebpMetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out from the EXIF data how a camera was held. */
final class ExifOrientation {
    private static final Logger LOG = LoggerFactory.getLogger(ExifOrientation.class);

    private static final List<JpegSegmentMetadataReader> EXIF_ONLY = List.of(new ExifReader());

    private ExifOrientation() {}

    /**
     * Reads the orientation.
     *
     * @return the orientation; {@link Orientation#NONE} if there is no EXIF data or it is broken
     */
    static Orientation read(PictureFormat format, byte[] content) {
        try {
            return metadata(format, content).getDirectoriesOfType(ExifIFD0Directory.class).stream()
                    .map(directory -> directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION))
                    .filter(Objects::nonNull)
                    .map(Orientation::ofExif)
                    .findFirst()
                    .orElse(Orientation.NONE);
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            LOG.debug("ignoring broken EXIF data: {}", e.toString());
            return Orientation.NONE;
        }
    }

    private static Metadata metadata(PictureFormat format, byte[] content)
            throws ImageProcessingException, IOException {
        InputStream in = new ByteArrayInputStream(content);
        return switch (format) {
            case JPEG -> JpegMetadataReader.readMetadata(in, EXIF_ONLY);
            case PNG -> PngMetadataReader.readMetadata(in);
            case WEBP -> WebpMetadataReader.readMetadata(in);
            case BMP, GIF -> new Metadata();
        };
    }
}
