package loralei.gui.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ShrinkTest {
    @Test
    void theLongerSideFitsAndTheShapeStays() {
        BufferedImage small = Shrink.toFit(new BufferedImage(1_000, 400, BufferedImage.TYPE_INT_RGB), 100);
        assertThat(small.getWidth()).isEqualTo(100);
        assertThat(small.getHeight()).isEqualTo(40);
    }

    @Test
    void aSmallPictureIsLeftAlone() {
        BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        assertThat(Shrink.toFit(image, 100)).isSameAs(image);
    }

    @Test
    void fineLinesAreNotSkipped() {
        BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < 256; x += 8) {
            for (int y = 0; y < 256; y++) {
                image.setRGB(x, y, Color.WHITE.getRGB());
            }
        }
        BufferedImage small = Shrink.toFit(image, 32);
        assertThat(small.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
        for (int x = 1; x < 31; x++) { // an eighth of it is white
            assertThat(new Color(small.getRGB(x, 16)).getRed()).isBetween(16, 100);
        }
    }
}
