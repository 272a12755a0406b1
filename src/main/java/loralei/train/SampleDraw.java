package loralei.train;

import loralei.data.Example;
import loralei.data.SplitMix64;
import loralei.data.View;

/**
 * What is drawn for one sample of a step, from (seed, step, place) alone: a run that goes on draws the same, and what has
 * nothing to choose from changes no other draw.
 *
 * @param view whether the picture is mirrored, and which of its variants is shown
 * @param prompt which of its texts it is shown with
 */
record SampleDraw(View view, String prompt) {
    boolean flip() {
        return view.flip();
    }

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
        String prompt = example.caption().pick(random);
        // drawn last, so that flips and captions do not depend on it
        return new SampleDraw(
                new View(heads && example.flip(), example.variation().pick(random)), prompt);
    }
}
