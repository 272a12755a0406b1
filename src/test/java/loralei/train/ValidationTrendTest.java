package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import loralei.train.ValidationTrend.Point;
import org.junit.jupiter.api.Test;

class ValidationTrendTest {
    private static List<Point> series(int count, IntToDoubleFunction loss) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new Point(50 * i, loss.applyAsDouble(i)));
        }
        return points;
    }

    private static ValidationTrend trend(List<Point> points) {
        return ValidationTrend.of(points).orElseThrow();
    }

    @Test
    void ofNoLossesNothingIsTold() {
        assertThat(ValidationTrend.of(List.of())).isEmpty();
    }

    @Test
    void aFallingLossIsNotRising() {
        List<Point> points = series(40, i -> 0.1 + 0.2 * Math.exp(-i / 10.0));
        assertThat(trend(points))
                .isEqualTo(new ValidationTrend(50 * 39, points.get(39).loss(), OptionalInt.empty()));
    }

    @Test
    void aLossThatTurnsIsRisingSinceItsLowest() {
        List<Point> points = series(20, i -> 0.2 + 0.001 * Math.pow(i - 10, 2));
        ValidationTrend trend = trend(points);
        assertThat(trend.bestStep()).isEqualTo(500);
        assertThat(trend.bestLoss()).isEqualTo(0.2);
        assertThat(trend.risingSince()).hasValue(500);
    }

    @Test
    void theRiseIsToldAboutSixMeasurementsAfterTheTurnAndNotAtOnce() {
        IntToDoubleFunction valley = i -> 0.2 + 0.001 * Math.pow(i - 10, 2);
        int first = 0;
        while (trend(series(first + 1, valley)).risingSince().isEmpty()) {
            first++;
        }
        assertThat(first).isBetween(13, 17);
    }

    @Test
    void aRiseOfLessThanTwoPercentIsNone() {
        assertThat(trend(series(40, i -> 1 + 0.015 * Math.min(1, i / 20.0))).risingSince())
                .isEmpty();
        assertThat(trend(series(40, i -> 1 + 0.04 * Math.min(1, i / 20.0))).risingSince())
                .isPresent();
    }

    @Test
    void oneLeapIsNoRise() {
        assertThat(trend(series(20, i -> i == 19 ? 2 : 1)).risingSince()).isEmpty();
        assertThat(trend(series(20, i -> i == 12 ? 2 : 1)).risingSince()).isEmpty();
    }

    @Test
    void aLossThatFallsToItsLowestAgainIsNoLongerRising() {
        assertThat(trend(series(32, i -> 1 + 0.2 * Math.abs(Math.sin(Math.PI * i / 15))))
                        .risingSince())
                .isEmpty();
    }

    /** A hundred rows of a hundred, judged after each: ten thousand chances to be wrong. */
    @Test
    void aLossThatOnlySwingsIsHardlyEverTakenToRise() {
        Random random = new Random(7);
        for (double swing : new double[] {0.005, 0.02, 0.1}) {
            int wrong = 0;
            for (int row = 0; row < 100; row++) {
                List<Point> points = series(100, i -> 1 + swing * random.nextGaussian());
                for (int end = 1; end <= points.size(); end++) {
                    wrong += trend(points.subList(0, end)).risingSince().isPresent() ? 1 : 0;
                }
            }
            assertThat(wrong).as("swings of %s", swing).isLessThan(100);
        }
    }

    @Test
    void aRiseIsSeenThroughSwings() {
        Random random = new Random(7);
        int seen = 0;
        for (int row = 0; row < 100; row++) {
            List<Point> points = series(
                    40,
                    i -> 0.2 + 0.1 * Math.exp(-i / 5.0) + 0.004 * Math.max(0, i - 15) + 0.004 * random.nextGaussian());
            seen += trend(points).risingSince().isPresent() ? 1 : 0;
        }
        assertThat(seen).isEqualTo(100);
    }
}
