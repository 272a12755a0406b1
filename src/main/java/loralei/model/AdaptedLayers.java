package loralei.model;

import java.util.List;
import java.util.stream.Stream;
import loralei.torch.NumberList;
import loralei.torch.TensorMaps;

/** Frozen layers that one kernel runs together, some of which can have adapters. */
class AdaptedLayers implements AutoCloseable {
    final FrozenWeights weights;
    private final String path;
    private final List<String> modules;

    /** {@code layers} are those that can have adapters: what follows {@code path}, in the order of the kernel. */
    AdaptedLayers(FrozenWeights weights, String path, String... layers) {
        this.weights = weights;
        this.path = path;
        this.modules = Stream.of(layers).map(layer -> path + layer).toList();
    }

    /** What the kernels of a forward and its derivative take beside the weights. */
    static final class Adapters {
        final TensorMaps parameters;
        final TensorMaps gradients;
        final NumberList scales;

        /** Whether something learns before these layers, so that the derivative has to go on to it. */
        final boolean further;

        private Adapters(LayerAdapters adapters, boolean further) {
            this.parameters = adapters.parameters();
            this.gradients = adapters.gradients();
            this.scales = adapters.scales();
            this.further = further;
        }
    }

    /** Begins a forward: the tape records from here on if these layers learn. */
    final Adapters begin(BlockInputs inputs, Tape tape) {
        boolean further = tape.started();
        tape.startIf(learns(inputs));
        return new Adapters(inputs.adapters().of(modules), further);
    }

    /** Diffusers' name of what they belong to. */
    public String path() {
        return path;
    }

    /** Whether any of the layers has an adapter. */
    public boolean learns(BlockInputs inputs) {
        return inputs.adapters().of(modules).isPresent();
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
