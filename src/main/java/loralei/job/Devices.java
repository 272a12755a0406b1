package loralei.job;

import loralei.config.DeviceChoice;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/** Turns what a person chose into what this computer has. */
final class Devices {
    private Devices() {}

    static ComputeDevice device(DeviceChoice choice) {
        boolean hasGpu = choice != DeviceChoice.CPU && ComputeDevice.gpuCount() > 0;
        if (choice == DeviceChoice.CUDA && !hasGpu) {
            throw UserError.request(
                    "No CUDA GPU can be used: either this computer has none, or the CPU build of PyTorch is loaded.",
                    "Use --device cpu (slow), or start Loralei with the CUDA libraries on a computer with an NVIDIA "
                            + "GPU and its driver.");
        }
        return hasGpu ? ComputeDevice.gpu() : ComputeDevice.cpu();
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
