package loralei.job;

import static loralei.config.Words.say;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import loralei.config.DeviceChoice;
import loralei.config.DeviceChoice.Kind;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.torch.Card;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.Natives;

/** Turns what a person chose into what this computer has. */
final class Devices {
    private Devices() {}

    /**
     * The device to compute on.
     *
     * @param choice what the person chose
     * @param fits whether a card has room for what is to be computed
     */
    static ComputeDevice device(DeviceChoice choice, Predicate<Card> fits) {
        boolean wanted = choice.kind() != Kind.CPU;
        NativeChoice natives = Natives.choose(wanted);
        if (wanted && ComputeDevice.gpuCount() > 0) {
            Gpus.Answer answer = Gpus.ofThisComputer().ask();
            return answer.cards().isEmpty() // the driver's tool is missing: what was asked for has to be believed
                    ? ComputeDevice.gpu(choice.card().orElse(0))
                    : ComputeDevice.gpu(CardChoice.card(choice, answer, fits));
        }
        if (choice.kind() == Kind.CUDA) {
            throw UserError.request(
                    say("No graphics card can be used: {0}.", whyNoGpu(natives)),
                    say("Use --device cpu (slow). \"loralei doctor\" tells what is missing and what to do."));
        }
        return ComputeDevice.cpu();
    }

    private static Words whyNoGpu(NativeChoice natives) {
        return natives.build() == NativeChoice.Build.CPU
                ? natives.why()
                : say("PyTorch does not find one that it can compute on");
    }

    /** That a graphics card lies idle though nobody asked for that, and why; empty where it is as it should be. */
    static Optional<Words> idleCard(DeviceChoice choice, ComputeDevice device) {
        if (choice.kind() != Kind.AUTO
                || device.isGpu()
                || !Gpus.ofThisComputer().hasDriver()) {
            return Optional.empty();
        }
        return Optional.of(say(
                "The run is on the processor, which is slow: {0}. \"loralei doctor\" tells what to do.",
                whyNoGpu(Natives.choose(true))));
    }

    static ComputeType type(PrecisionChoice choice, ComputeDevice device) {
        return switch (choice) {
            case AUTO -> device.preferredType();
            case FP32 -> ComputeType.FP32;
            case BF16 -> ComputeType.BF16;
            case FP16 -> ComputeType.FP16;
        };
    }

    /** What a person should know of the type on this device. */
    static List<Words> aboutType(PrecisionChoice choice, ComputeType type, ComputeDevice device) {
        List<Words> told = new ArrayList<>();
        device.card().ifPresent(card -> {
            if (type == ComputeType.BF16 && card.capability().isPresent() && !card.hasBf16()) {
                told.add(say(
                        "The card {0} has no bf16 arithmetic of its own: it takes longer and about twice the memory. "
                                + "--precision fp16 suits it.",
                        card.name()));
            }
            if (choice == PrecisionChoice.AUTO && type == ComputeType.FP32) {
                told.add(say(
                        "Convolutions in fp16 give no numbers on the card {0}, so the run is in fp32, which takes more memory.",
                        card.name()));
            } else if (type == ComputeType.FP16 && card.hasDoubtfulFp16() && !device.convolves(type)) {
                told.add(say(
                        "Convolutions in fp16 give no numbers on the card {0}: the run will fail. --precision fp32 works.",
                        card.name()));
            }
        });
        return told;
    }
}
