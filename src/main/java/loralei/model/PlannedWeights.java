package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.BaseWeights;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** The weights of another source, those of blocks held as planned. */
final class PlannedWeights implements WeightSource {
    private final WeightSource source;
    private final WeightPlan plan;
    private final Optional<Offloading> offloading;
    private long toOffload;

    /**
     * Holds the weights of a source as planned.
     *
     * @param offloading takes in blocks that are offloaded; without one, as on a processor, they stay in their file
     */
    PlannedWeights(WeightSource source, WeightPlan plan, Optional<Offloading> offloading) {
        this.source = source;
        this.plan = plan;
        this.offloading = offloading;
        this.toOffload = plan.offloadedBytes();
    }

    @Override
    public Tensor get(String name, long... shape) {
        return source.get(name, shape);
    }

    @Override
    public TensorList list(Spec... modules) {
        return source.list(modules);
    }

    @Override
    public FrozenWeights resident(Spec... modules) {
        return FrozenWeights.resident(source.owned(new TensorList(held(modules))), Spec.count(modules));
    }

    @Override
    public FrozenWeights block(Spec... modules) {
        if (offloading.isEmpty() || toOffload <= 0) {
            return resident(modules);
        }
        Offloading.Block block = source.owned(offloading.get().add(held(modules), Spec.count(modules)));
        toOffload -= block.bytes();
        return block;
    }

    private Tensor weight(String name, boolean narrow, long... shape) {
        boolean inFile = offloading.isEmpty() && !narrow && plan.offloadedBytes() > 0;
        return inFile ? source.stored(name, shape) : source.get(name, shape);
    }

    /** The weights of some modules and, if some of them are in 8 bits, a scale for each, empty for the others. */
    private List<Tensor> held(Spec... modules) {
        List<Tensor> weights = new ArrayList<>();
        List<Tensor> scales = new ArrayList<>();
        boolean eightBits = false;
        for (Spec module : modules) {
            long[] shape = module.weight().stream().mapToLong(Long::longValue).toArray();
            boolean narrow = plan.eightBits() && shape.length > 1;
            Tensor weight = weight(module.path() + ".weight", narrow, shape);
            if (narrow && weight.shape().length == shape.length) { // else it is missing, of which the source tells
                try (weight) {
                    List<Tensor> parts =
                            Kernels.tensors(plan.kept() == BaseWeights.INT8 ? "to_int8" : "to_eight_bits", weight);
                    weights.add(parts.get(0));
                    scales.add(parts.get(1));
                }
                eightBits = true;
            } else {
                weights.add(weight);
                scales.add(Tensor.of(new float[0], 0));
            }
            if (module.hasBias()) {
                weights.add(source.get(module.path() + ".bias", shape[0]));
                scales.add(Tensor.of(new float[0], 0));
            }
        }
        if (eightBits) {
            weights.addAll(scales);
        } else {
            scales.forEach(Tensor::close);
        }
        return weights;
    }
}
