package loralei.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import loralei.ConformanceTensors;
import org.junit.jupiter.api.Test;

/** Reference numbers: diffusers 0.42.1 with torch 2.13.0 on the CPU, DDIMScheduler and compute_snr. */
class NoiseScheduleTest {
    private static final String SCALED =
            "\"beta_schedule\":\"scaled_linear\",\"beta_start\":0.00085,\"beta_end\":0.012";
    /** fp32 rounds to 6e-8; torch.linspace adds in another order on each vector width. */
    private static final double RELATIVE = 1e-6;

    private static NoiseSchedule schedule(String json) {
        return new NoiseSchedule(SchedulerConfig.parse(json, "test"));
    }

    private static void assertAlphas(NoiseSchedule schedule, double... timestepThenAlpha) {
        for (int i = 0; i < timestepThenAlpha.length; i += 2) {
            int timestep = (int) timestepThenAlpha[i];
            assertThat((double) schedule.alphasCumprod(timestep))
                    .as("alphas_cumprod[%d]", timestep)
                    .isCloseTo(timestepThenAlpha[i + 1], withPercentage(100 * RELATIVE));
        }
    }

    @Test
    void agreesWithDiffusersOnTheStableDiffusionSchedule() throws IOException {
        NoiseSchedule schedule = new NoiseSchedule(
                SchedulerConfig.read(ConformanceTensors.SD15.resolve("model/scheduler/scheduler_config.json")));
        float[] expected = new ConformanceTensors(ConformanceTensors.SD15).floats("alphas_cumprod");

        assertThat(schedule.numTrainTimesteps()).isEqualTo(expected.length).isEqualTo(1000);
        for (int t = 0; t < expected.length; t++) {
            assertThat(Math.abs(schedule.alphasCumprod(t) / expected[t] - 1))
                    .as("alphas_cumprod[%d]", t)
                    .isLessThan((float) RELATIVE);
        }
    }

    @Test
    void agreesWithDiffusersOnLinearBetas() {
        assertAlphas(
                schedule("{}"),
                0,
                0.9998999834060669,
                1,
                0.9997800588607788,
                250,
                0.5214229822158813,
                500,
                0.07779665291309357,
                750,
                0.003300158539786935,
                999,
                4.035830352222547e-05);
        assertAlphas(schedule("{\"num_train_timesteps\":10}"), 1, 0.997589111328125, 9, 0.9037394523620605);
    }

    @Test
    void agreesWithDiffusersOnTheCosineSchedule() {
        assertAlphas(
                schedule("{\"beta_schedule\":\"squaredcos_cap_v2\"}"),
                0,
                0.9999586939811707,
                250,
                0.8458880186080933,
                500,
                0.4922850430011749,
                750,
                0.14317865669727325,
                998,
                2.428766265438753e-06,
                999,
                2.4287349909002387e-09);
    }

    @Test
    void rescalesBetasToZeroTerminalSnr() {
        NoiseSchedule schedule = schedule("{" + SCALED + ",\"rescale_betas_zero_snr\":true}");

        assertAlphas(
                schedule,
                0,
                0.9991499781608582,
                1,
                0.9982334971427917,
                250,
                0.6524567604064941,
                750,
                0.03279908001422882);
        // Near the end the root is a small difference of two fp32 numbers, so fewer digits are defined.
        assertThat((double) schedule.alphasCumprod(998)).isCloseTo(1.9679633567193378e-07, withPercentage(0.1));
        assertThat(schedule.alphasCumprod(999)).isZero();
        assertThat(schedule.snr(999)).isZero();
    }

    @Test
    void splitsVarianceBetweenSignalAndNoise() {
        NoiseSchedule schedule = schedule("{" + SCALED + "}");
        for (int t : new int[] {0, 1, 500, 999}) {
            float signal = schedule.sqrtAlphasCumprod(t);
            float noise = schedule.sqrtOneMinusAlphasCumprod(t);
            assertThat(signal * signal).isCloseTo(schedule.alphasCumprod(t), within(1e-7f));
            assertThat(signal * signal + noise * noise).isCloseTo(1f, within(2e-7f));
        }
    }

    @Test
    void reproducesTheNoisyLatentsOfTheConformanceRun() throws IOException {
        NoiseSchedule schedule = schedule("{" + SCALED + "}");
        ConformanceTensors expected = new ConformanceTensors(ConformanceTensors.SD15);
        float[] latents = expected.floats("train_latents");
        float[] noise = expected.floats("train_noise");
        float[] noisy = expected.floats("train_noisy"); // (2, 4, h, w), step 1 only
        long[] timesteps = expected.longs("train_timesteps"); // (3, 2)
        int picture = noisy.length / 2;

        for (int i = 0; i < noisy.length; i++) {
            int t = Math.toIntExact(timesteps[i / picture]);
            float mixed = schedule.sqrtAlphasCumprod(t) * latents[i] + schedule.sqrtOneMinusAlphasCumprod(t) * noise[i];
            assertThat(mixed).isCloseTo(noisy[i], within(1e-6f));
        }
    }

    @Test
    void weighsNoisePredictionByMinSnr() {
        NoiseSchedule schedule = schedule("{" + SCALED + "}");

        assertThat(schedule.snr(0)).isCloseTo(1175.4405517578125, withPercentage(0.01));
        assertThat(schedule.snr(500)).isCloseTo(0.38185006380081177, withPercentage(1e-4));
        assertThat(schedule.minSnrWeight(0, 5)).isCloseTo(0.004253704124282599, withPercentage(0.01));
        assertThat(schedule.minSnrWeight(100, 5)).isCloseTo(0.5914453864097595, withPercentage(1e-4));
        assertThat(schedule.minSnrWeight(300, 5)).isEqualTo(1);
        assertThat(schedule.minSnrWeight(999, 5)).isEqualTo(1);
    }

    @Test
    void weighsVelocityPredictionByMinSnr() {
        NoiseSchedule schedule = schedule("{" + SCALED + ",\"prediction_type\":\"v_prediction\"}");

        assertThat(schedule.minSnrWeight(0, 5)).isCloseTo(0.004250108730047941, withPercentage(0.01));
        assertThat(schedule.minSnrWeight(100, 5)).isCloseTo(0.5288841724395752, withPercentage(1e-4));
        assertThat(schedule.minSnrWeight(300, 5)).isCloseTo(0.5905008316040039, withPercentage(1e-4));
        assertThat(schedule.minSnrWeight(999, 5)).isCloseTo(0.004660094156861305, withPercentage(1e-4));
    }

    @Test
    void weighsNothingWhenGammaIsZero() {
        assertThat(schedule("{}").minSnrWeight(0, 0)).isEqualTo(1);
    }

    @Test
    void keepsMinSnrWeightsFiniteAtPureNoise() {
        String zeroSnr = "{" + SCALED + ",\"rescale_betas_zero_snr\":true,\"prediction_type\":\"%s\"}";

        assertThat(schedule(zeroSnr.formatted("epsilon")).minSnrWeight(999, 5)).isEqualTo(1);
        assertThat(schedule(zeroSnr.formatted("v_prediction")).minSnrWeight(999, 5))
                .isZero();
    }
}
