package loralei.gui.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.TrainingConfig;
import loralei.job.GridColumn;
import loralei.job.GridRequest;
import loralei.train.RunFiles;

/**
 * A run whose LoRAs are to be compared.
 *
 * @param config its settings
 * @param name what it is called
 * @param checkpoints all its LoRAs, in the order of their steps
 * @param folder where the grid goes
 */
public record GridSubject(TrainingConfig config, String name, List<Path> checkpoints, Path folder) {
    /**
     * Looks into the folder of a run. For the background.
     *
     * @param config the settings of the run
     * @param lora one of its LoRAs, whatever its name is by now
     */
    public static GridSubject of(TrainingConfig config, Path lora) throws IOException {
        Path folder = lora.toAbsolutePath().getParent();
        RunFiles files = new RunFiles(folder, config.outputName());
        String name = files.checkpoints().isEmpty() && !Files.exists(files.lora())
                ? GridColumn.runOf(lora)
                : config.outputName();
        RunFiles found = new RunFiles(folder, name);
        Set<Path> all = new LinkedHashSet<>(found.checkpoints());
        Stream.of(found.lora(), lora.toAbsolutePath()).filter(Files::exists).forEach(all::add);
        return new GridSubject(config, name, List.copyOf(all), GridRequest.folderOf(folder, name));
    }
}
