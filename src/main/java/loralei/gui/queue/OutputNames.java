package loralei.gui.queue;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import loralei.config.Problem;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import loralei.gui.state.QueuedRun;
import loralei.gui.state.RunList;
import loralei.job.TrainRequest;
import loralei.text.Message;
import loralei.train.RunFiles;

/**
 * Sees to it that no two runs write the same files. Looks at the disk.
 *
 * @param queue the runs that names are compared with
 */
record OutputNames(RunList queue) {
    private static final String SETTING = "outputName";

    /** What speaks against the output name of one more run, with a free name as the remedy. */
    Optional<Problem> problemWith(TrainRequest request) {
        TrainingConfig config = request.config();
        if (isQueued(config)) {
            return Optional.of(problem(config, "queue.name.queued"));
        }
        boolean mayExist = request.resume() || request.overwrite();
        return !mayExist && isOnDisk(config) ? Optional.of(problem(config, "queue.name.taken")) : Optional.empty();
    }

    /** The output name with the smallest number behind it that no other run has: my-cat, my-cat-2, my-cat-3. */
    String free(TrainingConfig config) {
        String name = config.outputName();
        Predicate<TrainingConfig> taken = candidate -> isQueued(candidate) || isOnDisk(candidate);
        String free = name;
        for (int number = 2; taken.test(config.with(SETTING, free)); number++) {
            free = numbered(name, number);
        }
        return free;
    }

    /** Shortened where the number would make it too long for a name. */
    private static String numbered(String name, int number) {
        String ending = "-" + number;
        String stem = name;
        while (stem.length() > 1
                && Settings.find(SETTING)
                        .orElseThrow()
                        .problemWith(stem + ending)
                        .isPresent()) {
            stem = stem.substring(0, stem.length() - 1);
        }
        return stem + ending;
    }

    private Problem problem(TrainingConfig config, String key) {
        return new Problem(
                SETTING, config.outputName(), Message.of(key), Message.of("queue.name.remedy", free(config)));
    }

    private boolean isQueued(TrainingConfig config) {
        return queue.runs().stream()
                .filter(run -> !run.status().ended())
                .map(QueuedRun::config)
                .anyMatch(other -> target(other).equals(target(config)));
    }

    private static boolean isOnDisk(TrainingConfig config) {
        return new RunFiles(config.outputDir(), config.outputName()).existing().isPresent();
    }

    /** Capitals do not count: on Windows and macOS they do not tell files apart. */
    private static String target(TrainingConfig config) {
        Path lora = new RunFiles(config.outputDir(), config.outputName()).lora();
        return lora.toAbsolutePath().normalize().toString().toLowerCase(Locale.ROOT);
    }
}
