package loralei.gui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import loralei.data.Picture;
import loralei.data.PictureScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailsTest {
    @TempDir
    Path folder;

    @Test
    void theyAreTurnedAsTheTrainingTurnsThem() throws IOException, URISyntaxException {
        for (int orientation = 1; orientation <= 8; orientation++) {
            String name = "orientation" + orientation + ".png"; // of one scene, stored in eight ways
            Files.copy(
                    Path.of(ThumbnailsTest.class
                            .getResource("/loralei/data/pictures/" + name)
                            .toURI()),
                    folder.resolve(name));
        }
        List<BufferedImage> images = thumbnails();
        assertThat(images).hasSize(8);
        for (BufferedImage image : images) {
            assertThat(pixels(image)).isEqualTo(pixels(images.get(0)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,9000", "9000,3", "200,300"})
    void aPictureOfAnyShapeHasOne(int width, int height) throws IOException {
        BufferedImage red = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            red.setRGB(i % width, i / width, Color.RED.getRGB());
        }
        ImageIO.write(red, "png", folder.resolve("a.png").toFile());
        assertThat(thumbnails()).singleElement().satisfies(image -> {
            assertThat(image.getWidth()).isEqualTo(Thumbnails.PIXELS);
            assertThat(pixels(image)).containsOnly(Color.RED.getRGB());
        });
    }

    private List<BufferedImage> thumbnails() throws IOException {
        List<Picture> pictures = PictureScanner.scan(folder).pictures();
        Thumbnails thumbnails = new Thumbnails();
        Thumbnails.Batch batch = thumbnails.of(pictures);
        while (!batch.complete()) {
            batch = thumbnails.of(pictures);
        }
        return List.copyOf(batch.images().values());
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
