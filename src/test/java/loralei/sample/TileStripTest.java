package loralei.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileStripTest {
    @ParameterizedTest
    @CsvSource({"64,64,1", "65,64,2", "100,64,2", "104,64,2", "105,64,3", "1000,64,25", "5,64,1"})
    void stripsCoverASideAndFadeIntoEachOther(int side, int length, int count) {
        int scale = 2;
        List<TileStrip> strips = TileStrip.over(side, length, 8, 8, scale);
        assertThat(strips).hasSize(count);
        float[] sums = new float[side * scale];
        for (TileStrip strip : strips) {
            assertThat(strip.length()).isEqualTo(Math.min(side, length));
            for (int p = 0; p < strip.weights().length; p++) {
                sums[strip.start() * scale + p] += strip.weights()[p];
                boolean unseen = (p < 8 * scale && strip.start() > 0)
                        || (p >= (length - 8) * scale && strip.start() + length < side);
                assertThat(strip.weights()[p]).isBetween(0f, unseen ? 0f : 1f);
            }
            float[] weights = strip.weights();
            for (int p = 1; p < weights.length; p++) {
                assertThat(Math.abs(weights[p] - weights[p - 1])).isLessThan(0.15f);
            }
        }
        for (float sum : sums) {
            assertThat(sum).isCloseTo(1, Offset.offset(1e-5f));
        }
        assertThat(strips.get(0).start()).isZero();
        TileStrip last = strips.get(count - 1);
        assertThat(last.start() + last.length()).isEqualTo(side);
    }
}
