package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The two ways of a convolution: for few positions one matrix product for each of up to four pictures, and oneDNN's for
 * more pictures.
 */
class ConvolutionTest {
    private static final int CHANNELS = 24;
    private static final int OUT = 64;
    private static final int PICTURES = 5;
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
