package loralei.model;

import java.util.ArrayList;
import java.util.List;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** Where a network's weights come from: a checkpoint, or random numbers. */
public interface WeightSource {
    /** The weight of this name in the type and on the device that the network computes in. */
    Tensor get(String name, long... shape);

    /** A module's weights joined into one list, {@code .weight} and {@code .bias} of each named module in turn. */
    default TensorList list(Spec... modules) {
        List<Tensor> tensors = new ArrayList<>();
        for (Spec module : modules) {
            long[] shape = module.weight().stream().mapToLong(Long::longValue).toArray();
            tensors.add(get(module.path() + ".weight", shape));
            if (module.hasBias()) {
                tensors.add(get(module.path() + ".bias", shape[0]));
            }
        }
        return new TensorList(tensors);
    }

    /** A block's weights, for kernels that widen those which are narrower than their arithmetic. */
    default FrozenWeights block(Spec... modules) {
        return resident(modules);
    }

    /** The same for such as are always on the device: a kernel may take them together with a block's. */
    default FrozenWeights resident(Spec... modules) {
        return FrozenWeights.resident(list(modules), Spec.count(modules));
    }

    /**
     * The weight where it is stored, in a type that widens exactly to that which the network computes in; the same as
     * {@link #get} where that cannot be.
     */
    default Tensor stored(String name, long... shape) {
        return get(name, shape);
    }

    /** Takes over what was made of its weights, until the network that it belongs to is whole. */
    default <T extends AutoCloseable> T owned(T part) {
        return part;
    }

    /** A module: its path, its weight's shape, and whether it has a bias of the weight's first size. */
    record Spec(String path, boolean hasBias, List<Long> weight) {
        /** The number of values of some modules. */
        static long count(Spec... modules) {
            long count = 0;
            for (Spec module : modules) {
                count += module.weight().stream().reduce(1L, Math::multiplyExact)
                        + (module.hasBias() ? module.weight().get(0) : 0);
            }
            return count;
        }

        static Spec norm(String path, long channels) {
            return new Spec(path, true, List.of(channels));
        }

        static Spec linear(String path, long in, long out) {
            return new Spec(path, true, List.of(out, in));
        }

        static Spec linearWithoutBias(String path, long in, long out) {
            return new Spec(path, false, List.of(out, in));
        }

        static Spec conv(String path, long in, long out, long kernel) {
            return new Spec(path, true, List.of(out, in, kernel, kernel));
        }
    }
}
