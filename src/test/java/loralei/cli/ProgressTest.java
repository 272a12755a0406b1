package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import loralei.config.PictureSpec;
import loralei.text.Message;
import loralei.text.Texts;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    private static final long MILLISECOND = 1_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanoTime = new AtomicLong();

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static TrainingEvent.Ready ready(List<Integer> checkpoints, int resumed) {
        return new TrainingEvent.Ready(8, 800, 100, checkpoints, "fsk49 shape", "cpu", "fp32", 128, 797184, resumed);
    }

    @Test
    void inAPipeShowsTheFirstAndTheLastStepAndOneInTwoSeconds() {
        PlainProgress progress = new PlainProgress(CliFixture.console(out, 80, nanoTime::get));
        for (int step = 1; step <= 100; step++) {
            progress.accept(CliFixture.step(step, 100));
            nanoTime.addAndGet(100 * MILLISECOND);
        }

        assertThat(written().lines().map(line -> line.substring(0, line.indexOf('/'))))
                .containsExactly("step 1", "step 21", "step 41", "step 61", "step 81", "step 100");
        assertThat(written().lines().findFirst().orElseThrow())
                .isEqualTo("step 1/100  loss 0.0432  1:05 left  12.3 it/s  epoch 2  rate 1.0e-04  last loss 0.0500");
    }

    @Test
    void inAPipeTellsEachPreparationOnce() {
        PlainProgress progress = new PlainProgress(CliFixture.console(out, 80, nanoTime::get));
        IntStream.rangeClosed(0, 8)
                .forEach(done -> progress.accept(new TrainingEvent.Preparing(Preparation.PICTURES, done, 8)));
        progress.accept(new TrainingEvent.Preparing(Preparation.UNET, 0, 0));

        assertThat(written().lines()).containsExactly("encoding pictures (8)", "loading the UNet");
    }

    @Test
    void previewsAndTheValidationLossAreLines() {
        PlainProgress progress = new PlainProgress(CliFixture.console(out, 80, nanoTime::get));
        progress.accept(new TrainingEvent.Preparing(Preparation.PREVIEWS, 1, 2));
        progress.accept(new TrainingEvent.Drawn(Path.of("a.png"), 0, 0, PictureSpec.of("a cat", 512)));
        progress.accept(CliFixture.step(1, 100));
        progress.accept(new TrainingEvent.Validated(1, 0.12345, 0, 0.1));
        progress.accept(new TrainingEvent.Preparing(Preparation.PREVIEWS, 1, 2));

        assertThat(written().lines().filter(line -> !line.startsWith("step 1/100")))
                .containsExactly(
                        "drawing previews (2)",
                        "preview after step 0: a.png",
                        "validation loss after step 1: 0.1235; lowest 0.1000 after step 0",
                        "drawing previews (2)");
    }

    @Test
    void asJsonADrawnPictureSaysWhatItIs() {
        JsonProgress progress = new JsonProgress(out);
        progress.accept(new TrainingEvent.Drawn(Path.of("a.png"), 500, 1, PictureSpec.of("a cat", 512)));
        progress.accept(new TrainingEvent.Validated(1, 0.5, 0, 0.25));

        assertThat(written())
                .contains("\"type\":\"drawn\"", "\"file\":\"a.png\"", "\"step\":500", "\"prompt\":\"a cat\"")
                .contains("\"type\":\"validated\",\"step\":1,\"loss\":0.5,\"bestStep\":0,\"bestLoss\":0.25");
    }

    @Test
    void whatIsHeldOutIsToldBeforeTheStart() {
        PlainProgress progress = new PlainProgress(CliFixture.console(out, 80, nanoTime::get));
        progress.accept(new TrainingEvent.Ready(8, 800, 100, List.of(), "cat", "cpu", "fp32", 128, 797184, 0, 2, 0));
        assertThat(written()).contains("2 pictures are held out for the validation loss");
    }

    @Test
    void tellsBeforeTheStartWhatWillBeDone() {
        new PlainProgress(CliFixture.console(out, 80, nanoTime::get)).accept(ready(List.of(500), 0));

        assertThat(written().lines())
                .containsExactly(
                        "8 pictures, 100 epochs = 800 steps; checkpoints: after steps 500 and at the end",
                        "prompt of the pictures: fsk49 shape",
                        "device cpu, precision fp32; LoRA of 128 modules with 797,184 values");
    }

    @Test
    void shortensLongListsOfCheckpointsAndNamesWhereARunGoesOn() {
        PlainProgress progress = new PlainProgress(CliFixture.console(out, 80, nanoTime::get));
        progress.accept(ready(List.of(1, 2, 3, 4, 5, 6), 300));
        progress.accept(ready(List.of(), 0));

        assertThat(written())
                .contains("after steps 1, 2, 3, 4, ... (2 more) and at the end")
                .contains("going on from step 300")
                .contains("checkpoints: at the end");
    }

    @Test
    void tellsWhatWasWrittenAndHowItEnded() {
        PlainProgress progress = new PlainProgress(CliFixture.console(out, 80, nanoTime::get));
        progress.accept(new TrainingEvent.Saved(Path.of("a.safetensors"), 5, false));
        progress.accept(new TrainingEvent.Warning(Message.text("small pictures")));
        progress.accept(new TrainingEvent.Finished(Path.of("b.safetensors"), 1, 3725));

        assertThat(written().lines())
                .containsExactly(
                        "saved a.safetensors",
                        "warning: small pictures",
                        "1 step done in 1:02:05. The LoRA is b.safetensors");
    }

    @Test
    void onATerminalRewritesOneLine() {
        TerminalProgress progress = new TerminalProgress(CliFixture.console(out, 100, nanoTime::get));
        progress.accept(CliFixture.step(50, 100));
        nanoTime.addAndGet(200 * MILLISECOND);
        progress.accept(CliFixture.step(51, 100));
        progress.close();

        assertThat(written()).startsWith("\r[").endsWith(System.lineSeparator());
        assertThat(written().strip().split("\r"))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line.replace("#", "").replace("-", "")).contains("]  5"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 39, 41, 60, 79, 80, 81, 100, 120, 250})
    void onATerminalStaysWithinItsWidth(int columns) {
        TerminalProgress progress = new TerminalProgress(CliFixture.console(out, columns, nanoTime::get));
        progress.accept(new TrainingEvent.Preparing(Preparation.DRAWING, 3, 8));
        progress.accept(CliFixture.step(100, 100));

        assertThat(written().split("\r"))
                .allSatisfy(line ->
                        assertThat(line.stripTrailing().length()).isLessThanOrEqualTo(Math.max(1, columns - 1)));
    }

    @Test
    void onAnOrdinaryTerminalHasRoomForBarLossTimeSpeedAndRate() {
        new TerminalProgress(CliFixture.console(out, 80, nanoTime::get)).accept(CliFixture.step(120, 800));

        assertThat(written())
                .isEqualTo("\r[##--------]  120/800  loss 0.0432  1:05 left  12.3 it/s  epoch 2  rate 1.0e-04");
    }

    @Test
    void onATerminalDrawsNoMoreThanTenTimesASecondButAlwaysTheLastStep() {
        TerminalProgress progress = new TerminalProgress(CliFixture.console(out, 100, nanoTime::get));
        for (int step = 1; step <= 100; step++) {
            progress.accept(CliFixture.step(step, 100));
            nanoTime.addAndGet(MILLISECOND);
        }

        assertThat(written().split("\r")).hasSize(1 + 2);
        assertThat(written()).contains(" 100/100 ");
    }

    @Test
    void onATerminalErasesTheLineBeforeAMessage() {
        TerminalProgress progress = new TerminalProgress(CliFixture.console(out, 100, nanoTime::get));
        progress.accept(CliFixture.step(1, 100));
        int length = written().length() - 1;
        progress.accept(new TrainingEvent.Warning(Message.text("careful")));
        progress.close();

        assertThat(written()).endsWith("\r" + " ".repeat(length) + "\rwarning: careful" + System.lineSeparator());
    }

    @Test
    void onATerminalOverwritesTheRestOfALongerLine() {
        TerminalProgress progress = new TerminalProgress(CliFixture.console(out, 100, nanoTime::get));
        progress.accept(new TrainingEvent.Preparing(Preparation.DRAWING, 0, 0));
        nanoTime.addAndGet(200 * MILLISECOND);
        progress.accept(new TrainingEvent.Preparing(Preparation.PROMPT, 0, 0));

        assertThat(written()).isEqualTo("\rdrawing without and with the LoRA\rreading the prompt" + " ".repeat(15));
    }

    @Test
    void countsSecondsForSlowSteps() {
        TrainingEvent.Step slow = new TrainingEvent.Step(1, 2, 1, 0.05, 0.04, 1e-4, 1, 0.075, Double.NaN);
        TrainingEvent.Step first = new TrainingEvent.Step(1, 2, 1, 0.05, 0.04, 1e-4, 1, 0, 0);

        assertThat(new EventText(Texts.ENGLISH).step(slow)).contains("13.3 s/it", "- left");
        assertThat(new EventText(Texts.ENGLISH).step(first)).contains("- it/s");
    }
}
