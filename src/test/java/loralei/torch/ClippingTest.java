package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel that measures gradients and clips them, against its formula in Java. */
class ClippingTest {
    private static float[] clipped(float[] gradients, double scale, double longest, float[] norm) {
        try (Scope scope = Scope.open()) {
            Tensor tensor = Tensor.of(gradients, gradients.length);
            norm[0] = Kernels.tensor("clip_grad_norm", tensor, scale, longest).item();
            return tensor.floats();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 4.9999, 5, 6, 0.1234567})
    void longerGradientsAreShortenedToTheBitOfTheFormula(double longest) {
        float[] norm = new float[1];
        float[] found = clipped(new float[] {3, 0, -4}, 1, longest, norm);
        float factor = (float) Math.min(1, longest / (5 + 1e-6));
        assertThat(norm[0]).isEqualTo(5);
        assertThat(found).containsExactly(3 * factor, 0, -4 * factor);
    }

    @Test
    void theLossScaleIsUndoneBefore() {
        float[] norm = new float[1];
        assertThat(clipped(new float[] {3072, -4096}, 1024, 1, norm))
                .containsExactly(new float[] {0.6f, -0.8f}, within(1e-6f));
        assertThat(norm[0]).isEqualTo(5);
    }

    @Test
    void withoutALimitNothingIsShortened() {
        assertThat(clipped(new float[] {30, 40}, 1, 0, new float[1])).containsExactly(30, 40);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void gradientsThatAreNotFiniteAreLeftAlone(float broken) {
        float[] gradients = {1, broken, 3};
        float[] norm = new float[1];
        assertThat(Arrays.equals(clipped(gradients, 1, 0.1, norm), gradients)).isTrue();
        assertThat(norm[0]).isNotFinite();
    }

    @Test
    void scalarsAreReadTogether() {
        try (Scope scope = Scope.open()) {
            assertThat(Kernels.scalars(Tensor.of(new float[] {1.5f}), Tensor.of(new float[] {Float.NaN})))
                    .containsExactly(1.5f, Float.NaN);
        }
    }
}
