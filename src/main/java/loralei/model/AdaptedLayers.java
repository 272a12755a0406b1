package loralei.model;

import java.util.List;
import java.util.stream.Stream;
import loralei.torch.TensorList;

/** Frozen layers that one kernel runs together, some of which can have adapters. */
class AdaptedLayers implements AutoCloseable {
    final TensorList weights;
    private final List<String> modules;

    /** {@code layers} are those that can have adapters: what follows {@code path}, in the order of the kernel. */
    AdaptedLayers(TensorList weights, String path, String... layers) {
        this.weights = weights;
        this.modules = Stream.of(layers).map(layer -> path + layer).toList();
    }

    final LayerAdapters adapters(BlockInputs inputs) {
        return inputs.adapters().of(modules);
    }

    /** Whether any of the layers has an adapter. */
    public boolean learns(BlockInputs inputs) {
        return adapters(inputs).isPresent();
    }

    /** The number of frozen values. */
    public long parameters() {
        return weights.count();
    }

    @Override
    public void close() {
        weights.close();
    }
}
