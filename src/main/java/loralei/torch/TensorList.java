package loralei.torch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * Tensors that are passed to kernels together, time and again: the weights of a block. Owns its tensors.
 *
 * <p>Not bound to a scope: it lives until it is closed.
 */
public final class TensorList implements AutoCloseable {
    private final List<Tensor> tensors;
    private final IValue value;

    /** Takes the tensors over: they are closed with this list. */
    public TensorList(List<Tensor> tensors) {
        tensors.forEach(Handle::detach);
        this.tensors = List.copyOf(tensors);
        this.value = IValue.listFrom(tensors.stream().map(Tensor::array).toArray(PtNDArray[]::new));
    }

    /** The tensors, in the order that the kernel knows them by. */
    public List<Tensor> tensors() {
        return tensors;
    }

    /** The number of values in all of them. */
    public long count() {
        return tensors.stream().mapToLong(Tensor::count).sum();
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
        tensors.forEach(Tensor::close);
    }
}
