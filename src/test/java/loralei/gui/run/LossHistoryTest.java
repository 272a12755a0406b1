package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import loralei.gui.run.LossCurve.Quantity;
import loralei.train.ValidationTrend;
import org.junit.jupiter.api.Test;

class LossHistoryTest {
    private final LossHistory history = new LossHistory();

    @Test
    void aCurveDoesNotChangeWhileTheHistoryGrows() {
        fill(1_000);
        LossCurve before = history.curve();
        fill(1_001, 5_000);
        assertThat(before.size()).isEqualTo(1_000);
        assertThat(history.curve().size()).isEqualTo(5_000);
        assertThat(history.curve().value(Quantity.LOSS, 4_999)).isEqualTo(5_000);
    }

    @Test
    void cuttingLeavesCurvesThatWereTakenAlone() {
        fill(10);
        LossCurve before = history.curve();
        history.cutAfter(4);
        history.add(5, 77, 77, 77);
        assertThat(before.value(Quantity.LOSS, 4)).isEqualTo(5);
        assertThat(history.curve().size()).isEqualTo(5);
        assertThat(history.curve().value(Quantity.LOSS, 4)).isEqualTo(77);
    }

    @Test
    void aRunThatGoesOnForgetsWhatWasMeasuredAfterItsState() {
        history.add(new ValidationTrend.Point(0, 5));
        fill(10);
        history.add(new ValidationTrend.Point(5, 4));
        LossCurve before = history.curve();
        history.add(new ValidationTrend.Point(10, 3));
        history.cutAfter(5);
        assertThat(before.validation().points()).hasSize(2);
        assertThat(history.curve().validation().points())
                .extracting(ValidationTrend.Point::step)
                .containsExactly(0, 5);
        history.clear();
        assertThat(history.curve().validation().isEmpty()).isTrue();
        assertThat(history.curve().size()).isZero();
    }

    @Test
    void stepsOnlyGoForward() {
        fill(3);
        assertThatIllegalArgumentException().isThrownBy(() -> history.add(3, 1, 1, 1));
    }

    @Test
    void fewStepsAreDrawnOneByOne() {
        fill(5);
        LossCurve.Points line = history.curve().line(Quantity.LOSS, 1, 5, 2_000);
        assertThat(line.steps()).containsExactly(1, 2, 3, 4, 5);
        assertThat(line.values()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void manyStepsAreThinnedAndKeepTheirPeaks() {
        for (int step = 1; step <= 100_000; step++) {
            history.add(step, step == 54_321 ? 9 : step == 54_400 ? -3 : 0.1, 0, 0);
        }
        LossCurve.Points line = history.curve().line(Quantity.LOSS, 1, 100_000, 2_000);
        assertThat(line.steps()).hasSizeLessThanOrEqualTo(2_000);
        assertThat(line.values()).contains(9, -3);
        assertThat(line.steps()[indexOf(line.values(), 9)]).isEqualTo(54_321);
        assertThat(line.steps()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aRangeReachesOneStepBeyondItsEnds() {
        fill(100);
        LossCurve.Points line = history.curve().line(Quantity.LOSS, 10.5, 12, 2_000);
        assertThat(line.steps()).containsExactly(10, 11, 12, 13);
    }

    @Test
    void lossesThatAreNoNumbersAreLeftOut() {
        history.add(1, 1, 1, 1);
        history.add(2, Double.NaN, 1, 1);
        history.add(3, Double.POSITIVE_INFINITY, 1, 1);
        history.add(4, 4, 1, 1);
        assertThat(history.curve().line(Quantity.LOSS, 1, 4, 2_000).steps()).containsExactly(1, 4);
    }

    @Test
    void aLevelLineReachesItsEnd() {
        for (int step = 1; step <= 1_000; step++) {
            history.add(step, step, step, 1e-4);
        }
        double[] steps = history.curve().line(Quantity.RATE, 1, 1_000, 60).steps();
        assertThat(steps).startsWith(1).endsWith(1_000);
    }

    @Test
    void theNearestStepIsFound() {
        history.add(10, 1, 1, 1);
        history.add(20, 2, 2, 2);
        LossCurve curve = history.curve();
        assertThat(curve.nearest(-5)).isZero();
        assertThat(curve.nearest(14.9)).isZero();
        assertThat(curve.nearest(15.1)).isEqualTo(1);
        assertThat(curve.nearest(1e12)).isEqualTo(1);
    }

    private static int indexOf(double[] values, double wanted) {
        return Arrays.stream(values).boxed().toList().indexOf(wanted);
    }

    private void fill(int last) {
        fill(1, last);
    }

    private void fill(int first, int last) {
        for (int step = first; step <= last; step++) {
            history.add(step, step, step, step);
        }
    }
}
