package loralei.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.data.ExampleSource;
import loralei.model.MemoryPlan;
import loralei.safetensors.SafetensorsFile;
import loralei.tokenizer.ClipTokenizer;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/** Runs of the tiny SD1.5 on six small pictures. */
final class TinyRun {
    /** Ends a run at a step as a kill would: nothing is saved on the way out. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Open as long as the tests run: so no run has to load it again. */
    static final ClipTokenizer TOKENIZER =
            ClipTokenizer.load(ConformanceData.of("sd15").model().resolve("tokenizer"));

    private final Map<String, Object> settings = new HashMap<>();
    private final List<TrainingEvent> events = new ArrayList<>();
    private Consumer<TrainingEvent> watcher = event -> {};
    private boolean resume;
    private boolean dry;
    private Optional<Path> trace = Optional.empty();
    private int traced = 2;
    private Optional<ExampleSource> source = Optional.empty();
    private Path cache = Path.of("no-cache");
    private final Set<Integer> drawAt = new HashSet<>();
    private final TrainingControl control = new TrainingControl();
    private boolean overwrite;
    private UnaryOperator<MemoryPlan> planned = plan -> plan;
    private int stopAt;
    private int killAt;

    TinyRun(Path output) {
        ConformanceData data = ConformanceData.of("sd15");
        with("family", Family.SD15);
        with("baseModel", data.model());
        with("instanceDir", data.path("images"));
        with("instancePrompt", "fsk49");
        with("classPrompt", "1girl");
        with("resolution", Resolutions.of(64));
        with("rank", 4);
        with("learningRate", 1e-3);
        with("steps", 12);
        with("saveEvery", 0);
        with("cacheSize", 0);
        with("outputDir", output);
        with("outputName", "tiny");
    }

    TinyRun with(String name, Object value) {
        settings.put(name, value);
        return this;
    }

    /** Trains the tiny SDXL, with the tokenizer of the tiny SD1.5: the vocabulary is the same. */
    TinyRun sdxl(Path copy) throws IOException {
        Path model = ConformanceData.of("sdxl").copyModel(copy);
        for (String name : List.of("tokenizer", "tokenizer_2")) {
            Path into = Files.createDirectories(model.resolve(name));
            try (Stream<Path> files =
                    Files.list(ConformanceData.of("sd15").model().resolve("tokenizer"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, into.resolve(file.getFileName()));
                }
            }
        }
        return with("family", Family.SDXL).with("baseModel", model);
    }

    /** Trains on other examples than the six pictures. */
    TinyRun on(ExampleSource examples) {
        source = Optional.of(examples);
        return this;
    }

    /** Keeps what is encoded in a folder, and uses what is there. */
    TinyRun caching(Path folder) {
        cache = folder;
        return with("cacheSize", 1);
    }

    /** Uses memory in another way than was chosen. */
    TinyRun planned(UnaryOperator<MemoryPlan> change) {
        planned = change;
        return this;
    }

    TinyRun resuming() {
        resume = true;
        return this;
    }

    TinyRun dry() {
        dry = true;
        return this;
    }

    TinyRun watching(Consumer<TrainingEvent> listener) {
        watcher = listener;
        return this;
    }

    TinyRun tracing(Path folder) {
        trace = Optional.of(folder);
        return this;
    }

    TinyRun tracing(Path folder, int steps) {
        traced = steps;
        return tracing(folder);
    }

    TinyRun stoppingAt(int step) {
        stopAt = step;
        return this;
    }

    /** Asks for previews after these steps. */
    TinyRun drawingAt(Integer... steps) {
        drawAt.addAll(List.of(steps));
        return this;
    }

    TinyRun overwriting() {
        overwrite = true;
        return this;
    }

    /** Asks to stop, in a watcher. */
    void stop() {
        control.requestStop();
    }

    TinyRun killedAt(int step) {
        killAt = step;
        return this;
    }

    List<TrainingEvent> run() {
        TrainRequest request = new TrainRequest(TrainingConfig.of(settings), resume, overwrite, dry, trace, traced);
        TrainJob.run(request, source.orElse(ExampleSource.of(request.config())), cache, control, this::take, planned);
        return events;
    }

    private void take(TrainingEvent event) {
        events.add(event);
        watcher.accept(event);
        if (event instanceof TrainingEvent.Step step) {
            if (step.step() == killAt) {
                throw new Killed();
            }
            if (step.step() == stopAt) {
                control.requestStop();
            }
            if (drawAt.contains(step.step())) {
                control.requestDraw();
            }
        }
    }

    /** What was told so far. */
    List<TrainingEvent> events() {
        return events;
    }

    /** The loss of each step. */
    List<Double> losses() {
        return run().stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(event -> ((TrainingEvent.Step) event).loss())
                .toList();
    }

    /** All values of a LoRA file by name. */
    static Map<String, List<Float>> values(Path lora) {
        try (SafetensorsFile file = SafetensorsFile.open(lora)) {
            Map<String, List<Float>> all = new TreeMap<>();
            for (String name : file.tensors().keySet()) {
                List<Float> values = new ArrayList<>();
                for (float value : file.floats(name)) {
                    values.add(value);
                }
                all.put(name, values);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
