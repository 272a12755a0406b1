package loralei.job.stored;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import loralei.config.ConfigJson;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.UserError;
import loralei.job.InspectJob;
import loralei.lora.LoraMetadata;
import loralei.lora.LoraReport;
import loralei.text.Message;

/**
 * What a LoRA's metadata tell of the settings that it was trained with.
 *
 * @param trainer who wrote them
 * @param family the family of the run
 * @param settings what is taken over; of this program's own LoRAs it is everything
 * @param notes what is to be known of it, in sentences: what is not taken over, by its name there
 */
public record StoredSettings(Trainer trainer, Family family, PartialConfig settings, List<Message> notes) {
    /** Who writes settings into LoRAs. */
    public enum Trainer {
        /** This program: all settings. */
        LORALEI,
        /** kohya's sd-scripts, and all that are built on them. */
        KOHYA,
        /** OneTrainer, where it was told to. */
        ONE_TRAINER
    }

    /** Keeps a copy. */
    public StoredSettings {
        notes = List.copyOf(notes);
    }

    /** Whether all of the run's settings are known, its folders and prompts too. */
    public boolean isWhole() {
        return trainer == Trainer.LORALEI;
    }

    /**
     * The settings that a LoRA was made with.
     *
     * @throws UserError if it holds none, some that this program does not know, or those of another kind of model
     */
    public static StoredSettings of(LoraReport report) {
        String name = report.file().getFileName().toString();
        Map<String, String> metadata = report.metadata();
        if (metadata.containsKey(LoraMetadata.CONFIG)) {
            return own(metadata.get(LoraMetadata.CONFIG), name);
        }
        boolean oneTrainer = metadata.containsKey(OneTrainerSettings.KEY);
        if (!oneTrainer && !KohyaSettings.areIn(metadata)) {
            boolean withoutConfig = metadata.keySet().stream().anyMatch(key -> key.startsWith("ot_"));
            throw UserError.request(
                    Message.of("stored.none", name),
                    Message.of(withoutConfig ? "stored.none.oneTrainer" : "stored.none.remedy"));
        }
        Optional<Family> family = report.lora().flatMap(LoraReport.Lora::family);
        if (family.isEmpty()) {
            throw UserError.request(Message.of("stored.noFamily", name), Message.of("stored.noFamily.remedy"));
        }
        TakenOver taken = new TakenOver(family.get());
        if (oneTrainer) {
            new OneTrainerSettings(name, taken).read(metadata.get(OneTrainerSettings.KEY));
        } else {
            new KohyaSettings(metadata, taken).read();
        }
        return new StoredSettings(
                oneTrainer ? Trainer.ONE_TRAINER : Trainer.KOHYA, family.get(), taken.settings(), taken.notes());
    }

    private static StoredSettings own(String json, String name) {
        PartialConfig partial = ConfigJson.parse(json, name);
        if (!partial.problems().isEmpty()) {
            String unknown =
                    partial.problems().stream().map(problem -> problem.field()).collect(Collectors.joining(", "));
            throw UserError.request(Message.of("stored.unknown", name, unknown), Message.of("stored.unknown.remedy"));
        }
        return new StoredSettings(Trainer.LORALEI, partial.config().family(), partial, List.of());
    }

    /** The same of a file. */
    public static StoredSettings of(Path lora) {
        return of(InspectJob.run(lora));
    }
}
