package loralei.model;

import java.util.Arrays;
import loralei.torch.Tensor;

/** Weights of another source, with changes; those that are missing there stay so. */
record ChangedWeights(WeightSource source, WeightChange change) implements WeightSource {
    @Override
    public Tensor get(String name, long... shape) {
        Tensor weight = source.get(name, shape);
        return Arrays.equals(weight.shape(), shape) ? change.of(name, weight) : weight;
    }

    @Override
    public <T extends AutoCloseable> T owned(T part) {
        return source.owned(part);
    }
}
