package loralei.data;

/** Discrete cosine transform (DCT-II, orthonormal) of squares of 32 x 32 values: what is coarse in them and what is fine. */
final class Dct {
    /** Side of a square. */
    static final int SIDE = 32;

    /** (u, x), row-major. */
    private static final float[] COSINES = new float[SIDE * SIDE];

    static {
        for (int u = 0; u < SIDE; u++) {
            double norm = Math.sqrt((u == 0 ? 1.0 : 2.0) / SIDE);
            for (int x = 0; x < SIDE; x++) {
                COSINES[u * SIDE + x] = (float) (norm * Math.cos(Math.PI * (2 * x + 1) * u / (2 * SIDE)));
            }
        }
    }

    private Dct() {}

    /**
     * Transforms a square of a plane.
     *
     * @param plane (rows, width), row-major
     * @param width the plane's
     * @param at the place of the square's first value in the plane
     * @return (v, u), frequencies down and across
     */
    static float[] of(float[] plane, int width, int at) {
        float[] across = new float[SIDE * SIDE]; // (y, u)
        for (int y = 0; y < SIDE; y++) {
            for (int u = 0; u < SIDE; u++) {
                float sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += COSINES[u * SIDE + x] * plane[at + y * width + x];
                }
                across[y * SIDE + u] = sum;
            }
        }
        float[] both = new float[SIDE * SIDE]; // (v, u)
        for (int v = 0; v < SIDE; v++) {
            for (int y = 0; y < SIDE; y++) {
                float cosine = COSINES[v * SIDE + y];
                for (int u = 0; u < SIDE; u++) {
                    both[v * SIDE + u] += cosine * across[y * SIDE + u];
                }
            }
        }
        return both;
    }
}
