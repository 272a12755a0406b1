package loralei.torch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Named tensors for each of some layers, that are passed to kernels together, time and again: the parts of adapters.
 * Owns its tensors.
 *
 * <p>Not bound to a scope: it lives until it is closed.
 */
public final class TensorMaps implements AutoCloseable {
    private final List<Map<String, Tensor>> maps;
    private final IValue value;

    /** Takes the tensors over: they are closed with this. At least one map; each may be empty. */
    public TensorMaps(List<Map<String, Tensor>> maps) {
        this.maps = maps.stream().map(Map::copyOf).toList();
        this.maps.forEach(map -> map.values().forEach(Handle::detach));
        IValue[] values = maps.stream().map(TensorMaps::mapOf).toArray(IValue[]::new);
        this.value = IValue.listFrom(values);
        for (IValue map : values) {
            map.close();
        }
    }

    private static IValue mapOf(Map<String, Tensor> tensors) {
        Map<String, PtNDArray> arrays = new HashMap<>();
        tensors.forEach((name, tensor) -> arrays.put(name, tensor.array()));
        return IValue.stringMapFrom(arrays);
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
        maps.forEach(map -> map.values().forEach(Tensor::close));
    }
}
