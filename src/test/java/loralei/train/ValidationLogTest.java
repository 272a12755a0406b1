package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.train.ValidationTrend.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationLogTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("cat-validation.csv");
    }

    private void write(int from, Point... points) throws IOException {
        try (ValidationLog log = ValidationLog.open(file(), from)) {
            for (Point point : points) {
                log.add(point);
            }
        }
    }

    @Test
    void aLossIsARowOfTheTableAtOnce() throws IOException {
        try (ValidationLog log = ValidationLog.open(file(), 0)) {
            log.add(new Point(0, 0.125));
            assertThat(Files.readAllLines(file())).containsExactly("step,loss", "0,0.12500000");
        }
    }

    @Test
    void aRunThatGoesOnKnowsWhatCameBeforeItsStateAndDropsTheRest() throws IOException {
        write(0, new Point(0, 0.5), new Point(50, 0.25), new Point(100, 0.75));
        try (ValidationLog log = ValidationLog.open(file(), 60)) {
            assertThat(log.points()).containsExactly(new Point(0, 0.5), new Point(50, 0.25));
        }
        assertThat(ValidationLog.read(file())).hasSize(2);
    }

    /** A number is still one when its end is missing. */
    @Test
    void aRowWithoutItsEndIsLeftOut() throws IOException {
        write(0, new Point(0, 0.5));
        Files.writeString(file(), Files.readString(file()) + "50,0.12");
        assertThat(ValidationLog.read(file())).containsExactly(new Point(0, 0.5));
    }
}
