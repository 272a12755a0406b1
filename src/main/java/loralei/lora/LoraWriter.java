package loralei.lora;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.text.Message;

/** Turns weights into the tensors of a file. */
final class LoraWriter {
    private final Path target;
    private final LoraWeights weights;
    private final KeyFormat format;
    private final DType dtype;
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();

    private LoraWriter(Path target, LoraWeights weights, KeyFormat format, DType dtype) {
        this.target = target;
        this.weights = weights;
        this.format = format;
        this.dtype = dtype;
    }

    static void write(Path target, LoraWeights weights, KeyFormat format, DType dtype, Map<String, String> metadata)
            throws IOException {
        if (dtype != DType.F16 && dtype != DType.BF16 && dtype != DType.F32) {
            throw new IllegalArgumentException("a LoRA is written as F16, BF16 or F32, not as " + dtype);
        }
        Map<String, TensorData> tensors = new LoraWriter(target, weights, format, dtype).tensors();
        SafetensorsWriter.writeVerified(target, tensors, withFormatsOwn(format, tensors, metadata));
    }

    private static Map<String, String> withFormatsOwn(
            KeyFormat format, Map<String, TensorData> tensors, Map<String, String> metadata) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        if (format.spelling() == KeyFormat.Spelling.FLAT) {
            all.putAll(LoraHashes.of(tensors, metadata).metadata());
        } else {
            // Loaders of the transformers library ask which framework wrote a file.
            all.putIfAbsent("format", "pt");
        }
        return all;
    }

    private Map<String, TensorData> tensors() throws IOException {
        for (LoraModule module : weights.modules()) {
            if (format.hasAlpha()) {
                for (Map.Entry<String, TensorData> part : module.parts().entrySet()) {
                    put(module, part.getKey(), part.getValue());
                }
                put(module, LoraPart.ALPHA, TensorData.ofFloats(new float[] {module.alpha()}));
            } else {
                put(module, LoraPart.DOWN, module.down());
                put(module, LoraPart.UP, scaled(module));
            }
        }
        return tensors;
    }

    private static TensorData scaled(LoraModule module) {
        float[] values = module.up().floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= module.scale();
        }
        return TensorData.ofFloats(DType.F32, values, module.up().shape());
    }

    private void put(LoraModule module, String part, TensorData data) throws IOException {
        switch (part) {
            case LoraModule.DOWN -> put(module, LoraPart.DOWN, data);
            case LoraModule.UP -> put(module, LoraPart.UP, data);
            default -> {
                String alpha = format.tensorName(weights.family(), weights.layout(), module.name(), LoraPart.ALPHA);
                put(alpha.substring(0, alpha.lastIndexOf('.') + 1) + part, data);
            }
        }
    }

    private void put(LoraModule module, LoraPart part, TensorData data) throws IOException {
        String name = format.tensorName(weights.family(), weights.layout(), module.name(), part);
        // A name that does not lead back to its module would be lost on every reader.
        Optional<LoraKey> back = LoraKey.parse(name, weights.layout().layersPerBlock());
        if (back.isEmpty()
                || !back.get().module().equals(module.name())
                || back.get().part() != part) {
            throw new IllegalStateException(name + " does not stand for " + module.name());
        }
        put(name, data);
    }

    private void put(String name, TensorData data) throws IOException {
        TensorData narrowed = data.as(dtype);
        float[] values = data.floats();
        LoraWeights.requireFinite(target, name, FloatBuffer.wrap(values));
        requireRoom(name, values, narrowed.floats());
        if (tensors.put(name, narrowed) != null) {
            throw new IllegalStateException(name + " stands for two tensors");
        }
    }

    private void requireRoom(String name, float[] values, float[] narrowed) throws SafetensorsException {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(narrowed[i])) {
                throw new SafetensorsException(target, name, Message.of("lora.tooLarge", values[i], dtype));
            }
        }
    }
}
