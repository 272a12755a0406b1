package loralei.model;

import java.util.List;
import loralei.torch.TensorList;

/** Finds the adapters of a block's layers. */
public interface AdapterBank {
    /** No adapters: the base model as it is. */
    AdapterBank NONE = modules -> LayerAdapters.none(modules.size());

    /**
     * The adapters of some layers that a kernel runs together.
     *
     * @param modules diffusers' module paths, in the order in which the kernel knows the layers
     */
    LayerAdapters of(List<String> modules);

    /**
     * Weights to compute with in place of frozen ones, for layers that no kernel knows adapters of.
     *
     * @param frozen weight and bias of each module in turn
     * @param modules diffusers' module paths in this order
     * @return the same, or others that belong to this bank
     */
    default TensorList weights(TensorList frozen, List<String> modules) {
        return frozen;
    }
}
