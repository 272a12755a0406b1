package loralei.gui.run;

import java.io.IOException;
import java.nio.file.Path;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.job.UseCases;
import loralei.job.stored.StoredSettings;
import loralei.text.Message;

/**
 * Reads the settings of a run from the LoRA that it made.
 *
 * @param inspect reads LoRAs
 */
public record StoredConfig(UseCases.Inspect inspect) {
    /**
     * All settings of a run of this program.
     *
     * @param lora any file
     * @throws UserError if it cannot be read, holds none of this program or some that it does not know
     */
    public TrainingConfig of(Path lora) throws IOException {
        StoredSettings stored = settings(lora);
        if (!stored.isWhole()) {
            throw UserError.request(Message.of("stored.none", lora.getFileName()), Message.of("stored.none.remedy"));
        }
        return stored.settings().config();
    }

    /** What a LoRA of this program or another tells of its settings. Fails as {@link #of} does. */
    StoredSettings settings(Path lora) throws IOException {
        return StoredSettings.of(inspect.run(lora));
    }
}
