package loralei.train;

import java.util.Arrays;

/**
 * The 256 values that 8-bit optimizer states are rounded to, ascending: the dynamic tree map of Dettmers (2015) as
 * bitsandbytes builds it. Each decade from 1e-6 to 1 is divided evenly, the larger ones more finely.
 */
final class DynamicTreeMap {
    private static final int DECADES = 7;

    private DynamicTreeMap() {}

    /** From -1 to 1, for the first moment. */
    static float[] signed() {
        return build(true);
    }

    /** From 0 to 1, for the second moment. */
    static float[] unsigned() {
        return build(false);
    }

    /** The code that stands for zero. */
    static int zeroOf(float[] map) {
        return Arrays.binarySearch(map, 0f);
    }

    private static float[] build(boolean signed) {
        float[] values = new float[256];
        int count = 0;
        for (int decade = 0; decade < DECADES; decade++) {
            int parts = signed ? 1 << decade : 2 << decade;
            double unit = Math.pow(10, decade - (DECADES - 1));
            float[] bounds = evenly(parts + 1);
            for (int i = 0; i < parts; i++) {
                float middle = (bounds[i] + bounds[i + 1]) / 2f;
                values[count++] = (float) (unit * middle);
                if (signed) {
                    values[count++] = (float) (-unit * middle);
                }
            }
        }
        values[count++] = 0f;
        values[count] = 1f;
        Arrays.sort(values);
        return values;
    }

    /** {@code torch.linspace(0.1, 1, n)} in single precision, which counts from whichever end is nearer. */
    private static float[] evenly(int n) {
        float start = 0.1f;
        float end = 1f;
        float step = (end - start) / (n - 1);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i < n / 2 ? start + step * i : end - step * (n - 1 - i);
        }
        return values;
    }
}
