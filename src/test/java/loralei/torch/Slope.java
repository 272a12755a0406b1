package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.assertj.core.data.Percentage;

/** Holds a gradient against the slope of what it is said to be the gradient of. */
final class Slope {
    private static final double STEP = 0.002;

    private Slope() {}

    static void check(Supplier<Double> value, Tensor input, Tensor gradient) {
        check(value, input, gradient.floats());
    }

    static void check(Supplier<Double> value, Tensor input, float[] gradient) {
        float[] before = input.floats();
        float[] direction = alongHalfOf(gradient);
        double up = at(value, input, before, direction, STEP);
        double down = at(value, input, before, direction, -STEP);
        set(input, before);
        assertThat(dot(gradient, direction)).isCloseTo((up - down) / (2 * STEP), Percentage.withPercentage(0.5));
    }

    /** A random direction of length 1 with much of the gradient in it: a slope of nearly 0 would drown in rounding. */
    private static float[] alongHalfOf(float[] gradient) {
        float[] random = Randoms.randn(gradient.length).floats();
        double size = Math.sqrt(dot(gradient, gradient));
        double length = Math.sqrt(dot(random, random));
        float[] direction = new float[gradient.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) (0.7 * random[i] / length + (size > 0 ? 0.7 * gradient[i] / size : 0));
        }
        return direction;
    }

    private static double at(Supplier<Double> value, Tensor input, float[] before, float[] direction, double step) {
        float[] moved = before.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        set(input, moved);
        return value.get();
    }

    private static void set(Tensor tensor, float... values) {
        Kernels.run("copy_into", tensor, Tensor.of(values, tensor.shape()));
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
