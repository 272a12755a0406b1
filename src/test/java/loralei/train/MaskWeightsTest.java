package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import loralei.config.TrainingConfig;
import org.junit.jupiter.api.Test;

/** Reference: OneTrainer's {@code masked_losses}: {@code clamp(mask, unmasked_weight, 1)}, divided by its mean on wish. */
class MaskWeightsTest {
    private static MaskWeights weights(double least, boolean normalized) {
        return MaskWeights.of(TrainingConfig.of(Map.of("unmaskedWeight", least, "normalizeMasks", normalized)));
    }

    @Test
    void whatIsMaskedCountsAtLeastSoMuch() {
        assertThat(weights(0.25, false).of(0, 0.125f, 0.5f, 1)).containsExactly(0.25f, 0.25f, 0.5f, 1);
        assertThat(weights(0, false).of(0, 0.5f, 1)).containsExactly(0, 0.5f, 1);
    }

    @Test
    void normalizedTheMeanOfTheWeightsIsOne() {
        assertThat(weights(0.25, true).of(0, 0.125f, 0.5f, 1)).containsExactly(0.5f, 0.5f, 1, 2);
        assertThat(weights(0, true).of(0, 0, 0, 1)).containsExactly(0, 0, 0, 4);
    }

    @Test
    void aMaskThatCountsNowhereIsNotDividedByNothing() {
        assertThat(weights(0, true).of(0, 0)).containsExactly(0, 0);
        assertThat(weights(0.1, true).of(0, 0)).containsExactly(1, 1);
    }
}
