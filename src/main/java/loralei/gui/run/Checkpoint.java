package loralei.gui.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import loralei.train.RunFiles;

/**
 * A LoRA that a run left.
 *
 * @param file where it is
 * @param step the step it is of; empty for the finished one
 * @param bytes its size
 */
record Checkpoint(Path file, OptionalInt step, long bytes) {
    /**
     * All LoRAs of a run, as they are on disk, the latest first.
     *
     * @param files of the run
     * @param finished the finished LoRA, which may have been renamed
     */
    static List<Checkpoint> of(RunFiles files, Path finished) throws IOException {
        List<Checkpoint> all = new ArrayList<>();
        for (Path file : files.checkpoints()) {
            all.add(0, new Checkpoint(file, files.stepOf(file), Files.size(file)));
        }
        if (Files.exists(finished)) {
            all.add(0, new Checkpoint(finished, OptionalInt.empty(), Files.size(finished)));
        }
        return List.copyOf(all);
    }
}
