package loralei.train;

/**
 * What a run carries from step to step beside the adapter and the optimizer.
 *
 * @param smoothedLoss the running mean of the loss
 * @param lossScale the factor on the loss
 * @param session a number that all files of the run share
 * @param startedMillis when the run first started, milliseconds since 1970
 */
record Progress(SmoothedLoss smoothedLoss, LossScale lossScale, long session, long startedMillis) {
    /** That of a new run. */
    static Progress start(boolean fp16) {
        long now = System.currentTimeMillis();
        return new Progress(new SmoothedLoss(), new LossScale(fp16), now, now);
    }

    /** That of a run that goes on. */
    static Progress resumed(boolean fp16, RunState.Position position) {
        Progress progress =
                new Progress(new SmoothedLoss(), new LossScale(fp16), position.session(), position.startedMillis());
        progress.smoothedLoss.restore(position.smoothedLoss(), position.step());
        progress.lossScale.restore(position.lossScale(), position.goodSteps());
        return progress;
    }
}
