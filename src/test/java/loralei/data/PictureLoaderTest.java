package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureLoaderTest {
    /** Rounding of colour conversion, of blending, and of 5 and 6 bits to 8. */
    private static final int EXACT = 1;

    /** The JPEG decoders of Java installations differ in arithmetic; most give 0 here. */
    private static final int JPEG = 6;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("loralei.data.Samples#pictures")
    void everySampleLooksAsPillowSeesIt(Path sample) throws IOException {
        String name = sample.getFileName().toString();
        RgbPicture expected = Samples.expected(name);
        RgbPicture loaded = Samples.load(sample);
        assertThat(loaded.size()).isEqualTo(expected.size());
        int tolerance = name.endsWith(".jpg") ? JPEG : EXACT;
        if (name.startsWith("orientation") && name.endsWith(".jpg")) {
            tolerance = 24; // compared with the scene itself: what JPEG takes away from its hard edges
        }
        if (name.equals("cmyk-profile.jpg")) {
            tolerance = 12; // a table of 16 colours, interpolated in 8 bits; the other table is off by 110
        }
        assertThat(Samples.largestDifference(loaded, expected)).isLessThanOrEqualTo(tolerance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp"})
    void everyOrientationGivesTheSameUprightPicture(String extension) throws IOException {
        RgbPicture first = Samples.load(Samples.picture("orientation1." + extension));
        for (int orientation = 2; orientation <= 8; orientation++) {
            RgbPicture turned = Samples.load(Samples.picture("orientation" + orientation + "." + extension));
            assertThat(turned.size()).isEqualTo(first.size());
            assertThat(Samples.largestDifference(first, turned)).isLessThanOrEqualTo(extension.equals("jpg") ? 16 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Orientation.class)
    void everyPixelOfATurnedPictureGetsExactlyOnePlace(Orientation orientation) {
        PictureSize stored = new PictureSize(5, 3);
        PictureSize upright = orientation.upright(stored);
        Orientation.Placement place = orientation.placement(upright);
        boolean[] taken = new boolean[15];
        for (int y = 0; y < stored.height(); y++) {
            for (int x = 0; x < stored.width(); x++) {
                int at = place.base() + x * place.stepX() + y * place.stepY();
                assertThat(taken[at]).isFalse();
                taken[at] = true;
            }
        }
    }

    @Test
    void anOrientationThatDoesNotExistCountsAsNone() {
        assertThat(Orientation.ofExif(0)).isEqualTo(Orientation.NONE);
        assertThat(Orientation.ofExif(9)).isEqualTo(Orientation.NONE);
        assertThat(Orientation.ofExif(6)).isEqualTo(Orientation.ROTATE_90_CW);
    }

    @Test
    void anInterlacedPngIsReadLikeAPlainOne() throws IOException {
        BufferedImage image = Samples.noise(13, 11, 2);
        Path plain = Files.write(folder.resolve("plain.png"), Samples.encoded(image, "png"));
        Path interlaced = Files.write(folder.resolve("interlaced.png"), interlaced(image));
        RgbPicture expected = Samples.load(plain);
        assertThat(Samples.load(interlaced).rgb()).isEqualTo(expected.rgb());
    }

    @Test
    void theContentCountsAndNotTheName() throws IOException {
        Path png = Files.copy(Samples.picture("rgb.png"), folder.resolve("renamed.jpg"));
        assertThat(Samples.load(png).rgb())
                .isEqualTo(Samples.expected("rgb.png").rgb());
    }

    @Test
    void whatFollowsThePictureInAJpegDoesNotMatter() throws IOException { // as the video of a motion photo
        byte[] jpeg = Files.readAllBytes(Samples.picture("rgb.jpg"));
        ByteArrayOutputStream longer = new ByteArrayOutputStream();
        longer.writeBytes(jpeg);
        longer.writeBytes("\0\0\0\0ftypmp42 and a video".getBytes(StandardCharsets.ISO_8859_1));
        Path motion = Files.write(folder.resolve("motion.jpg"), longer.toByteArray());
        assertThat(Samples.load(motion).rgb())
                .isEqualTo(Samples.load(Samples.picture("rgb.jpg")).rgb());
    }

    @Test
    void aPictureThatWasChangedAfterTheScanIsRefused() throws IOException {
        Path file = Samples.write(folder, "a.png", "png", 8, 8, 1);
        Picture scanned = PictureScanner.scan(folder).pictures().get(0);
        Samples.write(folder, "a.png", "png", 8, 8, 2);
        assertThatThrownBy(() -> PictureLoader.load(scanned))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("changed");
    }

    @Test
    void aPictureThatIsGoneAfterTheScanIsRefused() throws IOException {
        Path file = Samples.write(folder, "a.png", "png", 8, 8, 1);
        Picture scanned = PictureScanner.scan(folder).pictures().get(0);
        Files.delete(file);
        assertThatThrownBy(() -> PictureLoader.load(scanned))
                .isInstanceOf(UnreadablePictureException.class)
                .hasMessageContaining("gone");
    }

    private static byte[] interlaced(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
