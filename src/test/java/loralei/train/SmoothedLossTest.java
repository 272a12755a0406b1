package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SmoothedLossTest {
    private final SmoothedLoss smoothed = new SmoothedLoss();

    @Test
    void theFirstFiftyStepsCountTheSame() {
        for (int i = 1; i <= 50; i++) {
            smoothed.add(i);
        }
        assertThat(smoothed.value()).isCloseTo(25.5, within(1e-12));
    }

    @Test
    void laterAStepCountsAFiftiethSoThatHalfIsForgottenAfter34() {
        for (int i = 0; i < 50; i++) {
            smoothed.add(1);
        }
        smoothed.add(0);
        assertThat(smoothed.value()).isCloseTo(0.98, within(1e-12));
        for (int i = 1; i < 34; i++) {
            smoothed.add(0);
        }
        assertThat(smoothed.value()).isCloseTo(0.5, within(0.01));
    }

    @Test
    void aLossThatIsNoNumberIsLeftOut() {
        smoothed.add(2);
        smoothed.add(Double.NaN);
        smoothed.add(Double.POSITIVE_INFINITY);
        smoothed.add(4);
        assertThat(smoothed.value()).isCloseTo(3, within(1e-12));
    }

    @Test
    void aRunThatGoesOnGoesOnWithItsMean() {
        smoothed.restore(3, 2);
        smoothed.add(6);
        assertThat(smoothed.value()).isCloseTo(4, within(1e-12));
    }
}
