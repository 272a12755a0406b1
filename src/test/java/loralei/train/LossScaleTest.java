package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The constants are those of torch.amp.GradScaler in PyTorch 2.7. */
class LossScaleTest {
    private final LossScale scale = new LossScale(true);

    private void goodSteps(int count) {
        for (int i = 0; i < count; i++) {
            scale.update(true);
        }
    }

    @Test
    void anOverflowHalvesIt() {
        assertThat(scale.value()).isEqualTo(65536);
        scale.update(false);
        assertThat(scale.value()).isEqualTo(32768);
        scale.update(false);
        assertThat(scale.value()).isEqualTo(16384);
    }

    @Test
    void itDoublesAfterTwoThousandStepsWithoutOverflow() {
        goodSteps(1999);
        assertThat(scale.value()).isEqualTo(65536);
        goodSteps(1);
        assertThat(scale.value()).isEqualTo(131072);
        goodSteps(2000);
        assertThat(scale.value()).isEqualTo(262144);
    }

    @Test
    void anOverflowBeginsTheCountAnew() {
        goodSteps(1999);
        scale.update(false);
        goodSteps(1999);
        assertThat(scale.value()).isEqualTo(32768);
        goodSteps(1);
        assertThat(scale.value()).isEqualTo(65536);
    }

    @Test
    void aRunThatGoesOnGoesOnCounting() {
        scale.restore(1024, 1998);
        goodSteps(1);
        assertThat(scale.goodSteps()).isEqualTo(1999);
        goodSteps(1);
        assertThat(scale.value()).isEqualTo(2048);
    }

    @Test
    void otherTypesThanFp16AreNeverScaled() {
        LossScale fixed = new LossScale(false);
        fixed.restore(1024, 1999);
        fixed.update(true);
        fixed.update(false);
        assertThat(fixed.value()).isEqualTo(1);
        assertThat(fixed.isDynamic()).isFalse();
    }
}
