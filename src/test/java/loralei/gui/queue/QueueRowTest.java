package loralei.gui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.state.QueuedRun;
import loralei.gui.state.QueuedStatus;
import loralei.text.Texts;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;

class QueueRowTest {
    private static final Texts ENGLISH = Texts.of("queue", Locale.ENGLISH);
    private static final QueuedRun RUN = new QueuedRun(
            "a",
            TrainingConfig.defaults(Family.SDXL).with("outputName", "my-cat"),
            false,
            false,
            QueuedStatus.WAITING,
            "",
            Optional.empty());

    @Test
    void aRunThatWaitsTellsWhatItIs() {
        QueueRow row = QueueRow.of(RUN, Optional.empty(), ENGLISH);
        assertThat(row)
                .isEqualTo(new QueueRow("a", QueuedStatus.WAITING, "my-cat", "SDXL", "100 epochs", "Waiting", ""));
    }

    @Test
    void stepsAreShownWhereTheyDecide() {
        QueuedRun run = new QueuedRun(
                "a", RUN.config().with("steps", 1600), false, false, QueuedStatus.WAITING, "", Optional.empty());
        assertThat(QueueRow.of(run, Optional.empty(), ENGLISH).length()).isEqualTo("1,600 steps");
        assertThat(QueueRow.of(run, Optional.empty(), Texts.of("queue", Locale.GERMAN))
                        .length())
                .isEqualTo("1.600 Schritte");
    }

    @Test
    void oneEpochIsNotCalledEpochs() {
        QueuedRun run = new QueuedRun(
                "a", RUN.config().with("epochs", 1), false, false, QueuedStatus.WAITING, "", Optional.empty());
        assertThat(QueueRow.of(run, Optional.empty(), ENGLISH).length()).isEqualTo("1 epoch");
    }

    @Test
    void aRunThatTrainsTellsHowFarItIs() {
        QueuedRun run = RUN.as(QueuedStatus.RUNNING, "");
        assertThat(message(run, Optional.empty())).isEqualTo("Preparing");
        assertThat(message(run, step(30))).isEqualTo("Step 12 of 1,600, 30 s left");
        assertThat(message(run, step(7500))).endsWith(", 2 h 5 min left");
    }

    @Test
    void whatHasEndedTellsHow() {
        assertThat(message(RUN.doneWith(Optional.of(Path.of("x.safetensors"))), Optional.empty()))
                .isEqualTo("x.safetensors");
        assertThat(message(RUN.as(QueuedStatus.FAILED, "No."), Optional.empty()))
                .isEqualTo("No.");
        assertThat(message(RUN.toGoOn(), Optional.empty())).isEqualTo("Goes on from its last save");
    }

    private static String message(QueuedRun run, Optional<TrainingEvent.Step> progress) {
        return QueueRow.of(run, progress, ENGLISH).message();
    }

    private static Optional<TrainingEvent.Step> step(double secondsLeft) {
        return Optional.of(new TrainingEvent.Step(12, 1600, 1, 0.1, 0.1, 1e-4, 0.1, 1, secondsLeft));
    }
}
