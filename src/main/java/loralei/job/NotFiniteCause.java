package loralei.job;

import static loralei.config.Words.say;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.model.BaseModel;
import loralei.torch.ComputeType;
import loralei.train.NotFiniteLossException;
import loralei.train.RunFiles;

/** Why a loss is no number, and what to do about it. */
final class NotFiniteCause {
    private NotFiniteCause() {}

    static UserError of(NotFiniteLossException failure, BaseModel model, ComputeType type, RunFiles files) {
        Optional<UserError> broken = model.brokenUnet(type);
        if (broken.isPresent()) {
            return broken.get().causedBy(failure);
        }
        Words what = Double.isFinite(failure.loss())
                ? say(
                        "The gradient of step {0} is not a finite number, so the run stopped before it could spoil the LoRA.",
                        failure.step())
                : say(
                        "The loss of step {0} is not a finite number ({1}), so the run stopped before it could spoil "
                                + "the LoRA.",
                        failure.step(), failure.loss());
        List<Words> remedies = new ArrayList<>();
        if (type != ComputeType.FP32) {
            remedies.add(say("Use --precision fp32: what overflows in {0} may fit there.", type.id()));
        }
        remedies.add(
                failure.isUntrained()
                        ? say("Nothing had been learned yet, so the learning rate has no part in it: try another base "
                                + "model or other pictures.")
                        : say("Use a lower --learning-rate."));
        if (Files.exists(files.stateFile())) {
            remedies.add(say("What was saved before is good: go on with --resume."));
        }
        return UserError.run(what, Words.joined(" ", remedies)).causedBy(failure);
    }
}
