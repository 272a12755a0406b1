package loralei.gui.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TriggerWordsTest {
    private static final String TAGS = "{\"10_fsk49 cat\": {\"grass\": 3, \"fsk49\": 20, \"sitting\": 7}}";

    @Test
    void theProgramsOwnSettingsSayItBest() {
        assertThat(TriggerWords.of(Map.of(
                        "loralei.config",
                        "{\"version\": 1, \"instancePrompt\": \"fsk49\", \"classPrompt\": \"cat\"}",
                        "modelspec.trigger_phrase",
                        "something else")))
                .hasValue("fsk49 cat");
    }

    @Test
    void settingsOfAnotherVersionAreNoObstacle() {
        assertThat(TriggerWords.of(Map.of("loralei.config", "{\"wings\": 2}", "modelspec.trigger_phrase", "zwx")))
                .hasValue("zwx");
    }

    @Test
    void ofKohyasTagsTheMostFrequentIsTaken() {
        assertThat(TriggerWords.of(Map.of("ss_tag_frequency", TAGS, "ss_dataset_dirs", "{\"5_dog\": {}}")))
                .hasValue("fsk49");
    }

    @Test
    void kohyasFoldersTellTheWordsBehindTheirRepeats() {
        assertThat(TriggerWords.of(
                        Map.of("ss_tag_frequency", "{}", "ss_dataset_dirs", "{\"img\": 1, \"10_zwx dog\": {}}")))
                .hasValue("zwx dog");
    }

    @Test
    void whateverElseStandsThereTellsNothing() {
        assertThat(TriggerWords.of(Map.of("ss_tag_frequency", "no JSON", "ss_dataset_dirs", "[1, 2]")))
                .isEmpty();
        assertThat(TriggerWords.of(Map.of())).isEmpty();
    }
}
