package loralei.gui.form;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.job.RunPreview;

/**
 * What was found when the form was looked at.
 *
 * @param config what the form said
 * @param problems what is wrong with it at first sight
 * @param preview what a run with it would be
 * @param secondsPerStep how long a step took in a run like it
 */
record FormReview(TrainingConfig config, List<Problem> problems, RunPreview preview, OptionalDouble secondsPerStep) {
    /** Whether none of these settings has a problem, so that what follows from them can be told. */
    boolean right(Collection<String> settings) {
        return problems.stream().noneMatch(problem -> settings.contains(problem.field()));
    }
}
