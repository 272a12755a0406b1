package loralei.train;

import loralei.data.Example;
import loralei.data.SplitMix64;

/**
 * What is drawn for one sample of a step, from (seed, step, place) alone: a run that goes on draws the same, and what has
 * nothing to choose from changes no other draw.
 *
 * @param flip whether the picture is mirrored
 * @param prompt which of its texts it is shown with
 */
record SampleDraw(boolean flip, String prompt) {
    /**
     * That of one sample.
     *
     * @param seed the run's
     * @param step from 1
     * @param place in the batch, from 0
     */
    static SampleDraw of(long seed, int step, int place, Example example) {
        SplitMix64 random = StepSeed.ofSample(seed, step, place);
        boolean heads = random.nextLong() < 0; // drawn in any case, so that captions do not depend on it
        return new SampleDraw(heads && example.flip(), example.caption().pick(random));
    }
}
