package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.model.BaseModel;
import loralei.text.Message;
import loralei.train.RunFiles;
import loralei.train.SavedRun;

/** Looks at the LoRA that a run is to go on from; again only if the file or the settings that count are others. */
final class StartLook {
    /**
     * What was seen.
     *
     * @param notes what to tell of it
     * @param problem why it cannot be gone on from
     */
    record Seen(List<Message> notes, Optional<Problem> problem) {
        private static final Seen NOTHING = new Seen(List.of(), Optional.empty());
    }

    private String looked = "";
    private Seen seen = Seen.NOTHING;

    /** Looks at what the settings name, for a base model that can be read. */
    synchronized Seen look(TrainingConfig config) {
        if (!StartingPoint.isWanted(config)) {
            return Seen.NOTHING;
        }
        Path file = config.startFrom();
        String now = mark(config, file);
        if (!now.equals(looked)) {
            seen = Files.isRegularFile(file) ? read(config) : withoutFile(config);
            looked = now;
        }
        return seen;
    }

    private static String mark(TrainingConfig config, Path file) {
        String content = "";
        try {
            content = Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            content = String.valueOf(Files.exists(stateFile(config)));
        }
        return String.join(
                "\n",
                file.toString(),
                content,
                config.baseModel().toString(),
                config.family().id(),
                config.savePrecision().id());
    }

    private static Path stateFile(TrainingConfig config) {
        return new RunFiles(config.outputDir(), config.outputName()).stateFile();
    }

    private static Seen read(TrainingConfig config) {
        try {
            BaseModel model = BaseModel.of(config).expect(config.family());
            return new Seen(StartingPoint.read(config, model).notes(), Optional.empty());
        } catch (UserError e) {
            return failed(config, e);
        }
    }

    /** A run that was saved goes on without the file. */
    private static Seen withoutFile(TrainingConfig config) {
        try {
            RunFiles files = new RunFiles(config.outputDir(), config.outputName());
            if (Files.exists(files.stateFile()) && SavedRun.read(files).start().isPresent()) {
                return new Seen(List.of(Message.of("start.inState", config.outputName())), Optional.empty());
            }
            return failed(config, LoraChoice.missing(config.startFrom()));
        } catch (UserError e) {
            return failed(config, e);
        }
    }

    private static Seen failed(TrainingConfig config, UserError e) {
        return new Seen(
                List.of(),
                Optional.of(
                        new Problem("startFrom", config.startFrom().toString(), e.localized(), e.localizedRemedy())));
    }
}
