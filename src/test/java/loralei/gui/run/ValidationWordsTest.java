package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import loralei.train.TrainingEvent;
import loralei.train.ValidationTrend;
import org.junit.jupiter.api.Test;

class ValidationWordsTest {
    private static final RunSnapshot STARTED =
            RunSnapshot.started(FakeTraining.request(Path.of("output"), "my-cat", false));

    private final ValidationWords words = new ValidationWords(Locale.ENGLISH);

    @Test
    void nothingIsSaidWithoutHeldOutPictures() {
        assertThat(words.of(ValidationCurve.NONE, STARTED)).isEmpty();
    }

    @Test
    void aFallingLossIsTheLowestSoFar() {
        assertThat(words.of(curve(0.3, 0.2), STARTED))
                .isEqualTo("Loss of the held-out pictures: 0.2000 after step 200, the lowest so far.");
        assertThat(words.of(curve(0.3, 0.2, 0.21), STARTED))
                .isEqualTo(
                        "Loss of the held-out pictures: 0.2100 after step 300; the lowest was 0.2000 after step 200.");
    }

    @Test
    void aRisingLossNamesTheCheckpointNearestTheLowest() {
        ValidationCurve rising = curve(0.5, 0.4, 0.3, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7);
        RunSnapshot run = STARTED.after(ready(List.of(150, 350, 500, 850))).after(FakeTraining.step(900, 1_000));
        assertThat(ValidationWords.isRising(rising)).isTrue();
        assertThat(words.of(rising, run))
                .isEqualTo("The loss of the held-out pictures has risen since step 400: the LoRA begins to learn the"
                        + " pictures by heart. The checkpoint nearest the lowest value is step 350.");
        RunSnapshot asked = run.after(new TrainingEvent.Saved(Path.of("a.safetensors"), 410, false));
        assertThat(words.of(rising, asked)).endsWith("is step 410.");
    }

    @Test
    void aCheckpointThatIsYetToComeIsNotNamed() {
        ValidationCurve rising = curve(0.5, 0.4, 0.3, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7);
        RunSnapshot run = STARTED.after(ready(List.of(1_000))).after(FakeTraining.step(900, 2_000));
        assertThat(words.of(rising, run)).endsWith("after step 400; no checkpoint was saved so far.");
    }

    @Test
    void ofTwoThatAreAsNearTheEarlierOneIsTheNearest() {
        assertThat(ValidationWords.nearest(400, Stream.of(500, 300, 900))).hasValue(300);
    }

    private static TrainingEvent.Ready ready(List<Integer> checkpoints) {
        return new TrainingEvent.Ready(10, 1_000, 100, checkpoints, "fsk49 cat", "cpu", "fp32", 128, 797_184, 0);
    }

    /** Measured every hundred steps. */
    private static ValidationCurve curve(double... losses) {
        List<ValidationTrend.Point> points = new ArrayList<>();
        for (double loss : losses) {
            points.add(new ValidationTrend.Point(100 * (points.size() + 1), loss));
        }
        return ValidationCurve.of(points);
    }
}
