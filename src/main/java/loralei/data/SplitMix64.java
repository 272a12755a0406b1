package loralei.data;

/**
 * The SplitMix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Written out
 * because the methods of {@code java.util.SplittableRandom} that draw below a bound may change between Java versions,
 * and the order of pictures must not.
 */
public final class SplitMix64 {
    /** The golden ratio as an odd 64-bit fraction. */
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** A generator that starts from this state. */
    public SplitMix64(long seed) {
        state = seed;
    }

    /** Returns the next 64 bits. */
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** Returns a number from 0 to below 1, each of 2^53 equally likely. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Returns a number from 0 to {@code bound - 1}, each equally likely. */
    int nextInt(int bound) {
        // 63 bits, less the incomplete last round of remainders, which would favour small numbers.
        long limit = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long bits;
        do {
            bits = nextLong() >>> 1;
        } while (bits >= limit);
        return (int) (bits % bound);
    }

    /** Scrambles 64 bits so that neighbours have nothing in common (variant 13 of Stafford's mixers). */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
