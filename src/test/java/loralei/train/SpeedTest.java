package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeedTest {
    private final Speed speed = new Speed(100);

    @Test
    void itIsStepsByTime() {
        speed.add(102);
        assertThat(speed.stepsPerSecond()).isEqualTo(0.5);
        speed.add(103);
        speed.add(104);
        assertThat(speed.stepsPerSecond()).isEqualTo(0.75);
    }

    @Test
    void aSlowStepIsForgottenAfterTenSeconds() {
        speed.add(130);
        for (int i = 1; i <= 24; i++) {
            speed.add(130 + i / 2.0);
        }
        assertThat(speed.stepsPerSecond()).isEqualTo(2);
    }

    @Test
    void stepsThatTakeLongerThanTenSecondsAreMeasuredByTheLastTwo() {
        for (int i = 1; i <= 5; i++) {
            speed.add(100 + 20.0 * i);
        }
        assertThat(speed.stepsPerSecond()).isEqualTo(0.05);
    }

    @Test
    void timeBetweenTheStepsDoesNotCount() {
        speed.add(102);
        speed.skip(60);
        speed.add(164);
        assertThat(speed.stepsPerSecond()).isEqualTo(0.5);
    }

    @Test
    void beforeTheFirstStepThereIsNone() {
        assertThat(speed.stepsPerSecond()).isZero();
    }
}
