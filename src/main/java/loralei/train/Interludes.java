package loralei.train;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import loralei.config.TrainingConfig;
import loralei.lora.LoraAdapter;
import loralei.text.Message;
import loralei.train.ValidationTrend.Point;

/**
 * What goes on between the steps of a run for those who watch it: the validation loss is measured, and previews are
 * drawn. The steps know nothing of it: each starts the generator anew, and the adapter is only read.
 */
final class Interludes implements AutoCloseable {
    private final TrainingConfig config;
    private final PreviewSteps previewSteps;
    private final Optional<Previews> previews;
    private final Validation validation;
    private final Optional<ValidationLog> log;
    private final LoraAdapter adapter;
    private final int last;
    private OptionalInt risingSince = OptionalInt.empty();

    /**
     * Those of a run that goes on after a step.
     *
     * @param previews what draws, where anything can be drawn
     */
    Interludes(
            TrainingConfig config,
            RunPlan plan,
            TrainingMaterial material,
            DenoisingLoss objective,
            LoraAdapter adapter,
            Optional<Previews> previews,
            int step)
            throws IOException {
        this.config = config;
        this.previewSteps = new PreviewSteps(config, plan.batches(), plan.steps());
        this.previews = previews;
        this.validation = new Validation(config, plan, material, objective);
        this.adapter = adapter;
        this.last = plan.steps();
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        this.log = material.heldOut().all().isEmpty()
                ? Optional.empty()
                : Optional.of(ValidationLog.open(files.validation(), step));
        log.flatMap(table -> ValidationTrend.of(table.points())).ifPresent(trend -> risingSince = trend.risingSince());
    }

    /** Before the first step of this start: what is due after the step before it and is not there yet. */
    void begin(int step, TrainingControl control, Consumer<TrainingEvent> listener) throws IOException {
        if (previews.isPresent()) {
            previews.get().forgetHalves();
        }
        boolean measured =
                log.stream().flatMap(table -> table.points().stream()).anyMatch(point -> point.step() == step);
        if (isMeasured(step) && !measured) {
            measure(step, listener);
        }
        if (previewSteps.contain(step)
                && previews.filter(all -> !all.areDrawn(step)).isPresent()) {
            draw(step, control, listener);
        }
    }

    /** After a step. */
    void after(int step, TrainingControl control, Consumer<TrainingEvent> listener) throws IOException {
        if (isMeasured(step)) {
            measure(step, listener);
        }
        boolean asked = control.consumeDraw();
        if (asked) {
            previews.ifPresent(Previews::tryAgain);
        }
        if (asked || previewSteps.contain(step)) {
            draw(step, control, listener);
        }
    }

    private boolean isMeasured(int step) {
        return log.isPresent() && (step == last || step % config.validateEvery() == 0);
    }

    private void measure(int step, Consumer<TrainingEvent> listener) throws IOException {
        ValidationLog table = log.orElseThrow();
        double loss = validation.loss(adapter.whole());
        if (!Double.isFinite(loss)) {
            listener.accept(new TrainingEvent.Warning(Message.of("preview.noLoss", step)));
            return;
        }
        table.add(new Point(step, loss));
        ValidationTrend trend = ValidationTrend.of(table.points()).orElseThrow();
        listener.accept(new TrainingEvent.Validated(step, loss, trend.bestStep(), trend.bestLoss()));
        if (trend.risingSince().isPresent() && risingSince.isEmpty()) {
            listener.accept(new TrainingEvent.Warning(
                    Message.of("preview.rising", trend.risingSince().getAsInt(), trend.bestStep())));
        }
        risingSince = trend.risingSince();
    }

    private void draw(int step, TrainingControl control, Consumer<TrainingEvent> listener) {
        previews.ifPresent(all -> all.draw(step, adapter.whole(), control::isStopRequested, listener));
    }

    @Override
    public void close() throws IOException {
        if (log.isPresent()) {
            log.get().close();
        }
    }
}
