package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loralei.config.ConfigJson;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.lora.LoraReport;
import loralei.text.Message;
import org.junit.jupiter.api.Test;

class StoredConfigTest {
    private static final Path LORA = Path.of("output", "cat.safetensors");

    @Test
    void theSettingsOfTheRunComeBack() throws IOException {
        TrainingConfig config = TrainingConfig.defaults(Family.SDXL).with("instancePrompt", "fsk49");
        assertThat(read(Map.of("loralei.config", ConfigJson.write(config)))).isEqualTo(config);
    }

    @Test
    void aForeignLoraIsRefusedByName() {
        assertThatThrownBy(() -> read(Map.of("ss_seed", "1")))
                .isInstanceOf(UserError.class)
                .hasMessage("cat.safetensors holds no settings of a run.");
    }

    @Test
    void settingsOfAnotherVersionAreNotDropped() {
        assertThatThrownBy(() -> read(Map.of("loralei.config", "{\"version\": 1, \"wings\": 2}")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("wings");
    }

    private static TrainingConfig read(Map<String, String> metadata) throws IOException {
        LoraReport report = new LoraReport(
                LORA, 1, Message.text("a LoRA"), Optional.empty(), new TreeMap<>(), 1, metadata, List.of());
        return new StoredConfig(file -> report).of(LORA);
    }
}
