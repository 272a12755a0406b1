package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was made for other trainers trains without a change, and without a prompt. */
class DataSetsInARunTest {
    @TempDir
    private Path folder;

    private Path cats;

    @BeforeEach
    void twoPictures() throws IOException {
        cats = Files.createDirectory(folder.resolve("3_fsk49 cat"));
        for (String name : new String[] {"00.png", "01.png"}) {
            Files.copy(ConformanceData.of("sd15").path("images").resolve(name), cats.resolve(name));
        }
    }

    /** Trains two steps of three pictures; what they were shown with. */
    private Set<String> prompts(Path place, int steps) throws IOException {
        Path trace = folder.resolve("trace");
        var events = new TinyRun(folder.resolve("output"))
                .with("instanceDir", place)
                .with("instancePrompt", "")
                .with("classPrompt", "")
                .with("batchSize", 3)
                .with("steps", 0)
                .with("epochs", 1)
                .tracing(trace, 9)
                .run();
        assertThat(events).filteredOn(TrainingEvent.Step.class::isInstance).hasSize(steps);
        Set<String> prompts = new TreeSet<>();
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(trace.resolve("run.json")));
        run.get("samples")
                .forEach(step -> step.forEach(sample -> {
                    prompts.add(sample.get("prompt").asText());
                    assertThat(sample.get("role").asText()).isEqualTo("instance");
                }));
        return prompts;
    }

    @Test
    void aTreeOfKohya() throws IOException {
        assertThat(prompts(folder, 2)).containsExactly("fsk49 cat");
    }

    /** Half of each step's samples are of the class, and together weigh as much as the setting says. */
    @Test
    void whatKohyasWindowLaysOutWithPicturesOfTheClass() throws IOException {
        Path top = folder.resolve("top");
        Files.createDirectories(top.resolve("img"));
        Files.createDirectories(top.resolve("reg/1_cat"));
        Files.copy(cats.resolve("00.png"), top.resolve("reg/1_cat/00.png"));
        Files.move(cats, top.resolve("img/3_fsk49 cat"));
        var events = new TinyRun(folder.resolve("output"))
                .with("instanceDir", top)
                .with("instancePrompt", "")
                .with("classPrompt", "")
                .with("priorLossWeight", 0.5)
                .with("rankDropout", 0.2)
                .with("buckets", false)
                .with("batchSize", 2)
                .with("steps", 2)
                .tracing(folder.resolve("trace"), 2)
                .run();
        assertThat(events)
                .filteredOn(TrainingEvent.Ready.class::isInstance)
                .extracting(event -> ((TrainingEvent.Ready) event).classImages())
                .containsExactly(1L);
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("trace/run.json")));
        for (JsonNode step : run.get("samples")) {
            assertThat(step)
                    .extracting(sample -> sample.get("role").asText())
                    .containsExactly("instance", "instance", "class", "class");
            assertThat(step)
                    .extracting(sample -> sample.get("prompt").asText())
                    .containsExactly("fsk49 cat", "fsk49 cat", "cat", "cat");
        }
        try (SafetensorsFile step = SafetensorsFile.open(folder.resolve("trace/step-000001.safetensors"))) {
            assertThat(step.floats("loss_weights")).containsExactly(0.5f, 0.5f, 0.25f, 0.25f);
        }
    }

    @Test
    void aDatasetOfKohya() throws IOException {
        Files.writeString(cats.resolve("00.txt"), "fsk49 sitting");
        Files.writeString(folder.resolve("set.toml"), """
                [[datasets]]
                resolution = 64
                [[datasets.subsets]]
                image_dir = "3_fsk49 cat"
                class_tokens = "fsk49"
                num_repeats = 6
                flip_aug = true
                """);
        assertThat(prompts(folder.resolve("set.toml"), 4)).containsExactly("fsk49", "fsk49 sitting");
    }

    @Test
    void conceptsOfOneTrainer() throws IOException {
        Files.writeString(
                folder.resolve("concepts.json"),
                "[{\"path\": \"3_fsk49 cat\", \"balancing\": 3, \"text\": {\"prompt_source\": \"filename\"}}]");
        assertThat(prompts(folder.resolve("concepts.json"), 2)).containsExactly("00", "01");
    }

    /** Things and class images with repeats and captions, as folders and as the list that the window makes of them. */
    @Test
    void aListOfFoldersLearnsTheSameToTheBitAsTheFolders() throws IOException {
        Path top = Files.createDirectory(folder.resolve("top"));
        Files.createDirectories(top.resolve("img"));
        Files.createDirectories(top.resolve("reg/1_cat"));
        Files.copy(cats.resolve("00.png"), top.resolve("reg/1_cat/00.png"));
        Files.move(cats, top.resolve("img/3_fsk49 cat"));
        Path dogs = Files.createDirectory(top.resolve("img/2_bgx1 dog"));
        Files.copy(top.resolve("reg/1_cat/00.png"), dogs.resolve("a.png"));
        Files.writeString(dogs.resolve("a.txt"), "bgx1 dog, sitting, red");
        Path list = folder.resolve("concepts.json");
        TrainingConfig config = TrainingConfig.of(Map.of("instanceDir", top));
        new ConceptsJob().save(new ConceptsJob().open(config), list);
        assertThat(learned(list, "list")).isEqualTo(learned(top, "folders"));
    }

    private Map<String, List<Float>> learned(Path place, String name) {
        Path output = folder.resolve(name);
        List<TrainingEvent> events = new TinyRun(output)
                .with("instanceDir", place)
                .with("instancePrompt", "")
                .with("classPrompt", "")
                .with("shuffleTags", true)
                .with("captionDropout", 0.2)
                .with("batchSize", 2)
                .with("steps", 4)
                .run();
        assertThat(events).filteredOn(TrainingEvent.Step.class::isInstance).hasSize(4);
        return TinyRun.values(output.resolve("tiny.safetensors"));
    }

    @Test
    void aFolderOfHuggingFace() throws IOException {
        Files.writeString(
                cats.resolve("metadata.jsonl"), "{\"file_name\": \"00.png\", \"text\": \"fsk49 on a sofa\"}\n");
        assertThat(prompts(cats, 1)).containsExactly("fsk49 on a sofa");
    }
}
