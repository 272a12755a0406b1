package loralei.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.JsonText;
import loralei.config.UserError;
import loralei.lora.LoraAdapter;
import loralei.lora.LoraWeights;
import loralei.lora.StartingLora;
import loralei.model.UnetConfig;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import loralei.text.SettingName;

/**
 * All that a run needs to go on as if it had never stopped: position, adapter, optimizer. Random numbers need none, see
 * {@link Batches}.
 *
 * @param position where the run is
 * @param adapter the adapter's values in the order of its layout
 * @param optimizer the optimizer's state
 */
record RunState(Position position, TensorData adapter, Map<String, TensorData> optimizer) {
    private static final int VERSION = 1;
    private static final String KEY = "loralei.state";
    private static final String CONDITIONS = "loralei.conditions";
    private static final String START = "loralei.start";
    private static final String ADAPTER = "adapter";
    private static final String OPTIMIZER_PREFIX = "optimizer.";
    private static final ObjectReader POSITIONS =
            JsonText.OWN.readerFor(Position.class).with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    private static final ObjectReader CONDITIONS_READER =
            JsonText.OWN.readerFor(RunConditions.class).with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
    private static final ObjectReader STARTS =
            JsonText.OWN.readerFor(RunStart.class).with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /**
     * Where a run is.
     *
     * @param version of this record
     * @param step the last step that was done
     * @param fingerprint what must be the same for the numbers to fit, by name
     * @param smoothedLoss the running mean of the loss
     * @param lossScale the factor on the loss
     * @param goodSteps steps since the factor last changed
     * @param session the number that all files of the run share
     * @param startedMillis when the run first started, milliseconds since 1970
     * @param pictures marks of the examples, in order: of plain ones the content hashes of their pictures
     */
    record Position(
            int version,
            int step,
            Map<String, String> fingerprint,
            double smoothedLoss,
            double lossScale,
            int goodSteps,
            long session,
            long startedMillis,
            List<String> pictures) {
        static Position of(int step, Map<String, String> fingerprint, Progress progress, List<String> pictures) {
            return new Position(
                    VERSION,
                    step,
                    fingerprint,
                    progress.smoothedLoss().value(),
                    progress.lossScale().value(),
                    progress.lossScale().goodSteps(),
                    progress.session(),
                    progress.startedMillis(),
                    pictures);
        }
    }

    /** Writes the state as a whole: on any failure the file is as before. */
    static void write(
            Path file,
            Position position,
            RunConditions conditions,
            Optional<StartingLora> start,
            LoraAdapter adapter,
            Optimizer optimizer)
            throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        TensorData values = adapter.saved();
        LoraWeights.requireFinite(file, ADAPTER, values.bytes().asFloatBuffer());
        tensors.put(ADAPTER, values);
        optimizer.state().forEach((name, data) -> tensors.put(OPTIMIZER_PREFIX + name, data));
        Files.createDirectories(file.getParent());
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(KEY, JsonText.OWN.writeValueAsString(position));
        metadata.put(CONDITIONS, JsonText.OWN.writeValueAsString(conditions));
        if (start.isPresent()) {
            metadata.put(START, JsonText.OWN.writeValueAsString(RunStart.of(start.get())));
            tensors.putAll(RunStart.tensors(start.get()));
        }
        SafetensorsWriter.write(file, tensors, metadata);
    }

    /** Reads a state. Fails with a person's message if it is damaged or of another version. */
    static RunState read(Path file) {
        return open(file, saved -> {
            Map<String, TensorData> optimizer = new LinkedHashMap<>();
            for (TensorInfo info : saved.tensors().values()) {
                if (info.name().startsWith(OPTIMIZER_PREFIX)) {
                    optimizer.put(info.name().substring(OPTIMIZER_PREFIX.length()), data(saved, info.name()));
                }
            }
            return new RunState(position(saved, file), data(saved, ADAPTER), optimizer);
        });
    }

    /** Reads all but the tensors of a state, which may be large. Fails as {@link #read} does. */
    static SavedRun look(Path file) {
        return open(file, saved -> {
            String conditions = saved.metadata().get(CONDITIONS);
            String start = saved.metadata().get(START);
            return new SavedRun(
                    file,
                    position(saved, file),
                    conditions == null ? Optional.empty() : Optional.of(CONDITIONS_READER.readValue(conditions)),
                    start == null ? Optional.empty() : Optional.of(STARTS.readValue(start)));
        });
    }

    /** The LoRA that a run began from, with what it has become by now. Fails as {@link #read} does. */
    static StartingLora startingLora(Path file, RunStart start, UnetConfig unet) {
        return open(file, saved -> start.startingLora(data(saved, ADAPTER), name -> data(saved, name), unet));
    }

    private static Position position(SafetensorsFile saved, Path file) throws IOException {
        String json = saved.metadata().get(KEY);
        if (json == null) {
            throw broken(file, Message.of("train.noRunState"));
        }
        Position position = POSITIONS.readValue(json);
        if (position.version() != VERSION) {
            throw broken(file, Message.of("train.stateVersion", position.version(), VERSION));
        }
        return position;
    }

    private interface Reading<R> {
        R of(SafetensorsFile saved) throws IOException;
    }

    private static <R> R open(Path file, Reading<R> reading) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            return reading.of(saved);
        } catch (JsonProcessingException e) {
            throw broken(file, Message.of("train.noPosition")).causedBy(e);
        } catch (IOException e) {
            throw broken(file, Message.of(e)).causedBy(e);
        }
    }

    private static TensorData data(SafetensorsFile saved, String name) throws IOException {
        TensorInfo info = saved.tensor(name);
        return new TensorData(info.dtype(), info.shape(), saved.read(name));
    }

    private static UserError broken(Path file, Message why) {
        return UserError.request(
                Message.of("train.stateUnusable", file, why),
                Message.of("train.startAgainAs", SettingName.of("resume"), SettingName.of("outputName")));
    }
}
