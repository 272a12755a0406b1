package loralei.model;

import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Tensor;

/**
 * Random weights of a size that keeps activations of order one, for measuring speed and memory without a base model:
 * norms pass their input on, all else is normal with variance 1 / fan-in.
 */
public final class RandomWeights implements WeightSource {
    private final ComputeDevice device;
    private final ComputeType type;

    /** Weights on this device in this type. */
    public RandomWeights(ComputeDevice device, ComputeType type) {
        this.device = device;
        this.type = type;
    }

    @Override
    public Tensor get(String name, long... shape) {
        if (shape.length == 1) {
            return device.randn(0.02, type, shape);
        }
        long fanIn = 1;
        for (int i = 1; i < shape.length; i++) {
            fanIn *= shape[i];
        }
        return device.randn(1 / Math.sqrt((double) fanIn), type, shape);
    }
}
