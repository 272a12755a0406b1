package loralei.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import loralei.torch.NumberList;
import loralei.torch.Tensor;
import loralei.torch.TensorMaps;

/**
 * The adapters of the layers that a kernel runs together.
 *
 * @param parameters each layer's parts by name, in fp32; none where a layer has no adapter
 * @param gradients their gradients under the same names, which are added to
 * @param scales what each layer's adapter is multiplied by
 * @param isPresent whether any layer has an adapter
 */
public record LayerAdapters(TensorMaps parameters, TensorMaps gradients, NumberList scales, boolean isPresent)
        implements AutoCloseable {
    private static final Map<Integer, LayerAdapters> NONE = new ConcurrentHashMap<>();

    /** The adapters of so many layers of which none has one. Never closed. */
    public static LayerAdapters none(int layers) {
        return NONE.computeIfAbsent(layers, LayerAdapters::makeNone);
    }

    private static LayerAdapters makeNone(int layers) {
        List<Map<String, Tensor>> empty = Collections.nCopies(layers, Map.of());
        return new LayerAdapters(
                new TensorMaps(empty), new TensorMaps(empty), new NumberList(Collections.nCopies(layers, 0.0)), false);
    }

    @Override
    public void close() {
        parameters.close();
        gradients.close();
        scales.close();
    }
}
