package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The ways of a convolution: for few positions one matrix product for each of up to four pictures, for many positions and
 * channels tiles of them, else oneDNN's. And one more, for what is twice its size.
 */
class ConvolutionTest {
    private static final int CHANNELS = 24;
    private static final int OUT = 64;
    private static final int PICTURES = 5;
    private static final int WIDE = 64;
    private static final int SMALL = 64;
    /** A prime, so that all rows, columns and channels have their turn. */
    private static final int SOME = 1009;

    private static final Offset<Float> ROUNDING = Offset.offset(2e-4f);

    @ParameterizedTest
    @CsvSource({"3, 1, 1, 4", "3, 2, 1, 8", "1, 1, 0, 4"})
    void aPictureAloneGivesWhatItGivesAmongOthers(int kernel, int stride, int padding, int side) {
        try (Scope scope = Scope.open()) {
            Randoms.seed(3);
            Tensor weight = Randoms.randn(OUT, CHANNELS, kernel, kernel);
            Tensor bias = Randoms.randn(OUT);
            float[] pictures = Randoms.randn(PICTURES, CHANNELS, side, side).floats();
            float[] together = conv(pictures, PICTURES, weight, bias, stride, padding, side);

            for (int i = 0; i < PICTURES; i++) {
                float[] alone = conv(part(pictures, i), 1, weight, bias, stride, padding, side);
                assertThat(alone).containsExactly(part(together, i), ROUNDING);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1, 4", "3, 2, 1, 8", "1, 1, 0, 4"})
    void theGradientOfAPictureAloneIsThatAmongOthers(int kernel, int stride, int padding, int side) {
        try (Scope scope = Scope.open()) {
            Randoms.seed(4);
            Tensor weight = Randoms.randn(OUT, CHANNELS, kernel, kernel);
            int small = side / stride;
            float[] gradients = Randoms.randn(PICTURES, OUT, small, small).floats();
            float[] together = backward(gradients, PICTURES, weight, stride, padding, side);

            for (int i = 0; i < PICTURES; i++) {
                float[] alone = backward(part(gradients, i), 1, weight, stride, padding, side);
                assertThat(alone).containsExactly(part(together, i), ROUNDING);
            }
        }
    }

    /** Enough positions and channels to go by phases. */
    @Test
    void aConvolutionOfDoubledRowsAndColumnsIsThatOfTheDoubledPicture() {
        try (Scope scope = Scope.open()) {
            Randoms.seed(5);
            Tensor weight = Randoms.randn(WIDE, WIDE, 3, 3);
            Tensor bias = Randoms.randn(WIDE);
            Tensor x = Randoms.randn(1, WIDE, SMALL, SMALL);
            Tensor doubled = Tensor.of(doubled(x.floats()), 1, WIDE, 2 * SMALL, 2 * SMALL);
            float[] expected =
                    Kernels.tensor("conv", doubled, weight, bias, 1, 1).floats();
            TensorList weights = new TensorList(List.of(weight.share(), bias.share()));
            TensorMaps none = new TensorMaps(List.of(Map.of()));
            double[] scale = {0};

            Kernels.ForwardResult result = Kernels.forward("upsample", x, 2 * SMALL, 2 * SMALL, weights, none, scale);
            Tensor inSlices = Kernels.tensor("vae_upsample", x, weights);

            assertThat(furthest(result.output().floats(), expected)).isLessThan(1e-3f);
            assertThat(furthest(inSlices.floats(), expected)).isLessThan(1e-3f);

            Tensor dy = Randoms.randn(1, WIDE, 2 * SMALL, 2 * SMALL);
            float[] ofDoubled =
                    Kernels.tensor("conv_backward", dy, doubled, weight, 1, 1).floats();
            Tensor dx =
                    Kernels.tensor("upsample_backward", dy, result.saved(), weights, none, none, scale, SMALL, SMALL);
            assertThat(furthest(dx.floats(), halved(ofDoubled))).isLessThan(2e-3f);
            none.close();
            weights.close();
        }
    }

    /**
     * By tiles (enough channels and positions), beside the plain definition in fp64. Sides that are no multiples of a tile,
     * several pictures, so many tiles that they go in parts, and so many channels that the weights do; then so many that few
     * positions are enough.
     */
    @ParameterizedTest
    @CsvSource({"1, 128, 128, 150, 150", "2, 128, 160, 27, 30", "1, 704, 704, 33, 35", "2, 1300, 1240, 11, 13"})
    void aConvolutionByTilesIsTheDefinition(int batch, int channels, int out, int height, int width) {
        try (Scope scope = Scope.open()) {
            Randoms.seed(6);
            Tensor weight = Randoms.randn(out, channels, 3, 3);
            Tensor bias = Randoms.randn(out);
            float[] x = Randoms.randn(batch, channels, height, width).floats();
            float[] dy = Randoms.randn(batch, out, height, width).floats();
            Tensor result = Kernels.tensor("conv", Tensor.of(x, batch, channels, height, width), weight, bias, 1, 1);
            Tensor gradient = Kernels.tensor(
                    "conv_backward",
                    Tensor.of(dy, batch, out, height, width),
                    Tensor.of(x, batch, channels, height, width),
                    weight,
                    1,
                    1);

            float[] weights = weight.floats();
            float[] biases = bias.floats();
            float[] y = result.floats();
            float[] dx = gradient.floats();
            double most = 8 * Math.sqrt(9.0 * channels);
            for (int i = 0; i < y.length; i += SOME) {
                double expected = biases[i / (height * width) % out] + sum(x, weights, i, false, result, channels);
                assertThat((double) y[i]).isEqualTo(expected, Offset.offset(1e-5 * most));
            }
            for (int i = 0; i < dx.length; i += SOME) {
                double expected = sum(dy, weights, i, true, gradient, out);
                assertThat((double) dx[i]).isEqualTo(expected, Offset.offset(1e-5 * most));
            }
        }
    }

    /** One value of a 3x3 convolution, or of its derivative, at a place of the result, from `from` channels. */
    private static double sum(float[] x, float[] weights, int place, boolean derivative, Tensor result, int from) {
        long[] shape = result.shape();
        int to = (int) shape[1];
        int height = (int) shape[2];
        int width = (int) shape[3];
        int column = place % width;
        int row = place / width % height;
        int channel = place / (width * height) % to;
        int picture = place / (width * height * to);
        double sum = 0;
        for (int c = 0; c < from; c++) {
            for (int k = 0; k < 9; k++) {
                int step = derivative ? -1 : 1;
                int r = row + step * (k / 3 - 1);
                int s = column + step * (k % 3 - 1);
                if (r >= 0 && r < height && s >= 0 && s < width) {
                    int weight = derivative ? c * to + channel : channel * from + c;
                    sum += (double) weights[weight * 9 + k] * x[((picture * from + c) * height + r) * width + s];
                }
            }
        }
        return sum;
    }

    /** The decoder's slices by tiles, the last of them with rows that fill no tile, beside the whole directly. */
    @Test
    void slicesByTilesAreTheWholeConvolution() {
        int channels = 128;
        int height = 150;
        int width = 130;
        try (Scope scope = Scope.open()) {
            Randoms.seed(7);
            Tensor x = Randoms.randn(1, channels, height, width);
            Tensor weight = Randoms.randn(channels, channels, 3, 3);
            Tensor bias = Randoms.randn(channels);
            Tensor ones = Tensor.of(filled(channels), channels);
            TensorList weights = new TensorList(List.of(ones, bias.share(), weight.share(), bias.share()));
            Tensor none = Tensor.of(new float[0], 0);

            float[] y =
                    Kernels.tensor("sliced_conv", x, weights, 32, 1e-6, none).floats();

            Tensor normed =
                    Kernels.forward("group_norm", x, ones, bias, 32, 1e-6).output();
            float[] n = normed.floats();
            float[] filter = weight.floats();
            float[] biases = bias.floats();
            for (int i = 0; i < n.length; i++) {
                n[i] = (float) (n[i] / (1 + Math.exp(-n[i])));
            }
            for (int i = 0; i < y.length; i += SOME) {
                double expected = biases[i / (height * width)] + sum(n, filter, i, false, x, channels);
                assertThat((double) y[i]).isEqualTo(expected, Offset.offset(1e-5 * 8 * Math.sqrt(9.0 * channels)));
            }
            weights.close();
        }
    }

    private static float[] filled(int count) {
        float[] values = new float[count];
        Arrays.fill(values, 1);
        return values;
    }

    /** Each value of squares of so many values (SMALL wide) twice in both directions. */
    private static float[] doubled(float[] x) {
        float[] y = new float[4 * x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[halvedIndex(i)];
        }
        return y;
    }

    /** The sums of what {@link #doubled} made of each value. */
    private static float[] halved(float[] y) {
        float[] x = new float[y.length / 4];
        for (int i = 0; i < y.length; i++) {
            x[halvedIndex(i)] += y[i];
        }
        return x;
    }

    private static int halvedIndex(int i) {
        int side = 2 * SMALL;
        int row = i / side % side;
        return (i / (side * side) * SMALL + row / 2) * SMALL + i % side / 2;
    }

    private static float furthest(float[] values, float[] expected) {
        assertThat(values).hasSameSizeAs(expected);
        float most = 0;
        for (int i = 0; i < values.length; i++) {
            most = Math.max(most, Math.abs(values[i] - expected[i]));
        }
        return most;
    }

    private static float[] conv(float[] x, int batch, Tensor weight, Tensor bias, int stride, int padding, int side) {
        Tensor pictures = Tensor.of(x, batch, CHANNELS, side, side);
        return Kernels.tensor("conv", pictures, weight, bias, stride, padding).floats();
    }

    private static float[] backward(float[] dy, int batch, Tensor weight, int stride, int padding, int side) {
        Tensor gradients = Tensor.of(dy, batch, OUT, side / stride, side / stride);
        Tensor x = Tensor.of(new float[batch * CHANNELS * side * side], batch, CHANNELS, side, side);
        return Kernels.tensor("conv_backward", gradients, x, weight, stride, padding)
                .floats();
    }

    private static float[] part(float[] all, int picture) {
        int size = all.length / PICTURES;
        return Arrays.copyOfRange(all, picture * size, (picture + 1) * size);
    }
}
