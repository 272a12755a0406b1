package loralei.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import loralei.text.SettingName;
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

    /** A training without a record of its steps. */
    public static TrainRequest of(TrainingConfig config, boolean resume, boolean overwrite) {
        return new TrainRequest(config, resume, overwrite, false, Optional.empty(), 1);
    }

    /** What speaks against the request beyond its settings: the result of another run is not replaced unasked. */
    public List<Problem> check() {
        if (resume && overwrite) {
            return List.of(new Problem(
                    "--overwrite",
                    "",
                    Message.of("train.notWith", SettingName.of("resume")),
                    Message.of("train.leaveOneOut")));
        }
        Message remedy = resume
                ? Message.of("train.nothingLeft", SettingName.of("overwrite"))
                : Message.of("train.goOnOrReplaceThat", SettingName.of("resume"), SettingName.of("overwrite"));
        return unaskedReplacement().stream()
                .map(file -> Message.of("train.earlierRun", file))
                .map(message -> new Problem("outputName", config.outputName(), message, remedy))
                .toList();
    }

    /** A file of an earlier run that this one would replace without leave. Looks at the disk. */
    Optional<Path> unaskedReplacement() {
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        boolean goesOn = resume && Files.exists(files.stateFile());
        return overwrite || goesOn ? Optional.empty() : files.existing();
    }
}
