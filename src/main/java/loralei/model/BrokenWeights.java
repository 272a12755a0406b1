package loralei.model;

import static loralei.config.Words.say;

import loralei.config.UserError;
import loralei.config.Words;
import loralei.torch.ComputeType;

/** Base models whose parts hold or give what is no number, as after a failed merge. */
final class BrokenWeights {
    private BrokenWeights() {}

    /** A part with a weight that is no number, or none in the type that it is computed in. */
    static UserError holding(Words part, Words place, ComputeType type) {
        return type == ComputeType.FP16
                ? UserError.run(
                        say(
                                "The {0} of the base model holds values that fp16 cannot hold, or no numbers: {1}.",
                                part, place),
                        say(
                                "Use --precision fp32 or bf16. If that fails too, get this file of the base model again, or "
                                        + "choose another base model."))
                : UserError.run(
                        say(
                                "The {0} of the base model holds values that are no numbers (NaN or infinite): {1}.",
                                part, place),
                        say("Get this file of the base model again, or choose another base model."));
    }

    /** A part whose weights are numbers and whose result is not: they are too large. */
    static UserError giving(Words part, String input) {
        return UserError.run(
                say("The {0} of the base model overflows, even in fp32: its result for {1} is no number.", part, input),
                say("Choose another base model, or one with a repaired {0}.", part));
    }
}
