package loralei.train;

import loralei.config.PreviewPictures;
import loralei.config.TrainingConfig;
import loralei.data.BatchPlan;

/**
 * The steps after which previews are drawn.
 *
 * @param config when they are wanted
 * @param batches what ends an epoch
 * @param steps steps of the whole run, after the last of which they are always drawn
 */
record PreviewSteps(TrainingConfig config, BatchPlan batches, int steps) {
    /** Whether they are drawn after this step; 0 is before the first one. */
    boolean contain(int step) {
        if (PreviewPictures.of(config).isEmpty()) {
            return false;
        }
        if (step == 0) {
            return config.previewAtStart();
        }
        return step == steps || isMultiple(step, config.previewEvery()) || endsEpoch(step);
    }

    private boolean endsEpoch(int step) {
        long epoch = batches.epoch(step);
        return isMultiple(epoch, config.previewEveryEpochs()) && batches.totalSteps(epoch) == step;
    }

    private static boolean isMultiple(long number, int every) {
        return every > 0 && number % every == 0;
    }
}
