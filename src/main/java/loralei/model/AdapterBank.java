package loralei.model;

import java.util.List;

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
}
