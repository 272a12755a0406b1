package loralei.gui.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where this person's other programs keep what Loralei reads and writes too, as the person named it once.
 *
 * @param models folders in which base models are looked for besides {@code models}, in the order in which they were named
 * @param loras the folder of a drawing program that finished LoRAs are copied to; empty before the first time
 */
public record Folders(List<Path> models, Optional<Path> loras) {
    /** None were named yet. */
    public static final Folders NONE = new Folders(List.of(), Optional.empty());

    /** Keeps a copy without repetitions; what a file leaves out was not named yet. */
    public Folders {
        models = Objects.requireNonNullElse(models, List.<Path>of()).stream()
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        loras = Objects.requireNonNullElse(loras, Optional.empty());
    }

    /** The same with other folders of base models. */
    public Folders withModels(List<Path> newModels) {
        return new Folders(newModels, loras);
    }

    /** The same with another folder for LoRAs. */
    public Folders withLoras(Path folder) {
        return new Folders(models, Optional.of(folder));
    }
}
