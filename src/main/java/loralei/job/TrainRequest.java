package loralei.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.train.RunFiles;

/**
 * A training as it was asked for.
 *
 * @param config the settings
 * @param resume whether to go on with the run that left its state under the same output name
 * @param overwrite whether a LoRA of that name may be replaced
 * @param dryRun whether to stop after telling what would be done
 * @param trace folder for a record of what the first steps compute; empty for none
 * @param traceSteps number of steps to record, at least 1
 */
public record TrainRequest(
        TrainingConfig config,
        boolean resume,
        boolean overwrite,
        boolean dryRun,
        Optional<Path> trace,
        int traceSteps) {

    /** What speaks against the request beyond its settings: the result of another run is not replaced unasked. */
    public List<Problem> check() {
        if (resume && overwrite) {
            return List.of(new Problem("--overwrite", "", "does not go with --resume", "Leave one of them out."));
        }
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        boolean taken = Files.exists(files.lora()) || Files.exists(files.state());
        if (!taken || resume || overwrite) {
            return List.of();
        }
        return List.of(new Problem(
                "outputName",
                config.outputName(),
                "is the name of an earlier run in " + config.outputDir(),
                "Choose another name, go on with that run (--resume), or have it replaced (--overwrite)."));
    }
}
