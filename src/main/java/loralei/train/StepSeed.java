package loralei.train;

/** The generator's seed for one step of a run. */
final class StepSeed {
    private StepSeed() {}

    /**
     * Mixes the run's seed with the step by SplitMix64's finaliser (Steele, Lea and Flood 2014). libtorch's CPU
     * generator takes 32 bits of a seed, so that many are given.
     */
    static long of(long seed, int step) {
        return mix(mix(seed) + step) & 0xffffffffL;
    }

    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
