package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import loralei.config.PictureSpec;
import loralei.config.UserError;
import loralei.text.LocalizedIOException;
import loralei.text.Message;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStatusTest {
    private static final RunSnapshot STARTED =
            RunSnapshot.started(FakeTraining.request(Path.of("output"), "my-cat", false));

    private final RunStatus.Writer english = new RunStatus.Writer(Locale.ENGLISH);
    private final RunStatus.Writer german = new RunStatus.Writer(Locale.GERMAN);

    @Test
    void trainingTellsStepEpochAndFigures() {
        RunSnapshot run = STARTED.after(FakeTraining.ready(1_000, 0)).after(FakeTraining.step(340, 1_000));
        RunStatus status = english.of(run);
        assertThat(status.headline()).isEqualTo("Step 340 of 1,000, epoch 34");
        assertThat(status.detail()).isEqualTo("my-cat: 10 pictures of “fsk49 cat”; next checkpoint after step 500");
        assertThat(status.bar()).isEqualTo(new RunStatus.Bar(340, "34 %"));
        assertThat(status.figures()).extracting(RunStatus.Figure::value).startsWith("0.1003", "2.1 steps/s", "5 min");
        assertThat(german.of(run).headline()).isEqualTo("Schritt 340 von 1.000, Epoche 34");
    }

    @Test
    void preparingIsHonestAboutWhatCanBeCounted() {
        RunSnapshot counted = STARTED.after(new TrainingEvent.Preparing(Preparation.PICTURES, 3, 10));
        assertThat(english.of(counted).detail()).isEqualTo("Encoding pictures: 3 of 10");
        assertThat(english.of(counted).bar().value()).isEqualTo(300);
        RunSnapshot uncounted = STARTED.after(new TrainingEvent.Preparing(Preparation.UNET, 0, 0));
        assertThat(english.of(uncounted).bar().value()).isNegative();
        assertThat(german.of(uncounted).bar().text()).isEqualTo("Basismodell wird geladen");
    }

    @Test
    void drawingBetweenTwoStepsIsToldUntilItIsDone() {
        RunSnapshot training = STARTED.after(FakeTraining.ready(1_000, 0)).after(FakeTraining.step(340, 1_000));
        RunSnapshot drawing = training.after(new TrainingEvent.Preparing(Preparation.PREVIEWS, 2, 2));
        assertThat(english.of(drawing).detail()).isEqualTo("Drawing preview 2 of 2; the training goes on afterwards");
        assertThat(english.of(drawing).headline()).isEqualTo("Step 340 of 1,000, epoch 34");
        assertThat(english.of(drawing).bar()).isEqualTo(new RunStatus.Bar(340, "34 %"));
        TrainingEvent first = new TrainingEvent.Drawn(Path.of("a.png"), 340, 0, PictureSpec.of("a cat", 64));
        TrainingEvent last = new TrainingEvent.Drawn(Path.of("b.png"), 340, 1, PictureSpec.of("a cat", 64));
        assertThat(english.of(drawing.after(first)).detail()).startsWith("Drawing");
        assertThat(english.of(drawing.after(last))).isEqualTo(english.of(training));
        RunSnapshot next = drawing.after(FakeTraining.step(341, 1_000));
        assertThat(english.of(next).detail()).startsWith("my-cat: 10 pictures"); // also where a picture failed
        RunSnapshot before = STARTED.after(new TrainingEvent.Preparing(Preparation.PREVIEWS, 1, 2));
        assertThat(german.of(before).detail()).isEqualTo("Vorschaubild 1 von 2 wird gezeichnet");
    }

    @ParameterizedTest
    @EnumSource
    void everyPreparationIsToldInTheLanguageOfTheWindow(Preparation what) {
        RunSnapshot run = STARTED.after(new TrainingEvent.Preparing(what, 0, 0));
        assertThat(english.of(run).detail()).matches("\\p{Lu}.*");
        assertThat(german.of(run).detail())
                .matches("\\p{Lu}.*")
                .isNotEqualTo(english.of(run).detail());
    }

    @Test
    void aFailureTellsWhatToDo() {
        RunSnapshot failed = STARTED.after(FakeTraining.step(7, 10))
                .withPhase(RunPhase.FAILED)
                .withFailure(UserError.run(Message.text("The disk is full."), Message.text("Make room.")));
        assertThat(english.of(failed).headline()).isEqualTo("The run failed after step 7");
        assertThat(english.of(failed).detail()).isEqualTo("The disk is full.\nMake room.");
        RunSnapshot memory = STARTED.withPhase(RunPhase.FAILED).withFailure(new OutOfMemoryError());
        assertThat(english.of(memory).detail()).contains("batch size 1");
    }

    @Test
    void whatTheEngineSaysOfAFailureIsTranslated() {
        RunSnapshot failed = STARTED.withPhase(RunPhase.FAILED)
                .withFailure(UserError.run(
                        Message.of("train.fileUnwritable", "a.csv", Message.of("download.broke")),
                        Message.of("file.makeRoom")));
        assertThat(german.of(failed).detail())
                .isEqualTo("Die Datei a.csv ließ sich nicht schreiben: Die Verbindung ist abgebrochen.\n"
                        + "Auf dem Datenträger Platz schaffen oder einen Ordner auf einem anderen wählen.");
        RunSnapshot defect = STARTED.withPhase(RunPhase.FAILED)
                .withFailure(new LocalizedIOException(Message.of("download.busy", 503)));
        assertThat(german.of(defect).detail()).endsWith(": LocalizedIOException: Der Server ist überlastet (503)");
    }

    @Test
    void stoppingNamesTheLoraThatWasSaved() {
        RunSnapshot stopped = STARTED.after(FakeTraining.step(7, 10))
                .after(new TrainingEvent.Saved(Path.of("output", "my-cat-step00000007.safetensors"), 7, false))
                .withPhase(RunPhase.STOPPED);
        assertThat(english.of(stopped).headline()).isEqualTo("Stopped after step 7 of 10");
        assertThat(english.of(stopped).detail()).contains("my-cat-step00000007.safetensors");
    }

    @Test
    void nothingIsLeftToSayOfTimeOnceTheRunHasEnded() {
        RunSnapshot stopped = STARTED.after(FakeTraining.step(7, 10)).withPhase(RunPhase.STOPPED);
        assertThat(english.of(stopped).figures().get(2).value()).isEqualTo("–");
    }
}
