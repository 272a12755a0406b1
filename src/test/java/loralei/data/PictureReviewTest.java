package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.awt.image.RescaleOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import loralei.cache.Notes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of made-up pictures: sharp, blurred, enlarged, alike, cropped. */
class PictureReviewTest {
    private static final PictureSize SIZE = PictureSize.square(256);

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void makeFolder() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
    }

    /** Shapes with soft and hard edges of many sizes on a shaded ground, as in a drawing. */
    private static BufferedImage drawing(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(new Color(random.nextInt(1 << 24)));
        g.fillRect(0, 0, width, height);
        for (int i = 0; i < 40; i++) {
            g.setColor(new Color(random.nextInt(1 << 24)));
            int side = 4 + random.nextInt(width / 3);
            int x = random.nextInt(width) - side / 2;
            int y = random.nextInt(height) - side / 2;
            if (i % 2 == 0) {
                g.fillOval(x, y, side, side);
            } else {
                g.fillPolygon(new int[] {x, x + side, x + side / 3}, new int[] {y, y + side / 2, y + side}, 3);
            }
        }
        g.dispose();
        return image;
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height, Object how) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = result.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, how);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        return result;
    }

    /** A box of so many pixels, twice: near enough to a Gaussian. */
    private static BufferedImage blurred(BufferedImage image, int side) {
        float[] box = new float[side * side];
        Arrays.fill(box, 1f / box.length);
        ConvolveOp once = new ConvolveOp(new Kernel(side, side, box), ConvolveOp.EDGE_NO_OP, null);
        BufferedImage soft = once.filter(once.filter(image, null), null);
        int edge = side; // stays as it is
        return soft.getSubimage(edge, edge, image.getWidth() - 2 * edge, image.getHeight() - 2 * edge);
    }

    private static PictureLook look(BufferedImage image) {
        byte[] rgb = new byte[3 * image.getWidth() * image.getHeight()];
        for (int i = 0; i < rgb.length / 3; i++) {
            int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return PictureLook.of(new RgbPicture(new PictureSize(image.getWidth(), image.getHeight()), rgb));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void sharpAndEnlargedAndBlurredPicturesAreToldApart(long seed) {
        BufferedImage sharp = drawing(512, 512, seed);
        BufferedImage half = scaled(sharp, 256, 256, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        BufferedImage quarter = scaled(half, 128, 128, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        assertThat(look(sharp).detail()).isEqualTo(PictureSize.square(512));
        assertThat(look(drawing(300, 200, seed)).detail()).isEqualTo(new PictureSize(300, 200));
        for (Object how :
                List.of(RenderingHints.VALUE_INTERPOLATION_BILINEAR, RenderingHints.VALUE_INTERPOLATION_BICUBIC)) {
            assertThat(look(scaled(half, 512, 512, how)).detail().width()).isBetween(128, 256);
            assertThat(look(scaled(quarter, 512, 512, how)).detail().width()).isBetween(64, 128);
        }
        assertThat(look(blurred(sharp, 3)).detail().width()).isLessThanOrEqualTo(256);
        assertThat(look(blurred(sharp, 9)).detail().width()).isLessThanOrEqualTo(128);
    }

    /** A portrait: nine tenths are out of focus. */
    @Test
    void aBlurredBackgroundMakesNoBlurredPicture() {
        BufferedImage sharp = drawing(512, 512, 1);
        BufferedImage portrait = blurred(drawing(530, 530, 2), 9);
        portrait.createGraphics().drawImage(sharp.getSubimage(160, 160, 192, 192), 160, 160, null);
        assertThat(look(portrait).detail()).isEqualTo(PictureSize.square(512));
    }

    @Test
    void aSmallNoisyOrPlainPictureIsNotCalledBlurred() {
        assertThat(look(Samples.noise(64, 48, 1)).detail()).isEqualTo(new PictureSize(64, 48));
        assertThat(look(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB)).detail())
                .isEqualTo(PictureSize.square(512));
        assertThat(look(drawing(3000, 2000, 1)).detail()).isEqualTo(new PictureSize(1500, 1000));
    }

    @Test
    void whatLooksTheSameIsFoundAndNothingElse() throws IOException {
        BufferedImage one = drawing(400, 300, 1);
        ImageIO.write(one, "png", pictures.resolve("one.png").toFile());
        ImageIO.write(one, "jpg", pictures.resolve("saved.jpg").toFile());
        BufferedImage small = scaled(one, 260, 195, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        ImageIO.write(small, "png", pictures.resolve("small.png").toFile());
        BufferedImage brighter = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        new RescaleOp(1.1f, 8, null).filter(one, brighter);
        ImageIO.write(brighter, "png", pictures.resolve("brighter.png").toFile());
        for (int i = 2; i < 60; i++) {
            ImageIO.write(
                    drawing(400, 300, i), "png", pictures.resolve(i + ".png").toFile());
        }
        Files.copy(pictures.resolve("7.png"), pictures.resolve("copy of 7.png"));
        for (int grey : new int[] {30, 200}) {
            BufferedImage plain = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = plain.createGraphics();
            g.setColor(new Color(grey, grey, grey));
            g.fillRect(0, 0, 400, 300);
            g.dispose();
            ImageIO.write(
                    plain, "png", pictures.resolve("plain" + grey + ".png").toFile());
        }
        PictureReview review = review();
        assertThat(review.nearDuplicates())
                .singleElement()
                .satisfies(group -> assertThat(group)
                        .extracting(path -> path.getFileName().toString())
                        .containsExactlyInAnyOrder("one.png", "saved.jpg", "small.png", "brighter.png"));
        assertThat(review.duplicates())
                .singleElement()
                .satisfies(group -> assertThat(group)
                        .extracting(path -> path.getFileName().toString())
                        .containsExactlyInAnyOrder("7.png", "copy of 7.png"));
    }

    private PictureReview review() throws IOException {
        return PictureReview.of(examples(), Optional.empty(), done -> {});
    }

    private Examples examples() throws PictureFolderException {
        PictureScan scan = PictureScanner.scan(pictures);
        return new Examples(
                scan.pictures().stream()
                        .map(picture -> Example.plain(picture, SIZE, "cat"))
                        .toList(),
                List.of(scan));
    }

    @Test
    void cropsAndShapesAndSizesAreCounted() throws IOException {
        ImageIO.write(
                drawing(512, 512, 1), "png", pictures.resolve("square.png").toFile());
        ImageIO.write(drawing(1024, 256, 2), "png", pictures.resolve("wide.png").toFile());
        ImageIO.write(drawing(200, 300, 3), "png", pictures.resolve("small.png").toFile());
        BufferedImage thumbnail = drawing(128, 128, 4);
        ImageIO.write(
                scaled(thumbnail, 512, 512, RenderingHints.VALUE_INTERPOLATION_BICUBIC),
                "png",
                pictures.resolve("thumbnail.png").toFile());
        PictureReview review = review();
        assertThat(review.buckets()).singleElement().satisfies(bucket -> {
            assertThat(bucket.pictures()).isEqualTo(4);
            assertThat(bucket.mostCropped()).isCloseTo(0.75, within(1e-9));
            assertThat(bucket.mostCroppedPicture().getFileName()).hasToString("wide.png");
            assertThat(bucket.cropped()).isCloseTo((0.75 + 1 - 256.0 / 384) / 4, within(1e-9));
        });
        assertThat(review.extreme()).containsExactly(pictures.resolve("wide.png"));
        assertThat(review.small()).containsExactly(pictures.resolve("small.png"));
        assertThat(review.blurred())
                .containsExactly(new PictureReview.Blurred(pictures.resolve("thumbnail.png"), 128, 128));
        assertThat(review.messages())
                .extracting(Object::toString)
                .contains(
                        "At 256x256: 4 of the pictures, 27.1 % of each cropped on average, 75.0 % at most (wide.png).")
                .anyMatch(text ->
                        text.startsWith("Blurred, or enlarged before") && text.contains("thumbnail.png (128x128)"))
                .anyMatch(text -> text.startsWith("Of 1 pictures one side is more than three times"));
    }

    @Test
    void brokenPixelsAreNamedAndTheRestIsReviewed() throws IOException {
        ImageIO.write(drawing(512, 512, 1), "png", pictures.resolve("whole.png").toFile());
        ImageIO.write(drawing(512, 512, 2), "png", pictures.resolve("x.png").toFile());
        Examples examples = examples();
        Files.write(pictures.resolve("x.png"), new byte[] {1, 2, 3});
        PictureReview review = PictureReview.of(examples, Optional.empty(), done -> {});
        assertThat(review.broken())
                .singleElement()
                .satisfies(file -> assertThat(file.path()).isEqualTo(pictures.resolve("x.png")));
    }

    @Test
    void whatIsKnownIsNotDecodedAgain() throws IOException {
        ImageIO.write(drawing(512, 512, 1), "png", pictures.resolve("a.png").toFile());
        Path cache = folder.resolve("cache");
        assertThat(PictureReview.of(examples(), Optional.of(cache), done -> {}).blurred())
                .isEmpty();
        Notes notes = new Notes(cache, "looks", pictures.toString());
        notes.write(notes.read().orElseThrow().replace("512", "99"));
        assertThat(PictureReview.of(examples(), Optional.of(cache), done -> {}).blurred())
                .as("as it is noted")
                .containsExactly(new PictureReview.Blurred(pictures.resolve("a.png"), 99, 99));
        ImageIO.write(drawing(512, 512, 2), "png", pictures.resolve("a.png").toFile());
        assertThat(PictureReview.of(examples(), Optional.of(cache), done -> {}).blurred())
                .as("another picture under the same name")
                .isEmpty();
    }
}
