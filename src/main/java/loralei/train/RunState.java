package loralei.train;

import static loralei.config.Words.say;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.JsonText;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.lora.LoraAdapter;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;

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
    private static final String ADAPTER = "adapter";
    private static final String OPTIMIZER_PREFIX = "optimizer.";
    private static final ObjectReader POSITIONS =
            JsonText.OWN.readerFor(Position.class).with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

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
     * @param pictures content hashes of the pictures, in order
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
    static void write(Path file, Position position, LoraAdapter adapter, Optimizer optimizer) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        float[] values = adapter.values();
        tensors.put(ADAPTER, TensorData.ofFloats(values, values.length));
        optimizer.state().forEach((name, data) -> tensors.put(OPTIMIZER_PREFIX + name, data));
        Files.createDirectories(file.getParent());
        SafetensorsWriter.write(file, tensors, Map.of(KEY, JsonText.OWN.writeValueAsString(position)));
    }

    /** Reads a state. Fails with a person's message if it is damaged or of another version. */
    static RunState read(Path file) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            String json = saved.metadata().get(KEY);
            if (json == null) {
                throw broken(file, say("it is not the state of a run"));
            }
            Position position = POSITIONS.readValue(json);
            Map<String, TensorData> optimizer = new LinkedHashMap<>();
            for (TensorInfo info : saved.tensors().values()) {
                if (info.name().startsWith(OPTIMIZER_PREFIX)) {
                    optimizer.put(info.name().substring(OPTIMIZER_PREFIX.length()), data(saved, info.name()));
                }
            }
            return new RunState(position, data(saved, ADAPTER), optimizer);
        } catch (JsonProcessingException e) {
            throw broken(file, say("its position cannot be read")).causedBy(e);
        } catch (IOException e) {
            throw broken(file, Words.of(e)).causedBy(e);
        }
    }

    private static TensorData data(SafetensorsFile saved, String name) throws IOException {
        TensorInfo info = saved.tensor(name);
        return new TensorData(info.dtype(), info.shape(), saved.read(name));
    }

    private static UserError broken(Path file, Words why) {
        return UserError.request(
                say("The saved state {0} cannot be used: {1}.", file, why),
                say("Start the run again without --resume and with another --output-name."));
    }

    /** Fails unless the run that was saved is one that {@code fingerprint} can go on with. */
    void expect(Path file, Map<String, String> fingerprint) {
        fingerprint.forEach((name, value) -> {
            String saved = position.fingerprint().get(name);
            if (!value.equals(saved)) {
                throw UserError.request(
                        say(
                                "The run in {0} cannot go on: its {1} is {2}, now it is {3}.",
                                file, Words.setting(name), saved, value),
                        say(
                                "Set {0} back to {1}, or start a new run under another --output-name.",
                                Words.setting(name), saved));
            }
        });
    }
}
