package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PictureTransformTest {
    /** Single precision sums of up to some thousand products of 255. */
    private static final float ROUNDING = 1e-3f;

    @ParameterizedTest
    @MethodSource("loralei.data.ResizeCase#all")
    void valuesAreThoseOfPillowsLanczosInFloatingPoint(ResizeCase sample) throws IOException {
        float[] values = levels(PictureTransform.fit(sample.source(), sample.target()));
        float[] expected = sample.exact();
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(expected[i], within(ROUNDING));
        }
    }

    @ParameterizedTest
    @MethodSource("loralei.data.ResizeCase#all")
    void valuesAreThoseOfPillowsPicturesUpToItsRounding(ResizeCase sample) throws IOException {
        float[] values = levels(PictureTransform.fit(sample.source(), sample.target()));
        RgbPicture expected = sample.eightBit();
        double sum = 0;
        int plane = values.length / 3;
        for (int i = 0; i < values.length; i++) {
            int x = i % plane % sample.target().width();
            int y = i % plane / sample.target().width();
            sum += Math.abs(values[i] - Samples.value(expected, x, y, i / plane));
        }
        // Pillow rounds twice and cuts overshoot between the passes, so single values of hard edges may be further off.
        assertThat(sum / values.length).isLessThan(0.5);
    }

    @Test
    void aPictureOfTheRightSizeIsNotTouched() {
        RgbPicture picture = ramp(64, 48);
        PreparedPicture prepared = PictureTransform.fit(picture, new PictureSize(64, 48));
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 48; y++) {
                for (int x = 0; x < 64; x++) {
                    float expected = Samples.value(picture, x, y, c) / 127.5f - 1;
                    assertThat(prepared.pixels().values()[(c * 48 + y) * 64 + x])
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void croppingAloneTakesTheMiddle() {
        RgbPicture picture = ramp(40, 20);
        PreparedPicture prepared = PictureTransform.fit(picture, new PictureSize(20, 20));
        assertThat(prepared.geometry().cropLeft()).isEqualTo(10);
        assertThat(prepared.pixels().values()[5 * 20 + 7]).isEqualTo(Samples.value(picture, 17, 5, 0) / 127.5f - 1);
    }

    @Test
    void blackIsMinusOneAndWhiteIsOne() {
        for (int level : new int[] {0, 255}) {
            byte[] rgb = new byte[3 * 31 * 17];
            Arrays.fill(rgb, (byte) level);
            PreparedPicture prepared =
                    PictureTransform.fit(new RgbPicture(new PictureSize(31, 17), rgb), new PictureSize(64, 64));
            for (float value : prepared.pixels().values()) {
                assertThat(value).isCloseTo(level == 0 ? -1 : 1, within(1e-6f));
            }
        }
    }

    @Test
    void overshootIsCutOff() {
        byte[] rgb = new byte[3 * 16 * 16];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 16 < 8 ? 0 : 255); // a hard edge
        }
        PreparedPicture prepared =
                PictureTransform.fit(new RgbPicture(new PictureSize(16, 16), rgb), new PictureSize(40, 40));
        for (float value : prepared.pixels().values()) {
            assertThat(value).isBetween(-1f, 1f);
        }
    }

    @Test
    void finePatternsTurnGreyInsteadOfShimmering() {
        byte[] rgb = new byte[3 * 256 * 256];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) ((i / 3 % 256 + i / 3 / 256) % 2 == 0 ? 255 : 0); // a checkerboard of single pixels
        }
        PreparedPicture prepared =
                PictureTransform.fit(new RgbPicture(new PictureSize(256, 256), rgb), new PictureSize(50, 50));
        for (int y = 2; y < 48; y++) { // borders see less of the pattern
            for (int x = 2; x < 48; x++) {
                assertThat(prepared.pixels().values()[y * 50 + x]).isCloseTo(0, within(0.02f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,8,8", "1,5000,16,16", "5000,1,16,16", "2,3,64,8", "300,7,8,64"})
    void extremeShapesAreScaledWithoutHugeMemory(int width, int height, int targetWidth, int targetHeight) {
        PictureSize target = new PictureSize(targetWidth, targetHeight);
        PreparedPicture prepared = PictureTransform.fit(ramp(width, height), target);
        PixelTensor pixels = prepared.pixels();
        assertThat(pixels.values()).hasSize(3 * targetHeight * targetWidth);
        for (float value : pixels.values()) {
            assertThat(value).isBetween(-1f, 1f);
        }
    }

    /** A picture whose channels tell column, row and both. */
    private static RgbPicture ramp(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgb[3 * i] = (byte) (i % width * 4);
            rgb[3 * i + 1] = (byte) (i / width * 5);
            rgb[3 * i + 2] = (byte) i;
        }
        return new RgbPicture(new PictureSize(width, height), rgb);
    }

    private static float[] levels(PreparedPicture prepared) {
        float[] values = prepared.pixels().values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 1) * 127.5f;
        }
        return values;
    }
}
