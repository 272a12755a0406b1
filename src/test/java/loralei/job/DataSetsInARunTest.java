package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import loralei.conformance.ConformanceData;
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

    @Test
    void aDatasetOfKohya() throws IOException {
        Files.writeString(cats.resolve("00.txt"), "fsk49 sitting");
        Files.writeString(
                folder.resolve("set.toml"),
                "[[datasets]]\nresolution = 64\n[[datasets.subsets]]\nimage_dir = \"3_fsk49 cat\"\n"
                        + "class_tokens = \"fsk49\"\nnum_repeats = 6\nflip_aug = true\n");
        assertThat(prompts(folder.resolve("set.toml"), 4)).containsExactly("fsk49", "fsk49 sitting");
    }

    @Test
    void conceptsOfOneTrainer() throws IOException {
        Files.writeString(
                folder.resolve("concepts.json"),
                "[{\"path\": \"3_fsk49 cat\", \"balancing\": 3, \"text\": {\"prompt_source\": \"filename\"}}]");
        assertThat(prompts(folder.resolve("concepts.json"), 2)).containsExactly("00", "01");
    }

    @Test
    void aFolderOfHuggingFace() throws IOException {
        Files.writeString(
                cats.resolve("metadata.jsonl"), "{\"file_name\": \"00.png\", \"text\": \"fsk49 on a sofa\"}\n");
        assertThat(prompts(cats, 1)).containsExactly("fsk49 on a sofa");
    }
}
