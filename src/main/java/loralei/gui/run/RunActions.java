package loralei.gui.run;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.job.TrainRequest;
import loralei.job.stored.StoredSettings;

/** What a person asks for while looking at a run, and what is not the run's own business. Called on the event thread. */
public interface RunActions {
    /**
     * Goes on with a run.
     *
     * @param stopped what was asked for when it was started
     */
    void resume(TrainRequest stopped);

    /**
     * Fills the form with the settings of an earlier run.
     *
     * @param settings all settings of a run of this program, or what is known of another's
     */
    void repeat(StoredSettings settings);

    /**
     * Draws the LoRAs of a run beside each other, to pick the best by eye.
     *
     * @param config the settings of the run
     * @param lora the finished one, which may have been renamed
     */
    void compare(TrainingConfig config, Path lora);

    /**
     * Shows a folder in the system's file manager.
     *
     * @param folder an existing folder
     */
    void openFolder(Path folder);

    /** The folder of a drawing program that LoRAs are copied to, as the person named it once; empty before. */
    Optional<Path> sendFolder();

    /**
     * Remembers that folder.
     *
     * @param named an existing folder
     */
    void rememberSendFolder(Path named);

    /**
     * Puts a text into the clipboard.
     *
     * @param text any text
     */
    void copy(String text);
}
