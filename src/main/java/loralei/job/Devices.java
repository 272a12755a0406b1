package loralei.job;

import static loralei.config.Words.say;

import java.util.Optional;
import loralei.config.DeviceChoice;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.Natives;

/** Turns what a person chose into what this computer has. */
final class Devices {
    private Devices() {}

    static ComputeDevice device(DeviceChoice choice) {
        NativeChoice natives = Natives.choose(choice != DeviceChoice.CPU);
        boolean hasGpu = choice != DeviceChoice.CPU && ComputeDevice.gpuCount() > 0;
        if (choice == DeviceChoice.CUDA && !hasGpu) {
            throw UserError.request(
                    say("No graphics card can be used: {0}.", whyNoGpu(natives)),
                    say("Use --device cpu (slow). \"loralei doctor\" tells what is missing and what to do."));
        }
        return hasGpu ? ComputeDevice.gpu() : ComputeDevice.cpu();
    }

    private static Words whyNoGpu(NativeChoice natives) {
        return natives.build() == NativeChoice.Build.CPU
                ? natives.why()
                : say("PyTorch does not find one that it can compute on");
    }

    /** That a graphics card lies idle though nobody asked for that, and why; empty where it is as it should be. */
    static Optional<Words> idleCard(DeviceChoice choice, ComputeDevice device) {
        if (choice != DeviceChoice.AUTO
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
}
