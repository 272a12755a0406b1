package loralei.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import loralei.safetensors.DType;
import loralei.safetensors.TensorData;
import loralei.torch.ElementType;
import loralei.torch.Kernels;
import loralei.torch.Tensor;

/** An optimizer's named tensors, fp32 or uint8, and their way to a file and back. */
final class StateTensors implements AutoCloseable {
    private final Map<String, Tensor> tensors;

    StateTensors(Map<String, Tensor> tensors) {
        this.tensors = new TreeMap<>(tensors);
    }

    Tensor get(String name) {
        return tensors.get(name);
    }

    Map<String, TensorData> write() {
        Map<String, TensorData> data = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> data.put(name, new TensorData(dtype(tensor), shape(tensor), tensor.bytes())));
        return data;
    }

    void read(Map<String, TensorData> saved) {
        if (!saved.keySet().equals(tensors.keySet())) {
            throw new IllegalArgumentException(
                    "the saved state holds " + saved.keySet() + ", expected " + tensors.keySet());
        }
        tensors.forEach((name, tensor) -> {
            TensorData data = saved.get(name);
            if (data.dtype() != dtype(tensor) || !data.shape().equals(shape(tensor))) {
                throw new IllegalArgumentException("the saved state's " + name + " is " + data.dtype() + data.shape()
                        + ", expected " + dtype(tensor) + shape(tensor));
            }
            ElementType type = data.dtype() == DType.U8 ? ElementType.UINT8 : ElementType.FLOAT32;
            try (Tensor source = Tensor.over(data.bytes(), type, tensor.shape())) {
                Kernels.run("copy_into", tensor, source);
            }
        });
    }

    private static DType dtype(Tensor tensor) {
        return tensor.isBytes() ? DType.U8 : DType.F32;
    }

    private static List<Long> shape(Tensor tensor) {
        return Arrays.stream(tensor.shape()).boxed().toList();
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
    }
}
