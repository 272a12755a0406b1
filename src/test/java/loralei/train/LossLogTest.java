package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossLogTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("cat.csv");
    }

    private static TrainingEvent.Step step(int step, double loss) {
        return new TrainingEvent.Step(step, 9, 2, loss, 0.9, 1e-4, 0.25, 4, 1);
    }

    private void write(int from, double... losses) throws IOException {
        try (LossLog log = LossLog.open(file, from)) {
            for (int i = 0; i < losses.length; i++) {
                log.add(step(from + 1 + i, losses[i]), 1.5);
            }
        }
    }

    @Test
    void aStepIsARowOfTheTable() throws IOException {
        write(0, 0.125);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "step,epoch,loss,learning_rate,grad_norm,seconds",
                        "1,2,0.12500000,0.00010000000,0.25000000,1.5000");
    }

    @Test
    void aRunThatGoesOnDropsWhatCameAfterItsState() throws IOException {
        write(0, 0.5, 0.4, 0.3);
        write(2, 0.7, 0.6);
        assertThat(LossLog.read(file))
                .extracting(LossLog.Row::step, LossLog.Row::loss)
                .containsExactly(tuple(1, 0.5), tuple(2, 0.4), tuple(3, 0.7), tuple(4, 0.6));
    }

    @Test
    void aNewRunBeginsANewTable() throws IOException {
        write(0, 0.5, 0.4);
        write(0, 0.3);
        assertThat(LossLog.read(file)).extracting(LossLog.Row::loss).containsExactly(0.3);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void rowsThatAKillCutShortAreLeftOut() throws IOException {
        write(0, 0.5, 0.4);
        String whole = Files.readString(file);
        for (String cut : List.of("3", "3,2,0.3", "3,2,0.3,1e-4,0.25,")) {
            Files.writeString(file, whole + cut);
            assertThat(LossLog.read(file)).as(cut).extracting(LossLog.Row::step).containsExactly(1, 2);
        }
        write(5, 0.1); // the cut row is gone, and the next one begins a line
        assertThat(LossLog.read(file)).extracting(LossLog.Row::step).containsExactly(1, 2, 6);
    }

    @Test
    void theSmoothedLossIsReadAsTheRunHadIt() throws IOException {
        write(0, 0.5, 0.25, 0.75);
        assertThat(LossLog.read(file)).extracting(LossLog.Row::smoothedLoss).containsExactly(0.5, 0.375, 0.5);
        assertThat(LossLog.read(file)).extracting(LossLog.Row::learningRate).containsOnly(1e-4);
    }
}
