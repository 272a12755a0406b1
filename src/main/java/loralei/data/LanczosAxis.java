package loralei.data;

/**
 * Which source samples make up each sample of a scaled row or column, and with what weights: Lanczos of three lobes,
 * widened by the reduction so that what gets too fine for the new size is averaged away. The arithmetic is that of
 * Pillow ({@code precompute_coeffs} in Resample.c).
 */
final class LanczosAxis {
    private static final double LOBES = 3;

    private final int[] first;
    private final float[][] weights;

    private LanczosAxis(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /**
     * Computes the weights of a part of an axis.
     *
     * @param source samples before scaling
     * @param scaled samples after scaling the whole axis
     * @param begin the first scaled sample that is wanted
     * @param count how many are wanted
     */
    static LanczosAxis of(int source, int scaled, int begin, int count) {
        int[] first = new int[count];
        float[][] weights = new float[count][];
        double ratio = (double) source / scaled;
        double stretch = Math.max(ratio, 1);
        double support = LOBES * stretch;
        for (int i = 0; i < count; i++) {
            if (source == scaled) { // nothing to do; the filter would only add rounding errors
                first[i] = begin + i;
                weights[i] = new float[] {1};
                continue;
            }
            double centre = (begin + i + 0.5) * ratio;
            int from = Math.max(0, (int) (centre - support + 0.5));
            int to = Math.min(source, (int) (centre + support + 0.5));
            first[i] = from;
            weights[i] = normalized(from, to, centre, stretch);
        }
        return new LanczosAxis(first, weights);
    }

    private static float[] normalized(int from, int to, double centre, double stretch) {
        double[] exact = new double[to - from];
        double sum = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = lanczos((from + k + 0.5 - centre) / stretch);
            sum += exact[k];
        }
        float[] weights = new float[exact.length];
        for (int k = 0; k < exact.length; k++) {
            weights[k] = (float) (exact[k] / sum);
        }
        return weights;
    }

    private static double lanczos(double x) {
        return Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /** Returns the number of scaled samples. */
    int size() {
        return first.length;
    }

    /** Returns the first source sample that scaled sample {@code i} takes from. */
    int first(int i) {
        return first[i];
    }

    /** Returns the weights of the source samples from {@code first(i)} on; not copied. */
    float[] weights(int i) {
        return weights[i];
    }

    /** Returns the source sample after the last one that scaled sample {@code i} takes from. */
    int end(int i) {
        return first[i] + weights[i].length;
    }
}
