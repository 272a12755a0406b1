package loralei.conformance;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.LOSS;
import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SchedulerConfig;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets and weighted losses against diffusers. */
class LossConformanceTest {
    private static final NoiseSchedule SCHEDULE = new NoiseSchedule(SchedulerConfig.STABLE_DIFFUSION);

    private Scope scope;

    @BeforeEach
    void openScope() {
        scope = Scope.open();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void velocityTargetAgrees(String family) {
        ConformanceData data = ConformanceData.of(family);
        long[] timesteps = data.tensor("loss_timesteps").longs();
        float[] signal = new float[timesteps.length];
        float[] minusNoise = new float[timesteps.length];
        for (int i = 0; i < timesteps.length; i++) {
            signal[i] = SCHEDULE.sqrtAlphasCumprod((int) timesteps[i]);
            minusNoise[i] = -SCHEDULE.sqrtOneMinusAlphasCumprod((int) timesteps[i]);
        }
        Tensor target = Kernels.tensor(
                "blend",
                data.tensor("loss_noise"),
                data.tensor("loss_latents"),
                Tensor.of(signal, signal.length),
                Tensor.of(minusNoise, minusNoise.length));
        assertThat(difference(target.floats(), data.floats("velocity_target"))).isLessThan(FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void minSnrLossAgrees(String family) {
        ConformanceData data = ConformanceData.of(family);
        long[] timesteps = data.tensor("loss_timesteps").longs();
        float[] weights = new float[timesteps.length];
        for (int i = 0; i < timesteps.length; i++) {
            weights[i] = (float) SCHEDULE.minSnrWeight((int) timesteps[i], 5) / timesteps.length;
        }
        assertThat(loss(data, weights)).isCloseTo(data.floats("loss_min_snr_5")[0], within(LOSS));
    }

    /** The first half of the batch is of the thing, the second of its class, each with its own mean. */
    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void priorPreservationIsAMatterOfWeights(String family) {
        ConformanceData data = ConformanceData.of(family);
        assertThat(loss(data, 0.5f, 0.5f, 0.5f, 0.5f))
                .isCloseTo(data.floats("loss_prior_preservation")[0], within(LOSS));
    }

    private static double loss(ConformanceData data, float... weights) {
        return Kernels.tensor(
                        "mse_loss",
                        data.tensor("loss_pred"),
                        data.tensor("loss_noise"),
                        Tensor.of(weights, weights.length))
                .item();
    }
}
