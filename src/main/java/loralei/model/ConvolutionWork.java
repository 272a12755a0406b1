package loralei.model;

/**
 * What a 3x3 convolution on the processor works with beside input and output; follows basics.torchscript and winograd.torchscript, as
 * they choose with AVX-512; what differs without it, over few positions, is not where a step's memory is highest.
 */
final class ConvolutionWork {
    /** As {@code conv_by_tiles} chooses: positions, or fewer with many weights, in numbers of channels in and out. */
    private static final long MANY_POSITIONS = 1024;

    private static final long LEAST_POSITIONS = 256;

    private static final long MANY_WEIGHTS = 1_600_000;

    private static final int LEAST_CHANNELS = 128;

    /** As {@code conv_of_tiles} cuts: values of a part of the tiles, and of the weights. */
    private static final long TILES = 250_000;

    private static final long WEIGHTS = 450_000;

    /** Products of a tile, and its values in the result. */
    private static final int PRODUCTS = 36;

    private static final int RESULTS = 16;

    private ConvolutionWork() {}

    static long bytes(Workplace place, long batch, long height, long width, long in, long out) {
        if (place.isCard()) {
            return 0; // cuDNN's workspace is in the process's share
        }
        long positions = batch * height * width;
        boolean enough = positions >= MANY_POSITIONS || (positions >= LEAST_POSITIONS && in * out >= MANY_WEIGHTS);
        if (enough && in >= LEAST_CHANNELS && out >= LEAST_CHANNELS) {
            long tiles = batch * ((height + 3) / 4) * ((width + 3) / 4);
            long part = Math.min(tiles, TILES / Math.max(in, out));
            long weights = Math.min(in * out, WEIGHTS);
            long values = PRODUCTS * in * part;
            long sums = (PRODUCTS + 2L * RESULTS) * Math.min(out, WEIGHTS / in) * part;
            return Float.BYTES * Math.max(2 * values, values + PRODUCTS * weights + sums);
        }
        if (out >= 4 * height * width) {
            return Float.BYTES * positions * 9 * in; // one matrix product for each picture, from all it sees
        }
        return Float.BYTES * (positions * (in + out) + 9 * in * out); // oneDNN lays everything out anew
    }
}
