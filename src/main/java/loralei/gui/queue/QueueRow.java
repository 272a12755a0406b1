package loralei.gui.queue;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.gui.state.QueuedRun;
import loralei.gui.state.QueuedStatus;
import loralei.text.Durations;
import loralei.text.Texts;
import loralei.train.TrainingEvent;

/**
 * A run of the queue as its row shows it.
 *
 * @param id the run
 * @param status how far it has come
 * @param name its output name
 * @param family the kind of base model
 * @param length its epochs or steps
 * @param state its status in a word
 * @param message progress, where its LoRA is, or why it failed
 */
record QueueRow(
        String id, QueuedStatus status, String name, String family, String length, String state, String message) {

    static QueueRow of(QueuedRun run, Optional<TrainingEvent.Step> progress, Texts texts) {
        TrainingConfig config = run.config();
        return new QueueRow(
                run.id(),
                run.status(),
                config.outputName(),
                config.family().label(),
                config.steps() > 0
                        ? texts.get("length.steps", config.steps())
                        : texts.get("length.epochs", config.epochs()),
                texts.get("status." + run.status().id()),
                message(run, progress, texts));
    }

    private static String message(QueuedRun run, Optional<TrainingEvent.Step> progress, Texts texts) {
        return switch (run.status()) {
            case RUNNING ->
                progress.map(now -> texts.get(
                                "progress", now.step(), now.totalSteps(), Durations.estimate(now.secondsLeft())))
                        .orElse(texts.get("preparing"));
            case WAITING -> run.resume() ? texts.get("goesOn") : "";
            case DONE -> run.lora().map(Path::toString).orElse("");
            default -> run.message();
        };
    }
}
