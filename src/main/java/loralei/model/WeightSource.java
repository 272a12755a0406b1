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

    /** A module: its path, its weight's shape, and whether it has a bias of the weight's first size. */
    record Spec(String path, boolean hasBias, List<Long> weight) {
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
