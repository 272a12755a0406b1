package loralei.job;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.UserError;
import loralei.model.BaseModel;
import loralei.text.Message;
import loralei.text.SettingName;
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
        Message what = Double.isFinite(failure.loss())
                ? Message.of("train.gradient", failure.step())
                : Message.of("train.loss", failure.step(), failure.loss());
        List<Message> remedies = new ArrayList<>();
        if (type != ComputeType.FP32) {
            remedies.add(Message.of("train.useFp32", SettingName.of("precision", "fp32"), type.id()));
        }
        remedies.add(
                failure.isUntrained()
                        ? Message.of("train.nothingLearned")
                        : Message.of("train.lowerRate", SettingName.of("learningRate")));
        if (Files.exists(files.stateFile())) {
            remedies.add(Message.of("train.resume", SettingName.of("resume")));
        }
        return UserError.run(what, Message.joined(" ", remedies)).causedBy(failure);
    }
}
