package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Taskbar.State;
import java.nio.file.Path;
import java.util.Locale;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;

class TaskbarProgressTest {
    private static final RunSnapshot STARTED =
            RunSnapshot.started(FakeTraining.request(Path.of("output"), "my-cat", false));

    @Test
    void followsTheSteps() {
        assertThat(shown(STARTED.after(FakeTraining.step(34, 100)))).isEqualTo(shown(State.NORMAL, 34));
    }

    @Test
    void isBusyWhereNobodyKnowsHowLongItTakes() {
        assertThat(shown(STARTED.after(new TrainingEvent.Preparing(Preparation.UNET, 0, 0))))
                .isEqualTo(shown(State.INDETERMINATE, 0));
    }

    @Test
    void goesAwayAtTheEndAndTurnsRedOnFailure() {
        RunSnapshot run = STARTED.after(FakeTraining.step(34, 100));
        assertThat(shown(run.withPhase(RunPhase.FINISHED))).isEqualTo(shown(State.OFF, 0));
        assertThat(shown(run.withPhase(RunPhase.STOPPED))).isEqualTo(shown(State.OFF, 0));
        assertThat(shown(run.withPhase(RunPhase.FAILED))).isEqualTo(shown(State.ERROR, 100));
    }

    private static TaskbarProgress.Shown shown(State state, int percent) {
        return new TaskbarProgress.Shown(state, percent);
    }

    private static TaskbarProgress.Shown shown(RunSnapshot run) {
        return TaskbarProgress.Shown.of(run, new RunStatus.Writer(Locale.ENGLISH).of(run));
    }
}
