package loralei.gui.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import loralei.config.TrainingConfig;
import loralei.text.Durations;
import loralei.text.Texts;
import loralei.train.TrainingEvent.Preparing;
import loralei.train.TrainingEvent.Ready;
import loralei.train.TrainingEvent.Saved;
import loralei.train.TrainingEvent.Step;

/**
 * What the window says of a run, word for word.
 *
 * @param headline where the run is, in large letters
 * @param detail what there is to say beyond it
 * @param bar how far it is
 * @param figures captions and numbers
 */
record RunStatus(String headline, String detail, Bar bar, List<Figure> figures) {
    /** The full length of a bar. */
    static final int FULL = 1_000;

    /**
     * A progress bar.
     *
     * @param value up to {@link #FULL}; less than 0 where nobody knows
     * @param text the same in words
     */
    record Bar(int value, String text) {}

    /**
     * A number with what it is.
     *
     * @param name for tests and screen readers
     * @param caption what it is
     * @param value the number
     */
    record Figure(String name, String caption, String value) {}

    /** Writes the words. */
    static final class Writer {
        private final Texts texts;
        private final RunNumbers numbers;
        private final RunWords words;

        Writer(Locale locale) {
            this.texts = Texts.of("run", locale);
            this.numbers = new RunNumbers(locale);
            this.words = new RunWords(locale);
        }

        RunStatus of(RunSnapshot run) {
            return new RunStatus(headline(run), detail(run), bar(run), figures(run));
        }

        private String headline(RunSnapshot run) {
            String name =
                    run.request().map(request -> request.config().outputName()).orElse("");
            return switch (run.phase()) {
                case IDLE -> texts.get("headline.idle");
                case PREPARING -> texts.get("headline.preparing", name);
                case TRAINING -> run.step().map(this::position).orElse("");
                case STOPPING ->
                    run.step().isPresent() ? texts.get("headline.stopping") : texts.get("headline.stoppingEarly");
                case STOPPED ->
                    run.step()
                            .map(step -> texts.get("headline.stopped", step.step(), step.totalSteps()))
                            .orElse(texts.get("headline.stoppedEarly"));
                case FAILED ->
                    run.step()
                            .map(step -> texts.get("headline.failed", step.step()))
                            .orElse(texts.get("headline.failedEarly"));
                case FINISHED ->
                    texts.get(
                            "headline.finished",
                            run.lora().map(LoraRename::nameOf).orElse(name));
            };
        }

        private String position(Step step) {
            return texts.get("headline.training", step.step(), step.totalSteps(), step.epoch());
        }

        private String detail(RunSnapshot run) {
            return switch (run.phase()) {
                case IDLE -> texts.get("detail.idle");
                case PREPARING -> preparing(run);
                case TRAINING ->
                    run.drawing()
                            .map(now -> texts.get("detail.drawing", now.done(), now.total()))
                            .orElseGet(() -> run.ready()
                                    .map(ready -> training(run, ready))
                                    .orElse(""));
                case STOPPING -> run.step().isPresent() ? texts.get("detail.stopping") : preparing(run);
                case STOPPED ->
                    run.saved().isEmpty()
                            ? texts.get("detail.stopped")
                            : texts.get("detail.stoppedWithLora", lastSaved(run).getFileName());
                case FAILED -> run.failure().map(words::failure).orElse("");
                case FINISHED ->
                    texts.get(
                            "detail.finished", run.step().map(Step::step).orElse(0), Durations.elapsed(run.seconds()));
            };
        }

        private String preparing(RunSnapshot run) {
            if (run.drawing().isPresent()) {
                Preparing now = run.drawing().get();
                return texts.get("detail.drawingFirst", now.done(), now.total());
            }
            return run.preparing()
                    .map(now -> now.total() > 0
                            ? texts.get("detail.preparingOf", words.preparing(now.what()), now.done(), now.total())
                            : words.preparing(now.what()))
                    .orElse(texts.get("detail.starting"));
        }

        private String training(RunSnapshot run, Ready ready) {
            int now = run.step().map(Step::step).orElse(0);
            List<Integer> checkpoints = ready.checkpointSteps();
            int found = Collections.binarySearch(checkpoints, now + 1);
            int next = found < 0 ? -found - 1 : found;
            return texts.get(
                    "detail.training",
                    run.request().map(request -> request.config().outputName()).orElse(""),
                    ready.pictures(),
                    run.request()
                            .map(request -> request.config())
                            .map(TrainingConfig::trainingPrompt)
                            .orElse(ready.trainingPrompt()),
                    next < checkpoints.size()
                            ? texts.get("detail.nextCheckpoint", checkpoints.get(next))
                            : texts.get("detail.noCheckpoint"));
        }

        private static Path lastSaved(RunSnapshot run) {
            List<Saved> saved = run.saved();
            return saved.get(saved.size() - 1).file();
        }

        private Bar bar(RunSnapshot run) {
            if (run.step().isPresent()) {
                Step step = run.step().get();
                return share(step.step(), step.totalSteps());
            }
            if (!run.running()) {
                return new Bar(0, "");
            }
            int done = run.preparing().map(Preparing::done).orElse(0);
            int total = run.preparing().map(Preparing::total).orElse(0);
            return total > 0 ? share(done, total) : new Bar(-1, preparing(run));
        }

        private Bar share(int done, int total) {
            int value = (int) ((long) FULL * Math.min(done, total) / Math.max(1, total));
            return new Bar(value, texts.get("bar.percent", value * 100 / FULL));
        }

        private List<Figure> figures(RunSnapshot run) {
            double left = run.phase() == RunPhase.TRAINING
                    ? run.step().map(Step::secondsLeft).orElse(Double.NaN)
                    : Double.NaN;
            return List.of(
                    figure(
                            "loss",
                            run.step()
                                    .map(step -> numbers.loss(step.smoothedLoss()))
                                    .orElse("–")),
                    figure(
                            "speed",
                            run.step()
                                    .map(step -> numbers.speed(step.stepsPerSecond()))
                                    .orElse("–")),
                    figure("timeLeft", Durations.estimate(left)),
                    figure("timeUsed", run.phase() == RunPhase.IDLE ? "–" : Durations.elapsed(run.seconds())));
        }

        private Figure figure(String name, String value) {
            return new Figure(name, texts.get("figure." + name), value);
        }
    }
}
