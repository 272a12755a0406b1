package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.config.SavePrecision;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What would fail at a save fails before the first step, and a save is made once. */
class SaveTrialTest {
    @TempDir
    private Path folder;

    @Test
    void theLongestNameThatIsAllowedIsSaved() {
        String name = "猫".repeat(64);
        List<TrainingEvent> events =
                run().with("outputName", name).with("saveEvery", 1).run();

        assertThat(folder.resolve(name + "-step00000001.safetensors")).exists();
        assertThat(events.get(events.size() - 1)).isInstanceOf(TrainingEvent.Finished.class);
    }

    @Test
    void aFileWhereTheStateHasToGoIsFoundBeforeTheFirstStep() throws IOException {
        Path state = Files.writeString(folder.resolve("tiny.state"), "not a folder");

        UserError error = failure(run());

        assertThat(error).hasMessageContaining(state.toString()).hasMessageContaining("folder");
        assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST);
        assertThat(files()).containsExactly(state);
    }

    @Test
    void aFolderWhereTheTableHasToGoIsFoundBeforeTheFirstStep() throws IOException {
        new TinyRun(folder).with("steps", 4).stoppingAt(1).run();
        Files.delete(folder.resolve("tiny.csv"));
        Path table = Files.createDirectory(folder.resolve("tiny.csv"));

        UserError error = failure(new TinyRun(folder).with("steps", 4).resuming());

        assertThat(error).hasMessageContaining(table.toString()).hasMessageContaining("it is a folder");
    }

    @Test
    void aFileWhereTheTraceHasToGoIsFoundBeforeTheFirstStep() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace"), "not a folder");
        Path output = folder.resolve("new/output");

        assertThat(failure(new TinyRun(output).tracing(trace))).hasMessageContaining(trace.toString());
        assertThat(files()).containsExactly(trace);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStateThatIsALinkToNowhereIsFoundBeforeTheFirstStep() throws IOException {
        Path state = Files.createSymbolicLink(folder.resolve("tiny.state"), folder.resolve("gone"));

        assertThat(failure(run())).hasMessageContaining(state.toString());
    }

    @Test
    void weightsThatTheFileCannotHoldAreFoundBeforeTheFirstStepAndSavedInAnotherPrecision() throws IOException {
        new TinyRun(folder).with("steps", 4).stoppingAt(1).run();
        multiplyAdapter(folder.resolve("tiny.state/state.safetensors"), 1e7f);

        UserError error = failure(new TinyRun(folder).with("steps", 1).resuming());

        assertThat(error).hasMessageContaining("too large for F16. Save as fp32 or bf16");
        assertThat(error.remedy()).isEqualTo("Then go on with --resume: all up to step 1 is saved.");
        new TinyRun(folder)
                .with("steps", 1)
                .with("savePrecision", SavePrecision.FP32)
                .resuming()
                .run();
        assertThat(folder.resolve("tiny.safetensors")).exists();
    }

    @Test
    void aRankWhoseLoraIsTooLargeToSaveIsRefused() {
        assertThat(TrainJob.mostRank(1000, 16)).isEmpty();
        assertThat(TrainJob.mostRank(1_486_356_480L, 1024)).hasValue(369); // SDXL
    }

    @Test
    void aStopWritesTheStateOnce() throws IOException {
        Path state = folder.resolve("tiny.state/state.safetensors");
        List<Object> seen = new ArrayList<>();
        new TinyRun(folder)
                .stoppingAt(3)
                .watching(event -> {
                    if (event instanceof TrainingEvent.Saved || event instanceof TrainingEvent.Stopped) {
                        seen.add(version(state));
                    }
                })
                .run();

        assertThat(seen).hasSize(2);
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }

    /** Another file under the name of the old one differs in its key; where there are no keys, in its time. */
    private static Object version(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.fileKey() == null ? found.lastModifiedTime() : found.fileKey();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private TinyRun run() {
        return new TinyRun(folder).with("steps", 2);
    }

    private static UserError failure(TinyRun run) {
        List<TrainingEvent> steps = new ArrayList<>();
        run.watching(event -> {
            if (event instanceof TrainingEvent.Step) {
                steps.add(event);
            }
        });
        UserError error = catchThrowableOfType(UserError.class, run::run);
        assertThat(error).isNotNull();
        assertThat(steps).isEmpty();
        return error;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static void multiplyAdapter(Path state, float factor) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        Map<String, String> metadata;
        try (SafetensorsFile file = SafetensorsFile.open(state)) {
            metadata = file.metadata();
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), file.read(info.name())));
            }
        }
        float[] values = tensors.get("adapter").floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        tensors.put("adapter", TensorData.ofFloats(values, values.length));
        SafetensorsWriter.write(state, tensors, metadata);
    }
}
