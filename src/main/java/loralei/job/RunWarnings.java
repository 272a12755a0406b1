package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.PromptSyntax;
import loralei.config.TrainingConfig;
import loralei.data.HeldOut;
import loralei.text.Message;
import loralei.text.SettingName;

/** Settings that work and that hardly anybody means. */
final class RunWarnings {
    /** A hundred times the usual rate: AdamW moves every number by about the rate in each step. */
    private static final double HIGH_RATE = 0.01;

    private RunWarnings() {}

    /** What to tell of a run of so many steps. */
    static List<Message> of(TrainingConfig config, int steps) {
        List<Message> warnings = new ArrayList<>();
        if (config.lrWarmupSteps() >= steps) {
            warnings.add(Message.of("train.warmup", config.lrWarmupSteps(), steps));
        }
        if (config.effectiveLearningRate() > HIGH_RATE) {
            warnings.add(Message.of("train.highRate", config.effectiveLearningRate()));
        }
        return warnings;
    }

    /** What to tell of pictures that were to be held out. */
    static Optional<Message> ofHeldOut(TrainingConfig config, HeldOut parts) {
        return config.validationShare() > 0 && parts.heldOut().isEmpty()
                ? Optional.of(Message.of("preview.tooFew", HeldOut.LEAST_PICTURES, SettingName.of("validationShare")))
                : Optional.empty();
    }

    /** What to tell of the words that the pictures are trained on. */
    static Optional<Message> ofPrompts(List<String> prompts) {
        List<String> commands = prompts.stream()
                .flatMap(prompt -> PromptSyntax.in(prompt).stream())
                .distinct()
                .toList();
        return commands.isEmpty()
                ? Optional.empty()
                : Optional.of(Message.of("train.promptSyntax", String.join(", ", commands)));
    }
}
