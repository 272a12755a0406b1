package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ways that only large layers go on the processor: they give what the others give. */
class LargeLayersTest {
    private static final int ROWS = 300;
    private static final int IN = 1100;
    private static final int OUT = 1250;

    @Test
    void aLargeLayerGoesAsAConvolutionAndGivesTheProduct() {
        try (Scope scope = Scope.open()) {
            Randoms.seed(3);
            float[] weight = Randoms.randn(OUT, IN).floats();
            Tensor w = Tensor.of(weight, OUT, IN);
            Tensor bias = Tensor.of(new float[OUT], OUT);
            Tensor x = Randoms.randn(ROWS, IN);
            Tensor dy = Randoms.randn(ROWS, OUT);
            assertThat(Kernels.number("goes_as_convolution", x, w)).isEqualTo(1);

            float[] y = Kernels.tensor("layer_product", x, w, bias).floats();
            float[] dx = Kernels.tensor("layer_product_backward", dy, w).floats();

            Tensor turned = Tensor.of(turned(weight), IN, OUT);
            float rounding = 1e-3f; // values of about 35
            assertThat(furthest(y, Kernels.tensor("product", x, turned).floats()))
                    .isLessThan(rounding);
            assertThat(furthest(dx, Kernels.tensor("product", dy, w).floats())).isLessThan(rounding);
        }
    }

    @Test
    void aLargeLayersBiasIsAddedToEachRow() {
        try (Scope scope = Scope.open()) {
            Randoms.seed(4);
            float[] bias = Randoms.randn(OUT).floats();
            Tensor x = Tensor.of(new float[ROWS * IN], ROWS, IN);
            float[] y = Kernels.tensor("layer_product", x, Randoms.randn(OUT, IN), Tensor.of(bias, OUT))
                    .floats();
            assertThat(part(y, 0, OUT)).isEqualTo(bias);
            assertThat(part(y, (ROWS - 1) * OUT, ROWS * OUT)).isEqualTo(bias);
        }
    }

    /** The derivative of a feed-forward network works through its rows in parts; each row's gradient is its own. */
    @Test
    void manyRowsOfAFeedForwardNetworkHaveTheGradientsOfEachRow() {
        int c = 16;
        int rows = 1030;
        int first = 700;
        try (Scope scope = Scope.open()) {
            Randoms.seed(5);
            float[] x = Randoms.randn(rows, c).floats();
            float[] dy = Randoms.randn(rows, c).floats();
            TensorList weights = new TensorList(List.of(
                    Randoms.randn(c).share(),
                    Randoms.randn(c).share(),
                    Randoms.randn(8L * c, c).share(),
                    Randoms.randn(8L * c).share(),
                    Randoms.randn(c, 4L * c).share(),
                    Randoms.randn(c).share()));

            float[] all = gradient(x, dy, c, weights);
            float[] one = gradient(part(x, 0, first * c), part(dy, 0, first * c), c, weights);
            float[] other = gradient(part(x, first * c, rows * c), part(dy, first * c, rows * c), c, weights);

            float rounding = 2e-3f; // values of some hundreds
            assertThat(furthest(part(all, 0, first * c), one)).isLessThan(rounding);
            assertThat(furthest(part(all, first * c, rows * c), other)).isLessThan(rounding);
            weights.close();
        }
    }

    private static float[] gradient(float[] x, float[] dy, int c, TensorList weights) {
        TensorMaps none = new TensorMaps(List.of(Map.of(), Map.of()));
        double[] scales = {0, 0};
        Kernels.ForwardResult result =
                Kernels.forward("feed_forward", Tensor.of(x, 1, x.length / c, c), weights, none, scales);
        try (none;
                Saved kept = result.saved()) {
            Tensor gradient = Tensor.of(dy, 1, dy.length / c, c);
            return Kernels.tensor("feed_forward_backward", gradient, kept, weights, none, none, scales, true)
                    .floats();
        }
    }

    private static float furthest(float[] a, float[] b) {
        float furthest = Math.abs(a.length - b.length);
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            furthest = Math.max(furthest, Math.abs(a[i] - b[i]));
        }
        return furthest;
    }

    private static float[] part(float[] values, int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    private static float[] turned(float... weight) {
        float[] turned = new float[weight.length];
        for (int i = 0; i < OUT; i++) {
            for (int j = 0; j < IN; j++) {
                turned[j * OUT + i] = weight[i * IN + j];
            }
        }
        return turned;
    }
}
