package loralei.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import loralei.config.UserError;
import loralei.model.StoredTensor.Placed;
import loralei.model.StoredTensor.Staging;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.StreamedFile;
import loralei.safetensors.StreamedTensor;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Tensor;

/**
 * A copy of a base model in which some weights are others. Layout, names, order, shapes and types stay, and all other
 * tensors byte by byte; no more than one tensor is in memory.
 */
public final class ModelCopy {
    /** What becomes of the weights of a network. */
    public interface Change extends WeightChange {
        /** Whether a weight becomes another one, by its name in the network. */
        boolean touches(String name);

        /** How many layers have such a weight. */
        int layers();
    }

    /** What is done to the networks of a part of the model. */
    private record Edit(CheckpointWeights.NameRules rules, Change change) {}

    private final StoredModel model;
    private final List<Change> changes;
    private final ComputeDevice cpu;
    private final Runnable eachTensor;
    private final Staging staging = new Staging();

    /**
     * A copy in the making.
     *
     * @param changes of each network of the model, in its order
     * @param eachTensor called before each tensor that becomes another one; may throw to end it all
     */
    public ModelCopy(StoredModel model, List<Change> changes, ComputeDevice cpu, Runnable eachTensor) {
        this.model = model;
        this.changes = List.copyOf(changes);
        this.cpu = cpu;
        this.eachTensor = eachTensor;
    }

    /**
     * Writes the copy of a file: to a temporary file, read back, moved over the target.
     *
     * @param metadata makes the strings of the header out of those of the model
     * @throws IOException if it cannot be written; the target is then as before
     */
    public void writeFile(Path target, UnaryOperator<Map<String, String>> metadata) throws IOException {
        List<Edit> edits = IntStream.range(0, model.networks())
                .mapToObj(network ->
                        model.part(network).map(part -> new Edit(part.rules(), changes.get(network))).stream())
                .flatMap(edit -> edit)
                .toList();
        write(model.place(), target, edits, metadata);
    }

    /** Writes the copy of a folder in place of one that is empty or not there; until then it has another name. */
    public void writeFolder(Path target) throws IOException {
        FolderCopy.of(model, changes).write(target, (file, network, copy) -> {
            if (network < 0) {
                eachTensor.run();
                FolderCopy.copy(file, copy);
            } else {
                Edit edit = new Edit(model.part(network).orElseThrow().rules(), changes.get(network));
                write(file, copy, List.of(edit), before -> before);
            }
        });
    }

    private void write(Path from, Path target, List<Edit> edits, UnaryOperator<Map<String, String>> metadata)
            throws IOException {
        SafetensorsFile open = SafetensorsFile.open(from);
        List<StreamedTensor> tensors = open.tensors().values().stream()
                .map(info -> tensor(open, info, edits))
                .toList();
        Map<String, String> strings = metadata.apply(open.metadata());
        try (StreamedFile file = new StreamedFile() {
            @Override
            public List<StreamedTensor> tensors() {
                return tensors;
            }

            @Override
            public Map<String, String> metadata() {
                return strings;
            }

            @Override
            public void written(ByteBuffer bytes) {
                // no hash of it is asked for
            }

            @Override
            public void close() throws IOException {
                open.close();
            }
        }) {
            file.writeTo(target);
        }
    }

    /** A piece of a tensor that becomes another one. */
    private record Piece(String name, StoredTensor stored, Change change) {}

    private StreamedTensor tensor(SafetensorsFile file, TensorInfo info, List<Edit> edits) {
        List<Piece> pieces = new ArrayList<>();
        for (Edit edit : edits) {
            for (Placed placed : edit.rules().renamed().apply(info.name())) {
                if (edit.change().touches(placed.name())) {
                    pieces.add(new Piece(placed.name(), new StoredTensor(file, info, placed.cut()), edit.change()));
                }
            }
        }
        return pieces.isEmpty()
                ? StreamedTensor.copy(info.name(), file, info)
                : new StreamedTensor(
                        info.name(),
                        info.dtype(),
                        info.shape(),
                        sink -> sink.accept(changed(file, info, pieces).bytes()));
    }

    private TensorData changed(SafetensorsFile file, TensorInfo info, List<Piece> pieces) throws IOException {
        eachTensor.run();
        float[] whole = pieces.get(0).stored().cut().isThird()
                ? file.floats(info.name())
                : new float[Math.toIntExact(info.count())];
        for (Piece piece : pieces) {
            StoredTensor stored = piece.stored();
            Tensor weight = stored.load(stored.shape(), cpu, ComputeType.FP32, staging);
            try (Tensor changed = piece.change().of(piece.name(), weight)) {
                stored.putInto(whole, changed.floats());
            }
        }
        TensorData data = TensorData.ofFloats(info.dtype(), whole, info.shape());
        float[] written = data.floats();
        for (int i = 0; i < whole.length; i++) {
            if (!Float.isFinite(written[i])) {
                throw UserError.request(
                        Message.of("merge.tooLarge", info.name(), whole[i], info.dtype()), Message.of("merge.weaker"));
            }
        }
        return data;
    }
}
