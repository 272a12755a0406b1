package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import loralei.config.PictureSpec;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;

class RunWordsTest {
    private final RunWords english = new RunWords(Locale.ENGLISH);
    private final RunWords german = new RunWords(Locale.GERMAN);

    @Test
    void oneIsNotCalledSeveral() {
        TrainingEvent ready = ready(1, List.of(5));
        assertThat(english.of(ready)).contains("1 picture, 1 epoch: 1 step", "Checkpoint after step 5");
        assertThat(german.of(ready)).contains("1 Bild, 1 Epoche: 1 Schritt", "Zwischenstand nach Schritt 5");
    }

    @Test
    void severalAreCounted() {
        TrainingEvent ready = ready(2, List.of(500, 1000, 1500, 2000, 2500, 3000));
        assertThat(english.of(ready))
                .contains(
                        "2 pictures, 2 epochs: 2 steps", "Checkpoints after steps 500, 1,000, 1,500, 2,000 and 2 more");
        assertThat(german.of(ready))
                .contains("Zwischenstände nach den Schritten 500, 1.000, 1.500, 2.000 und 2 weitere");
    }

    @Test
    void previewsAndHeldOutPicturesAreInTheLog() {
        TrainingEvent drawn = new TrainingEvent.Drawn(Path.of("samples", "a.png"), 500, 0, PictureSpec.of("a cat", 64));
        assertThat(english.of(drawn)).containsExactly("Preview 1 drawn after step 500");
        assertThat(german.of(new TrainingEvent.Validated(500, 0.25, 400, 0.2)))
                .containsExactly("Zurückgehaltene Bilder nach Schritt 500: Verlust 0,2500");
    }

    private static TrainingEvent ready(int count, List<Integer> checkpoints) {
        return new TrainingEvent.Ready(count, count, count, checkpoints, "fsk49 cat", "cpu", "fp32", 128, 797_184, 0);
    }
}
