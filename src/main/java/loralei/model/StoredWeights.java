package loralei.model;

import java.io.IOException;
import java.util.Set;
import java.util.TreeMap;
import loralei.config.UserError;
import loralei.model.StoredTensor.Placed;
import loralei.model.StoredTensor.Staging;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Tensor;

/** The weights of one network of a base model, open, by the names that diffusers and transformers have for them. */
public final class StoredWeights implements AutoCloseable {
    private final WeightFiles.Opened opened;
    private final TreeMap<String, StoredTensor> byName = new TreeMap<>();
    private final Staging staging = new Staging();

    StoredWeights(ModelSource.Part part) throws IOException {
        opened = part.files().open();
        for (SafetensorsFile file : opened.files()) {
            for (TensorInfo info : file.tensors().values()) {
                for (Placed placed : part.rules().renamed().apply(info.name())) {
                    byName.putIfAbsent(placed.name(), new StoredTensor(file, info, placed.cut()));
                }
            }
        }
    }

    /** All names. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** The sizes of a weight, as the network has it. */
    public long[] shape(String name) {
        return byName.get(name).shape();
    }

    /** The type that a weight is stored in. */
    public DType type(String name) {
        return byName.get(name).info().dtype();
    }

    /** A weight in fp32; one that is stored so is not copied, and may not be changed. */
    public Tensor load(String name, ComputeDevice cpu) throws IOException {
        StoredTensor stored = byName.get(name);
        if (!stored.info().dtype().isFloat()) {
            throw UserError.request(
                    Message.of(
                            "shared.colon",
                            stored.file().path(),
                            Message.of("model.wrongType", name, stored.info().dtype())),
                    Message.of("model.getFileAgain"));
        }
        return stored.load(stored.shape(), cpu, ComputeType.FP32, staging);
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
