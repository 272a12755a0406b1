package loralei.data;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What can be said of a picture from its pixels, whatever it is trained at.
 *
 * @param hash its perceptual hash: pictures that look alike differ in few of its 63 bits
 * @param plain whether there is nothing in it that a hash could tell of
 * @param detail the size that holds all of its detail, up to {@link #LONGEST} pixels a side: smaller than the picture where
 *     that is blurred, or was enlarged
 */
record PictureLook(long hash, boolean plain, PictureSize detail) {
    /** More detail than anybody trains; larger pictures are looked at scaled down. */
    static final int LONGEST = 2048;

    /** Of 63 bits. Two pictures that have nothing in common differ in 31 on average, with a deviation of 4. */
    static final int NEAR = 6;

    /**
     * What a blurred picture has of the share that the finest octave has in it when it is halved a few times; sharp photos,
     * drawings and noise have 0.41 to 1.1 of it, also as JPEG of quality 60. Enlarged to twice or four times the size
     * (bilinear, bicubic, Lanczos), or blurred by a Gaussian of 1 pixel or more, they have 0.04 to 0.19.
     */
    private static final double BLURRED = 0.3;

    /** What is blurred at all sizes has less than this; the softest picture that is not, a drawing, has 0.02. */
    private static final double BLURRED_EVERYWHERE = 0.012;

    /** A block with less contrast tells nothing: a variance of 16, a sixtieth of the range from black to white. */
    private static final double LEAST_VARIANCE = 16;

    private static final int LEAST_BLOCKS = 4;

    /** Nine of ten blocks: where a picture is sharp in one place, its background may be blurred. */
    private static final double SHARPEST = 0.9;

    private static final int HASHED = 8;
    private static final int OCTAVES = 4;
    private static final int MOST_HALVINGS = 4;

    /** Whether two pictures look the same. */
    boolean isNear(PictureLook other) {
        return !plain && !other.plain && Long.bitCount(hash ^ other.hash) <= NEAR;
    }

    /** The size that would hold all the detail of what is trained of an example's picture. */
    PictureSize detail(Example example) {
        PictureSize whole = example.picture().size();
        if (example.crop().isEmpty()) {
            return detail;
        }
        int factor = (Math.max(whole.width(), whole.height()) + LONGEST - 1) / LONGEST; // as it was looked at
        int seen = Math.max(1, whole.width() / factor);
        double kept = Math.min(1, detail.width() / (double) seen);
        PictureSize size = example.size();
        return new PictureSize(
                Math.max(1, (int) Math.ceil(size.width() * kept)), Math.max(1, (int) Math.ceil(size.height() * kept)));
    }

    static PictureLook of(RgbPicture picture) {
        PictureSize size = picture.size();
        float[] small = Luma.scaled(picture, Dct.SIDE, Dct.SIDE);
        float[] waves = Dct.of(small, Dct.SIDE, 0);
        int factor = (Math.max(size.width(), size.height()) + LONGEST - 1) / LONGEST;
        int width = Math.max(1, size.width() / factor);
        int height = Math.max(1, size.height() / factor);
        float[] plane = factor == 1 ? Luma.of(picture) : Luma.scaled(picture, width, height);
        int halvings = halvings(plane, width, height);
        return new PictureLook(
                hash(waves),
                energy(waves, 1, HASHED) < LEAST_VARIANCE * Dct.SIDE * Dct.SIDE,
                new PictureSize(Math.max(1, width >> halvings), Math.max(1, height >> halvings)));
    }

    /** Of the coarsest waves but the mean: whether each is above the median. */
    private static long hash(float... waves) {
        float[] coarse = new float[HASHED * HASHED - 1];
        for (int i = 1; i <= coarse.length; i++) {
            coarse[i - 1] = waves[i / HASHED * Dct.SIDE + i % HASHED];
        }
        float[] sorted = coarse.clone();
        Arrays.sort(sorted);
        float median = sorted[sorted.length / 2];
        long hash = 0;
        for (float wave : coarse) {
            hash = hash << 1 | (wave > median ? 1 : 0);
        }
        return hash;
    }

    /** How often the picture can be halved before it loses detail. */
    private static int halvings(float[] plane, int width, int height) {
        double[] shares = new double[MOST_HALVINGS + 1];
        int levels = 0;
        float[] level = plane;
        while (levels < shares.length) {
            OptionalDouble share = finestShare(level, width >> levels, height >> levels);
            if (share.isEmpty()) {
                break;
            }
            shares[levels] = share.getAsDouble();
            level = halved(level, width >> levels, height >> levels);
            levels++;
        }
        int halvings = 0;
        while (halvings < levels) {
            double later = Arrays.stream(shares, halvings + 1, levels).max().orElse(0);
            if (shares[halvings] >= Math.max(BLURRED_EVERYWHERE, BLURRED * later)) {
                break;
            }
            halvings++;
        }
        return halvings;
    }

    /** The share of the finest octave, where the picture is sharpest; empty where there is too little to tell. */
    private static OptionalDouble finestShare(float[] plane, int width, int height) {
        int across = width / Dct.SIDE;
        int blocks = across * (height / Dct.SIDE);
        double[] shares = new double[blocks];
        int counted = 0;
        for (int block = 0; block < blocks; block++) {
            int at = block / across * Dct.SIDE * width + block % across * Dct.SIDE;
            float[] waves = Dct.of(plane, width, at);
            double all = energy(waves, Dct.SIDE >> OCTAVES, Dct.SIDE);
            if (all > LEAST_VARIANCE * Dct.SIDE * Dct.SIDE) {
                shares[counted] = energy(waves, Dct.SIDE / 2, Dct.SIDE) / all;
                counted++;
            }
        }
        if (counted < LEAST_BLOCKS) {
            return OptionalDouble.empty();
        }
        Arrays.sort(shares, 0, counted);
        return OptionalDouble.of(shares[(int) (SHARPEST * (counted - 1))]);
    }

    private static float[] halved(float[] plane, int width, int height) {
        int across = width / 2;
        float[] half = new float[across * (height / 2)];
        for (int i = 0; i < half.length; i++) {
            int at = i / across * 2 * width + i % across * 2;
            half[i] = (plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]) / 4;
        }
        return half;
    }

    /** The energy of all waves whose larger frequency is in a range. */
    private static double energy(float[] waves, int from, int to) {
        double sum = 0;
        for (int v = 0; v < to; v++) {
            for (int u = v < from ? from : 0; u < to; u++) {
                double wave = waves[v * Dct.SIDE + u];
                sum += wave * wave;
            }
        }
        return sum;
    }
}
