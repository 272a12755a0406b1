package loralei.train;

import loralei.data.SplitMix64;

/** The generator's seed for one step of a run. */
final class StepSeed {
    private StepSeed() {}

    /**
     * Mixes the run's seed with the step. libtorch's CPU generator takes 32 bits of a seed, so that many are given.
     */
    static long of(long seed, int step) {
        long scrambled = new SplitMix64(seed).nextLong();
        return new SplitMix64(scrambled + step).nextLong() & 0xffffffffL;
    }
}
