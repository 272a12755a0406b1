package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The derivative of a transformer block over so many positions that libtorch's flash kernel takes the attention's. */
class LongAttentionTest {
    private static final int POSITIONS = 1100; // 2 heads x 1100 x 1100 scores, more than the plain formula is used for
    private static final int CHANNELS = 16;
    private static final int HEADS = 2;
    private static final float STEP = 0.002f;

    @Test
    void theDerivativeIsTheSlopeOfTheBlock() {
        try (Scope scope = Scope.open()) {
            Randoms.seed(5);
            TensorList weights = weights();
            TensorList none = new TensorList(List.of());
            Tensor context = Randoms.randn(1, 7, CHANNELS);
            float[] x = Randoms.randn(1, POSITIONS, CHANNELS).floats();
            float[] direction = Randoms.randn(1, POSITIONS, CHANNELS).floats();
            float[] dy = Randoms.randn(1, POSITIONS, CHANNELS).floats();

            Kernels.Kept kept = forward(x, context, weights, none);
            float[] dx = Kernels.tensor(
                            "transformer_block_backward",
                            block(dy),
                            context,
                            kept.saved(),
                            weights,
                            none,
                            none,
                            new double[0],
                            HEADS,
                            true)
                    .floats();
            double up = dot(
                    dy,
                    forward(moved(x, direction, STEP), context, weights, none)
                            .output()
                            .floats());
            double down = dot(
                    dy,
                    forward(moved(x, direction, -STEP), context, weights, none)
                            .output()
                            .floats());

            assertThat(dot(dx, direction)).isCloseTo((up - down) / (2 * STEP), Percentage.withPercentage(0.2));
        }
    }

    private static Kernels.Kept forward(float[] x, Tensor context, TensorList weights, TensorList none) {
        return Kernels.kept("transformer_block", block(x), context, weights, none, new double[0], HEADS, true);
    }

    private static TensorList weights() {
        int c = CHANNELS;
        int[][] shapes = {
            {c},
            {c},
            {c, c},
            {c, c},
            {c, c},
            {c, c},
            {c},
            {c},
            {c},
            {c, c},
            {c, c},
            {c, c},
            {c, c},
            {c},
            {c},
            {c},
            {8 * c, c},
            {8 * c},
            {c, 4 * c},
            {c}
        };
        return new TensorList(Stream.of(shapes)
                .map(shape -> shape.length == 1 ? Randoms.randn(shape[0]) : Randoms.randn(shape[0], shape[1]))
                .map(tensor -> Kernels.tensor("to_dtype", tensor, 6))
                .toList());
    }

    private static Tensor block(float[] values) {
        return Tensor.of(values, 1, POSITIONS, CHANNELS);
    }

    private static float[] moved(float[] x, float[] direction, float by) {
        float[] moved = x.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += by * direction[i];
        }
        return moved;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
