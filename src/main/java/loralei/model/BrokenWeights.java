package loralei.model;

import loralei.config.UserError;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.ComputeType;

/** Base models whose parts hold or give what is no number, as after a failed merge. */
final class BrokenWeights {
    private BrokenWeights() {}

    /** A part with a weight that is no number, or none in the type that it is computed in. */
    static UserError holding(Message part, Message place, ComputeType type) {
        return type == ComputeType.FP16
                ? UserError.run(
                        Message.of("model.beyondFp16", part, place),
                        Message.of("model.useFp32", SettingName.of("precision", "fp32")))
                : UserError.run(Message.of("model.notFinite", part, place), Message.of("model.getFileAgain"));
    }

    /** A part whose weights are numbers and whose result is not: they are too large. */
    static UserError giving(Message part, String input) {
        return UserError.run(Message.of("model.overflows", part, input), Message.of("model.repaired", part));
    }
}
