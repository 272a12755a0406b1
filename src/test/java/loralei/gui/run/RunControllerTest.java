package loralei.gui.run;

import static loralei.gui.run.FakeTraining.ready;
import static loralei.gui.run.FakeTraining.request;
import static loralei.gui.run.FakeTraining.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunControllerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path output;

    private final FakeTraining training = new FakeTraining();
    private final RunController controller = new RunController(training);

    @Test
    void beforeTheFirstRunItIsIdle() {
        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.IDLE);
        assertThat(controller.awaitEnd(Duration.ZERO)).isTrue();
    }

    @Test
    void preparesUntilTheFirstStep() throws InterruptedException {
        training.tell(ready(4, 0)).tell(new TrainingEvent.Preparing(Preparation.PICTURES, 3, 10));
        start(false);
        untilPlayed();
        RunSnapshot seen = controller.snapshot();
        assertThat(seen.phase()).isEqualTo(RunPhase.PREPARING);
        assertThat(seen.preparing()).contains(new TrainingEvent.Preparing(Preparation.PICTURES, 3, 10));
        assertThat(seen.ready()).contains(ready(4, 0));
        finish();
    }

    @Test
    void keepsTheLatestStepAndTheLossOfAll() throws InterruptedException {
        training.tell(ready(4, 0)).tell(step(1, 4)).tell(step(2, 4));
        start(false);
        untilPlayed();
        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.TRAINING);
        assertThat(controller.snapshot().step()).contains(step(2, 4));
        LossCurve curve = controller.losses().curve();
        assertThat(curve.size()).isEqualTo(2);
        assertThat(curve.value(LossCurve.Quantity.LOSS, 1)).isEqualTo(0.5);
        finish();
    }

    @Test
    void aFinishedRunTellsItsLoraAndCheckpoints() {
        Path checkpoint = output.resolve("cat-step00000002.safetensors");
        Path lora = output.resolve("cat.safetensors");
        training.tell(step(2, 4))
                .tell(new TrainingEvent.Saved(checkpoint, 2, false))
                .tell(new TrainingEvent.Saved(lora, 4, true))
                .end(new TrainingEvent.Finished(lora, 4, 1.5));
        start(false);
        assertThat(controller.awaitEnd(LONG)).isTrue();
        RunSnapshot end = controller.snapshot();
        assertThat(end.phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(end.lora()).contains(lora);
        assertThat(end.saved()).extracting(TrainingEvent.Saved::file).containsExactly(checkpoint, lora);
        assertThat(controller.canResume()).isFalse();
        assertThat(text()).anyMatch(line -> line.contains(checkpoint.toString()));
    }

    @Test
    void theClockStopsWithTheRun() {
        training.end(new TrainingEvent.Finished(output.resolve("cat.safetensors"), 4, 1.5));
        start(false);
        controller.awaitEnd(LONG);
        assertThat(controller.snapshot()).isSameAs(controller.snapshot());
    }

    @Test
    void stopReachesTheRunAndItCanBeResumed() throws IOException {
        Files.createDirectories(output.resolve("cat.state"));
        Files.createFile(output.resolve("cat.state/state.safetensors"));
        CountDownLatch asked = new CountDownLatch(1);
        training.tell(step(1, 4)).act((control, listener) -> {
            await(asked);
            assertThat(control.isStopRequested()).isTrue();
            listener.accept(new TrainingEvent.Stopped(output.resolve("cat.state"), 1));
            return true;
        });
        start(false);
        controller.stop();
        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.STOPPING);
        asked.countDown();
        assertThat(controller.awaitEnd(LONG)).isTrue();
        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.STOPPED);
        assertThat(controller.canResume()).isTrue();
    }

    @Test
    void stopAfterTheEndChangesNothing() {
        training.end(new TrainingEvent.Finished(output.resolve("cat.safetensors"), 4, 1.5));
        start(false);
        controller.awaitEnd(LONG);
        controller.stop();
        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.FINISHED);
    }

    @Test
    void saveReachesTheRun() {
        CountDownLatch asked = new CountDownLatch(1);
        List<Boolean> saves = new CopyOnWriteArrayList<>();
        training.act((control, listener) -> {
            await(asked);
            saves.add(control.consumeSave());
            saves.add(control.consumeSave());
            return true;
        });
        start(false);
        controller.saveNow();
        asked.countDown();
        controller.awaitEnd(LONG);
        assertThat(saves).containsExactly(true, false);
    }

    @Test
    void refusesASecondRunWhileOneGoesOn() {
        start(false);
        assertThatIllegalStateException().isThrownBy(() -> start(false));
        finish();
    }

    @Test
    void aFailureIsKeptAndLoggedWithItsRemedy() {
        UserError failure = UserError.run(Message.text("The disk is full."), Message.text("Make room."));
        training.fail(failure);
        start(false);
        controller.awaitEnd(LONG);
        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(controller.snapshot().failure()).containsSame(failure);
        assertThat(text()).contains("The disk is full.", "Make room.");
    }

    @Test
    void afterAnErrorOfTheMachineItCanStartAgain() {
        training.fail(new OutOfMemoryError("Java heap space"));
        start(false);
        controller.awaitEnd(LONG);
        assertThat(controller.snapshot().failure()).containsInstanceOf(OutOfMemoryError.class);
        start(false);
        finish();
        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(controller.snapshot().failure()).isEmpty();
    }

    @Test
    void aFailedRunOnlyResumesFromAStateOfItsOwn() throws IOException {
        Files.createDirectories(output.resolve("cat.state"));
        Files.createFile(output.resolve("cat.state/state.safetensors"));
        training.fail(UserError.request(
                Message.text("There is already a run named cat."), Message.text("Choose another name.")));
        start(false);
        controller.awaitEnd(LONG);
        assertThat(controller.canResume()).isFalse();
        training.tell(step(1, 4)).fail(new IllegalStateException("a defect"));
        start(false);
        controller.awaitEnd(LONG);
        assertThat(controller.canResume()).isTrue();
    }

    @Test
    void theListenerHearsOfTheEndAndMayStartTheNextRun() {
        List<RunPhase> heard = new CopyOnWriteArrayList<>();
        controller.onEnd(end -> {
            heard.add(end.phase());
            if (heard.size() == 1) {
                controller.start(request(output, "dog", false));
            }
        });
        controller.onEnd(end -> {
            throw new IllegalStateException("a listener that fails harms nobody");
        });
        training.end(new TrainingEvent.Finished(output.resolve("cat.safetensors"), 4, 1.5));
        start(false);
        training.end(new TrainingEvent.Stopped(output.resolve("dog.state"), 1));
        assertThat(controller.awaitEnd(LONG)).isTrue();
        assertThat(heard).containsExactly(RunPhase.FINISHED, RunPhase.STOPPED);
    }

    @Test
    void waitingForTheEndGivesUpInTime() {
        start(false);
        assertThat(controller.awaitEnd(Duration.ofMillis(1))).isFalse();
        finish();
    }

    @Test
    void aResumedRunKeepsItsCurveUpToTheSavedStep() throws IOException, InterruptedException {
        Files.writeString(output.resolve("cat.csv"), """
                step,epoch,loss,learning_rate,grad_norm,seconds
                1,1,0.50000000,0.00010000,0.5,0.4
                2,1,0.30000000,0.00010000,0.5,0.4
                3,1,0.90000000,0.00010000,0.5,0.4
                4,1,0.7""");
        training.tell(ready(6, 2)).tell(step(3, 6, 0.2));
        start(true);
        untilPlayed();
        LossCurve curve = controller.losses().curve();
        assertThat(curve.size()).isEqualTo(3);
        assertThat(curve.value(LossCurve.Quantity.LOSS, 0)).isEqualTo(0.5);
        assertThat(curve.value(LossCurve.Quantity.SMOOTHED, 1)).isEqualTo(0.4);
        assertThat(curve.value(LossCurve.Quantity.LOSS, 2)).isEqualTo(0.2);
        finish();
    }

    @Test
    void aNewRunBeginsANewCurve() throws IOException, InterruptedException {
        Files.writeString(
                output.resolve("cat.csv"), "step,epoch,loss,learning_rate,grad_norm,seconds\n1,1,0.5,0.0001,0.5,0.4\n");
        training.tell(ready(4, 0)).tell(step(1, 4));
        start(false);
        finish();
        training.tell(ready(4, 0));
        start(false);
        untilPlayed();
        assertThat(controller.losses().curve().size()).isZero();
        finish();
    }

    @Test
    void anUnreadableTableOfLossesDoesNotEndTheRun() throws IOException, InterruptedException {
        Files.writeString(
                output.resolve("cat.csv"),
                "step,epoch,loss,learning_rate,grad_norm,seconds\n2,1,0.5,1,1,1\n1,1,0.5,1,1,1\n");
        training.tell(ready(4, 2)).tell(step(3, 4));
        start(true);
        untilPlayed();
        assertThat(controller.losses().curve().size()).isEqualTo(1);
        finish();
    }

    @Test
    void aRenamedLoraIsKnownUnderItsNewName() {
        start(false);
        finish();
        controller.renamed(output.resolve("cat.safetensors"), output.resolve("kitty.safetensors"));
        assertThat(controller.snapshot().lora()).contains(output.resolve("kitty.safetensors"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void start(boolean resume) {
        controller.start(request(output, "cat", resume));
    }

    /** Waits until the training has done all that it was told so far. */
    private void untilPlayed() throws InterruptedException {
        CountDownLatch played = new CountDownLatch(1);
        training.act((control, listener) -> {
            played.countDown();
            return false;
        });
        assertThat(played.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void finish() {
        training.end(new TrainingEvent.Finished(output.resolve("cat.safetensors"), 4, 1.5));
        assertThat(controller.awaitEnd(LONG)).isTrue();
    }

    private List<String> text() {
        return controller.log().after(0).stream().map(RunLog.Line::text).toList();
    }
}
