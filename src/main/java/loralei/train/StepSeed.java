package loralei.train;

import loralei.data.SplitMix64;

/** The generator's seed for one step of a run. */
final class StepSeed {
    private StepSeed() {}

    /**
     * Mixes the run's seed with the step. libtorch's CPU generator takes 32 bits of a seed, so that many are given.
     */
    static long of(long seed, int step) {
        return scrambled(seed, step) & 0xffffffffL;
    }

    /** A generator for what is drawn for one sample of a step, beside the tensors. */
    static SplitMix64 ofSample(long seed, int step, int place) {
        return new SplitMix64(scrambled(scrambled(seed, step), place + 1));
    }

    private static long scrambled(long seed, int number) {
        long scrambled = new SplitMix64(seed).nextLong();
        return new SplitMix64(scrambled + number).nextLong();
    }
}
