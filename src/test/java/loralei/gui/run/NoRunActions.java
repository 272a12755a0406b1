package loralei.gui.run;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.job.TrainRequest;
import loralei.job.stored.StoredSettings;

/** What a test of a view asks of nobody. */
public class NoRunActions implements RunActions {
    private Optional<Path> sendFolder = Optional.empty();

    @Override
    public void resume(TrainRequest stopped) {}

    @Override
    public void repeat(StoredSettings settings) {}

    @Override
    public void compare(TrainingConfig config, Path lora) {}

    @Override
    public void openFolder(Path folder) {}

    @Override
    public Optional<Path> sendFolder() {
        return sendFolder;
    }

    @Override
    public void rememberSendFolder(Path named) {
        sendFolder = Optional.of(named);
    }

    @Override
    public void copy(String text) {}
}
