package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.CaptionLines;
import loralei.config.PromptLength;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look before the start tells how many tokens the longest caption has. */
class LongestCaptionTest {
    @TempDir
    private Path folder;

    private final PreviewJob job = new PreviewJob();
    private final Map<String, Object> settings = new HashMap<>();

    @BeforeEach
    void twoPictures() throws IOException {
        Path images = ConformanceData.of("sd15").path("images");
        try (var files = Files.list(images)) {
            List<Path> two = files.sorted().limit(2).toList();
            Files.copy(two.get(0), folder.resolve("a.png"));
            Files.copy(two.get(1), folder.resolve("b.png"));
        }
        settings.putAll(Map.of(
                "baseModel", ConformanceData.of("sd15").model(), "instanceDir", folder, "instancePrompt", "fsk49"));
    }

    private Optional<LongestCaption> look() {
        return job.run(TrainingConfig.of(settings)).longestCaption();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void withoutCaptionsThereIsNone() {
        assertThat(look()).isEmpty();
    }

    /** 4 tokens for fsk49, and one for each word and comma. */
    @Test
    void theOneWithTheMostTokensCountsAndNotTheLongestText() throws IOException {
        write("a.txt", "a photograph");
        write("b.txt", "fsk49, a, b");
        assertThat(look()).contains(new LongestCaption(folder.resolve("b.png"), 8, 75, ""));
        write("a.txt", "a photograph of a cat that sits on a table");
        assertThat(look()).contains(new LongestCaption(folder.resolve("a.png"), 10, 75, ""));
        settings.put("captionPrefix", "fsk49");
        assertThat(look().orElseThrow().tokens()).isEqualTo(14);
        settings.put("captions", CaptionLines.NONE);
        assertThat(look()).isEmpty();
    }

    @Test
    void whatIsCutOffIsTold() throws IOException {
        write("a.txt", "cat ".repeat(80) + "dog");
        assertThat(look().orElseThrow().tokens()).isEqualTo(81);
        assertThat(look().orElseThrow().truncatedText()).isEqualTo("cat cat cat cat cat dog");
        settings.put("maxTokens", PromptLength.TWO_CHUNKS);
        assertThat(look()).contains(new LongestCaption(folder.resolve("a.png"), 81, 150, ""));
    }
}
