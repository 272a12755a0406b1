package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CropGeometryTest {
    @ParameterizedTest
    @MethodSource("loralei.data.ResizeCase#all")
    void sizesAndOffsetsAreThoseOfTorchvision(ResizeCase sample) throws IOException {
        CropGeometry geometry = CropGeometry.fit(sample.source().size(), sample.target());
        assertThat(geometry)
                .isEqualTo(new CropGeometry(
                        sample.source().size(), sample.scaled(), sample.top(), sample.left(), sample.target()));
    }

    @ParameterizedTest
    @CsvSource({
        "4032, 3024, 512, 512, 682, 512, 0, 85",
        "3024, 4032, 512, 512, 512, 682, 85, 0",
        "1000, 1000, 512, 512, 512, 512, 0, 0",
        "1025, 1024, 512, 512, 512, 512, 0, 0",
        "515, 512, 512, 512, 515, 512, 0, 2", // 1.5 goes to the even number
        "513, 512, 512, 512, 513, 512, 0, 0", // 0.5 too
        "1, 100000, 512, 512, 512, 51200000, 25599744, 0"
    })
    void theShorterSideFitsAndTheMiddleIsKept(
            int width,
            int height,
            int targetWidth,
            int targetHeight,
            int scaledWidth,
            int scaledHeight,
            int top,
            int left) {
        CropGeometry geometry =
                CropGeometry.fit(new PictureSize(width, height), new PictureSize(targetWidth, targetHeight));
        assertThat(geometry.scaled()).isEqualTo(new PictureSize(scaledWidth, scaledHeight));
        assertThat(geometry.cropTop()).isEqualTo(top);
        assertThat(geometry.cropLeft()).isEqualTo(left);
    }

    @Test
    void theScaledPictureAlwaysCoversTheTargetAndKeepsItsShape() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            PictureSize original = new PictureSize(1 + random.nextInt(3_000), 1 + random.nextInt(3_000));
            PictureSize target = new PictureSize(8 + random.nextInt(1_500), 8 + random.nextInt(1_500));
            CropGeometry geometry = CropGeometry.fit(original, target);
            PictureSize scaled = geometry.scaled();
            assertThat(scaled.width()).isGreaterThanOrEqualTo(target.width());
            assertThat(scaled.height()).isGreaterThanOrEqualTo(target.height());
            assertThat(scaled.width() == target.width() || scaled.height() == target.height())
                    .isTrue();
            double scale =
                    Math.max((double) target.width() / original.width(), (double) target.height() / original.height());
            assertThat(Math.abs(scaled.width() - original.width() * scale)).isLessThan(1.001);
            assertThat(Math.abs(scaled.height() - original.height() * scale)).isLessThan(1.001);
            assertThat(geometry.cropLeft()).isBetween(0, scaled.width() - target.width());
            assertThat(geometry.cropTop()).isBetween(0, scaled.height() - target.height());
        }
    }
}
