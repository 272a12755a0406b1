package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import loralei.config.DeviceChoice;
import loralei.config.DeviceChoice.Kind;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.Allocator;
import loralei.torch.Card;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.Natives;

/** Turns what a person chose into what this computer has. */
final class Devices {
    /** What CUDA takes of a card for each process, in bytes; the estimate of a run has it too. */
    private static final long OWN_CONTEXT = 450_000_000;

    private Devices() {}

    /**
     * The device to compute on.
     *
     * @param choice what the person chose
     * @param effort what is given up on a card so that there is room for what is to be computed
     */
    static ComputeDevice device(DeviceChoice choice, ToIntFunction<Card> effort) {
        boolean wanted = choice.kind() != Kind.CPU;
        NativeChoice natives = Natives.choose(wanted);
        if (wanted && ComputeDevice.gpuCount() > 0) {
            Gpus.Answer answer = Gpus.ofThisComputer().ask();
            return answer.cards().isEmpty() // the driver's tool is missing: what was asked for has to be believed
                    ? ComputeDevice.gpu(choice.card().orElse(0))
                    : ComputeDevice.gpu(CardChoice.card(given(choice), answer, effort));
        }
        if (choice.kind() == Kind.CUDA) {
            throw UserError.request(
                    Message.of("device.noneUsable", whyNoGpu(natives)),
                    Message.of("device.useCpu", SettingName.of("device", "cpu")));
        }
        return ComputeDevice.cpu();
    }

    /** The card that was free, where the person named none. */
    private static DeviceChoice given(DeviceChoice choice) {
        OptionalInt free = DeviceQueue.card();
        return choice.card().isEmpty() && free.isPresent() ? DeviceChoice.card(free.getAsInt()) : choice;
    }

    /** The memory that a run may take on a device that is in use, its own process's there being none of others'. */
    static MemoryRoom room(ComputeDevice device) {
        if (!device.isGpu()) {
            Allocator.trim(); // what an earlier run has left counts as taken otherwise
            return Machine.mainMemory();
        }
        return device.card()
                .map(card -> MemoryRoom.on(card, Math.max(0, taken(card) - OWN_CONTEXT)))
                .orElse(MemoryRoom.unknown(true));
    }

    private static long taken(Card card) {
        return Gpus.ofThisComputer().usedMemory(card.number()).orElse(0);
    }

    private static Message whyNoGpu(NativeChoice natives) {
        return natives.build() == NativeChoice.Build.CPU ? natives.why() : Message.of("device.notFound");
    }

    /** That a graphics card lies idle though nobody asked for that, and why; empty where it is as it should be. */
    static Optional<Message> idleCard(DeviceChoice choice, ComputeDevice device) {
        if (choice.kind() != Kind.AUTO
                || device.isGpu()
                || !Gpus.ofThisComputer().hasDriver()) {
            return Optional.empty();
        }
        return Optional.of(Message.of("device.onProcessor", whyNoGpu(Natives.choose(true))));
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
    static List<Message> aboutType(PrecisionChoice choice, ComputeType type, ComputeDevice device) {
        List<Message> told = new ArrayList<>();
        device.card().ifPresent(card -> {
            if (type == ComputeType.BF16 && card.capability().isPresent() && !card.hasBf16()) {
                told.add(Message.of("device.noBf16", card.name(), SettingName.of("precision", "fp16")));
            }
            if (choice == PrecisionChoice.AUTO && type == ComputeType.FP32) {
                told.add(Message.of("device.fp16Avoided", card.name()));
            } else if (type == ComputeType.FP16 && card.hasDoubtfulFp16() && !device.convolves(type)) {
                told.add(Message.of("device.fp16Fails", card.name(), SettingName.of("precision", "fp32")));
            }
        });
        return told;
    }
}
