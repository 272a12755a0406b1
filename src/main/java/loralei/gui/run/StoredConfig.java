package loralei.gui.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import loralei.config.ConfigJson;
import loralei.config.Draft;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.gui.text.Texts;
import loralei.job.UseCases;
import loralei.lora.LoraMetadata;

/**
 * Reads the settings of a run from the LoRA that it made.
 *
 * @param inspect reads LoRAs
 * @param texts the part {@code run}
 */
record StoredConfig(UseCases.Inspect inspect, Texts texts) {
    /**
     * The settings that a LoRA was made with.
     *
     * @param lora any file
     * @throws UserError if it cannot be read, holds no settings or holds some that this program does not know
     */
    TrainingConfig of(Path lora) throws IOException {
        String json = inspect.run(lora).metadata().get(LoraMetadata.CONFIG);
        String name = lora.getFileName().toString();
        if (json == null) {
            throw UserError.request(texts.get("repeat.noSettings", name), texts.get("repeat.noSettings.remedy"));
        }
        Draft draft = ConfigJson.parse(json, name);
        if (!draft.problems().isEmpty()) {
            throw UserError.request(
                    texts.get(
                            "repeat.unknownSettings",
                            name,
                            draft.problems().stream()
                                    .map(problem -> problem.field())
                                    .collect(Collectors.joining(", "))),
                    texts.get("repeat.unknownSettings.remedy"));
        }
        return draft.config();
    }
}
