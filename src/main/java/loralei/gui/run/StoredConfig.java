package loralei.gui.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import loralei.config.ConfigJson;
import loralei.config.PartialConfig;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.job.UseCases;
import loralei.lora.LoraMetadata;
import loralei.text.Message;

/**
 * Reads the settings of a run from the LoRA that it made.
 *
 * @param inspect reads LoRAs
 */
public record StoredConfig(UseCases.Inspect inspect) {
    /**
     * The settings that a LoRA was made with.
     *
     * @param lora any file
     * @throws UserError if it cannot be read, holds no settings or holds some that this program does not know
     */
    public TrainingConfig of(Path lora) throws IOException {
        String json = inspect.run(lora).metadata().get(LoraMetadata.CONFIG);
        String name = lora.getFileName().toString();
        if (json == null) {
            throw UserError.request(
                    Message.of("run.repeat.noSettings", name), Message.of("run.repeat.noSettings.remedy"));
        }
        PartialConfig partial = ConfigJson.parse(json, name);
        if (!partial.problems().isEmpty()) {
            throw UserError.request(
                    Message.of(
                            "run.repeat.unknownSettings",
                            name,
                            partial.problems().stream()
                                    .map(problem -> problem.field())
                                    .collect(Collectors.joining(", "))),
                    Message.of("run.repeat.unknownSettings.remedy"));
        }
        return partial.config();
    }
}
