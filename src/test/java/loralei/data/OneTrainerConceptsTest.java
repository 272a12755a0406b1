package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.CaptionLines;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken of OneTrainer's concepts, and what is named. */
class OneTrainerConceptsTest {
    @TempDir
    private Path folder;

    private final Map<String, Object> settings = new HashMap<>();

    @BeforeEach
    void oneCat() throws IOException {
        settings.putAll(Map.of("resolution", Resolutions.of(512), "enlarge", true));
        Samples.write(Files.createDirectory(folder.resolve("cats")), "a.png", "png", 4, 4, 1);
    }

    private Examples find(String concepts) throws IOException {
        settings.put("instanceDir", Files.writeString(folder.resolve("concepts.json"), concepts));
        return ExampleSource.of(TrainingConfig.of(settings)).find(PictureScanner::scan);
    }

    @Test
    void allThatIsNotTakenOfAConceptIsNamed() throws IOException {
        Examples found = find("""
                [{"__version": 2, "name": "x", "path": "cats", "seed": 7, "image_variations": 4, "concept_stats": {"a": 1},
                  "some_new_thing": 3, "another": false,
                  "image": {"__version": 0, "enable_fixed_flip": true, "random_hue_max_strength": 0.5,
                            "enable_resolution_override": true, "resolution_override": "5", "gamma": 2},
                  "text": {"prompt_source": "filename", "tag_dropout_probability": 0.5, "weighting": "a"},
                  "loralei": {"role": "class of my own", "more": 1}}]
                """);
        assertThat(found.notes().stream().map(Message::toString))
                .contains("Of concepts.json these are not taken: resolution_override = 5, some_new_thing = 3, "
                        + "enable_fixed_flip = true, gamma = 2, weighting = \"a\", more = 1.");
    }

    @Test
    void promptsOfAFileHoldWithoutCaptionsToo() throws IOException {
        Files.writeString(folder.resolve("one.txt"), "fsk49 cat");
        Files.writeString(folder.resolve("two.txt"), "fsk49 cat\na cat fsk49");
        Files.writeString(folder.resolve("cats/a.txt"), "something else");
        settings.put("captions", CaptionLines.NONE);
        settings.put("instancePrompt", "fsk1");
        for (String prompts : List.of("one", "two")) {
            Examples found = find("[{\"path\": \"cats\", \"text\": {\"prompt_source\": \"concept\", \"prompt_path\": \""
                    + prompts + ".txt\"}}]");
            assertThat(found.all().get(0).caption().lines())
                    .isEqualTo(prompts.equals("one") ? List.of("fsk49 cat") : List.of("fsk49 cat", "a cat fsk49"));
        }
    }

    @Test
    void aResolutionThatTheNetworkCannotHaveIsRoundedWithoutBuckets() throws IOException {
        settings.put("buckets", false);
        Examples found = find("""
                [{"path": "cats", "text": {"prompt_source": "filename"},
                  "image": {"enable_resolution_override": true, "resolution_override": "500"}}]
                """);
        assertThat(found.all().get(0).bucket()).isEqualTo(PictureSize.square(512));
    }

    @Test
    void aPathThatIsNoneIsNamed() {
        for (String path : List.of("", "a\\u0000b")) {
            assertThatThrownBy(() -> find("[{\"path\": \"" + path + "\"}]"))
                    .isInstanceOf(PictureFolderException.class)
                    .hasMessageContaining("which is no path");
        }
    }
}
