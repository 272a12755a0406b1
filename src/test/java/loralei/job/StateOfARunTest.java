package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.data.Picture;
import loralei.data.PictureScanner;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stopped run leaves to go on from, and what becomes of it. */
class StateOfARunTest {
    private static final String KEY = "loralei.state";

    @TempDir
    private Path folder;

    private Path state;

    @BeforeEach
    void name() {
        state = folder.resolve("tiny.state/state.safetensors");
    }

    private TinyRun run() {
        return new TinyRun(folder).with("steps", 4);
    }

    private static List<TrainingEvent.Step> steps(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(TrainingEvent.Step.class::cast)
                .toList();
    }

    private JsonNode position() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(state)) {
            return new ObjectMapper().readTree(file.metadata().get(KEY));
        }
    }

    private List<Float> adapter() {
        return TinyRun.values(state).get("adapter");
    }

    /** Writes the state again with another position. */
    private void change(Consumer<ObjectNode> change) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        Map<String, String> metadata;
        try (SafetensorsFile file = SafetensorsFile.open(state)) {
            metadata = new HashMap<>(file.metadata());
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), file.read(info.name())));
            }
        }
        ObjectNode position = (ObjectNode) new ObjectMapper().readTree(metadata.get(KEY));
        change.accept(position);
        metadata.put(KEY, position.toString());
        SafetensorsWriter.write(state, tensors, metadata);
    }

    @Test
    void itTellsWhereTheRunIs() throws IOException {
        List<TrainingEvent.Step> steps = steps(run().stoppingAt(3).run());
        JsonNode position = position();
        assertThat(position.get("step").asInt()).isEqualTo(3);
        assertThat(position.get("smoothedLoss").asDouble())
                .isEqualTo(steps.get(2).smoothedLoss());
        assertThat(position.get("lossScale").asDouble()).isEqualTo(1);
        assertThat(position.get("pictures"))
                .hasSize(6)
                .allSatisfy(hash -> assertThat(hash.asText()).matches("[0-9a-f]{64}"));
    }

    /**
     * As version 0.1 wrote it before examples had prompts, weights and masks of their own: a plain one is known by the
     * content of its picture alone.
     */
    @Test
    void aStateOfBeforeGoesOnAsIfTheRunHadNeverStopped() throws IOException {
        new TinyRun(folder.resolve("whole")).with("steps", 4).run();
        run().stoppingAt(2).run();
        List<String> hashes = PictureScanner.scan(ConformanceData.of("sd15").path("images")).pictures().stream()
                .map(Picture::sha256)
                .toList();
        change(position -> {
            ObjectNode before = position.deepCopy();
            position.removeAll();
            position.put("version", 1).put("step", 2);
            ObjectNode same = position.putObject("fingerprint");
            same.put("family", "sd15").put("rank", "4").put("alpha", "4.0").put("optimizer", "adamw");
            same.put("seed", "42").put("batch-size", "1");
            same.set("adapter layout", before.get("fingerprint").get("adapter layout"));
            position.set("smoothedLoss", before.get("smoothedLoss"));
            position.put("lossScale", 1.0).put("goodSteps", 0).put("session", 5).put("startedMillis", 7);
            hashes.forEach(position.putArray("pictures")::add);
        });

        List<TrainingEvent> rest = run().resuming().run();

        assertThat(rest)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(Object::toString)
                .noneMatch(text -> text.contains("saved with"));
        assertThat(TinyRun.values(folder.resolve("tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("whole/tiny.safetensors")));
    }

    @Test
    void aStepTellsTheMeanOfTheLossesSoFar() {
        double sum = 0;
        for (TrainingEvent.Step step : steps(run().run())) {
            sum += step.loss();
            assertThat(step.smoothedLoss()).isCloseTo(sum / step.step(), within(1e-9));
        }
        assertThat(sum).isPositive();
    }

    @Test
    void theMeanOfTheLossGoesOnAsIfTheRunHadNeverStopped() {
        List<TrainingEvent.Step> whole =
                steps(new TinyRun(folder.resolve("whole")).with("steps", 4).run());
        run().stoppingAt(2).run();
        List<TrainingEvent.Step> rest = steps(run().resuming().run());
        assertThat(rest).extracting(TrainingEvent.Step::step).containsExactly(3, 4);
        assertThat(rest)
                .extracting(TrainingEvent.Step::smoothedLoss)
                .containsExactly(whole.get(2).smoothedLoss(), whole.get(3).smoothedLoss());
    }

    @Test
    void allFilesOfARunShareItsNumberAndItsStart() throws IOException {
        run().stoppingAt(2).run();
        change(position -> position.put("session", 123).put("startedMillis", 1_000_000_000_500L));
        run().resuming().run();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("tiny.safetensors"))) {
            assertThat(file.metadata())
                    .containsEntry("ss_session_id", "123")
                    .containsEntry("ss_training_started_at", "1000000000.5");
        }
    }

    /** On the processor fp16 is computed in fp32, so the factor has to be beyond that to overflow. */
    @Test
    void anOverflowOfFp16HalvesTheLossScaleAndLeavesTheAdapterAlone() throws IOException {
        run().with("precision", PrecisionChoice.FP16).stoppingAt(2).run();
        List<Float> before = adapter();
        change(position -> position.put("lossScale", 1e300));
        List<TrainingEvent.Step> steps = steps(run().with("precision", PrecisionChoice.FP16)
                .resuming()
                .stoppingAt(3)
                .run());
        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).loss()).isFinite();
        assertThat(Double.isFinite(steps.get(0).gradNorm())).isFalse();
        assertThat(position().get("lossScale").asDouble()).isEqualTo(5e299);
        assertThat(position().get("goodSteps").asInt()).isZero();
        assertThat(adapter()).isEqualTo(before);
    }

    @Test
    void aStepWithoutOverflowCountsAndMovesTheAdapter() throws IOException {
        run().with("precision", PrecisionChoice.FP16).stoppingAt(2).run();
        List<Float> before = adapter();
        assertThat(position().get("goodSteps").asInt()).isEqualTo(2);
        run().with("precision", PrecisionChoice.FP16).resuming().stoppingAt(3).run();
        assertThat(position().get("goodSteps").asInt()).isEqualTo(3);
        assertThat(adapter()).isNotEqualTo(before);
    }

    @Test
    void aStateOfALaterVersionIsRefused() throws IOException {
        run().stoppingAt(2).run();
        change(position -> position.put("version", 2));
        assertThatThrownBy(() -> run().resuming().run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("state.safetensors")
                .hasMessageContaining("version 2");
    }

    @Test
    void whatIsNoStateIsRefusedByName() throws IOException {
        run().stoppingAt(2).run();
        change(ObjectNode::removeAll);
        assertThatThrownBy(() -> run().resuming().run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("its position cannot be read");
        SafetensorsWriter.write(state, Map.of("a", TensorData.ofFloats(new float[1], 1)), Map.of());
        assertThatThrownBy(() -> run().resuming().run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("it is not the state of a run");
        Files.writeString(state, "nothing");
        assertThatThrownBy(() -> run().resuming().run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("state.safetensors");
    }
}
