package loralei.gui.queue;

/**
 * How far a run has come.
 *
 * @param step steps that are done
 * @param totalSteps steps of the whole run
 * @param secondsLeft estimate for the rest
 */
public record RunProgress(int step, int totalSteps, double secondsLeft) {}
