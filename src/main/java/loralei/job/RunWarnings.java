package loralei.job;

import static loralei.config.Words.say;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.PromptSyntax;
import loralei.config.TrainingConfig;
import loralei.config.Words;

/** Settings that work and that hardly anybody means. */
final class RunWarnings {
    /** A hundred times the usual rate: AdamW moves every number by about the rate in each step. */
    private static final double HIGH_RATE = 0.01;

    private RunWarnings() {}

    /** What to tell of a run of so many steps. */
    static List<Words> of(TrainingConfig config, int steps) {
        List<Words> warnings = new ArrayList<>();
        if (config.lrWarmupSteps() >= steps) {
            warnings.add(say(
                    "The warm-up of {0} steps is not over when the run of {1} ends: the learning rate never gets to its "
                            + "full height. Choose a shorter warm-up.",
                    config.lrWarmupSteps(), steps));
        }
        if (config.effectiveLearningRate() > HIGH_RATE) {
            warnings.add(say(
                    "The learning rate {0} is far above what this optimizer bears; 0.0001 is usual.",
                    config.effectiveLearningRate()));
        }
        return warnings;
    }

    /** What to tell of the words that the pictures are trained on. */
    static Optional<Words> ofPrompts(List<String> prompts) {
        List<String> commands = prompts.stream()
                .flatMap(prompt -> PromptSyntax.in(prompt).stream())
                .distinct()
                .toList();
        return commands.isEmpty()
                ? Optional.empty()
                : Optional.of(say(
                        "What means something to programs that draw is trained as it stands, sign by sign: {0}. Leave it "
                                + "out of the prompt.",
                        String.join(", ", commands)));
    }
}
