package loralei.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import loralei.ConformanceTensors;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.UserError;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reference numbers: DDIMScheduler of diffusers 0.42.1 with torch 2.13.0, eta 0, no clipping; the other samplers have SamplersTest. */
class SamplingPlanTest {
    /** diffusers computes the scales in fp32, here they are in double. */
    private static final Offset<Double> FP32 = within(2e-6);

    private static NoiseSchedule schedule(String more) {
        String json = "{\"beta_schedule\":\"scaled_linear\",\"beta_start\":0.00085,\"beta_end\":0.012" + more + "}";
        return new NoiseSchedule(SchedulerConfig.parse(json, "test"));
    }

    private static SamplingPlan ddim(NoiseSchedule schedule, int count) {
        return SamplingPlan.of(schedule, SamplerKind.DDIM, SamplingSchedule.NORMAL, count);
    }

    private static List<Integer> timesteps(NoiseSchedule schedule, int count) {
        return ddim(schedule, count).steps().stream()
                .map(step -> (int) step.timestep())
                .toList();
    }

    /** The factor of the latents, where what is predicted at them is told by {@link #outputScale}. */
    private static double sampleScale(SamplingPlan.Step step) {
        return step.sample() + step.denoised().get(0) * step.sampleToDenoised();
    }

    /** The factor of the network's output. */
    private static double outputScale(SamplingPlan.Step step) {
        return step.denoised().get(0) * step.outputToDenoised();
    }

    @Test
    void takesTheTimestepsOfTheConformanceRun() throws IOException {
        NoiseSchedule schedule = new NoiseSchedule(
                SchedulerConfig.read(ConformanceTensors.SD15.resolve("model/scheduler/scheduler_config.json")));
        float[] expected = new ConformanceTensors(ConformanceTensors.SD15).floats("sampler_ddim_timesteps");

        assertThat(timesteps(schedule, expected.length))
                .containsExactlyElementsOf(IntStream.range(0, expected.length)
                        .mapToObj(i -> (int) expected[i])
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "leading;0;7;852,710,568,426,284,142,0",
                "leading;1;5;801,601,401,201,1",
                "trailing;0;5;999,799,599,399,199",
                "trailing;0;7;999,856,713,570,428,285,142",
                "linspace;0;5;999,749,500,250,0",
                "linspace;0;7;999,832,666,500,333,166,0",
                "linspace;0;1;0"
            })
    void spreadsTimestepsAsDiffusersDoes(String spacing, int offset, int count, String expected) {
        NoiseSchedule schedule = schedule(",\"timestep_spacing\":\"" + spacing + "\",\"steps_offset\":" + offset);

        assertThat(timesteps(schedule, count))
                .containsExactlyElementsOf(
                        Arrays.stream(expected.split(",")).map(Integer::valueOf).toList());
    }

    private static void assertScales(SamplingPlan schedule, double[]... sampleThenOutputScale) {
        assertThat(schedule.steps()).hasSize(sampleThenOutputScale.length);
        for (int i = 0; i < sampleThenOutputScale.length; i++) {
            SamplingPlan.Step step = schedule.steps().get(i);
            assertThat(sampleScale(step)).as("sample, step %d", i).isCloseTo(sampleThenOutputScale[i][0], FP32);
            assertThat(outputScale(step)).as("output, step %d", i).isCloseTo(sampleThenOutputScale[i][1], FP32);
        }
    }

    @Test
    void stepsFromPredictedNoise() {
        assertScales(
                ddim(schedule(",\"steps_offset\":1,\"set_alpha_to_one\":false"), 5),
                new double[] {2.091162148127559, -1.135978754102542},
                new double[] {1.626666990704609, -0.7313447091860241},
                new double[] {1.3336473234458681, -0.5152972392336883},
                new double[] {1.1520715226739575, -0.5322821885069723},
                new double[] {1.0004276105660852, -0.012141781951701895});
    }

    @Test
    void stepsFromPredictedVelocity() {
        assertScales(
                ddim(
                        schedule(",\"steps_offset\":1,\"set_alpha_to_one\":false,\"prediction_type\":\"v_prediction\""),
                        5),
                new double[] {0.9761345610641188, -0.21716662368379858},
                new double[] {0.9563052943046024, -0.2923699298237814},
                new double[] {0.9421845462637357, -0.3350943066320333},
                new double[] {0.8870735957206095, -0.4616280232798755},
                new double[] {0.9999264180240407, -0.012131432947319443});
    }

    @Test
    void endsWithoutNoiseWhenTheSchedulerSaysSo() {
        List<SamplingPlan.Step> steps = ddim(schedule(",\"steps_offset\":1"), 5).steps();

        assertThat(sampleScale(steps.get(4))).isCloseTo(1.0008530735344614, FP32);
        assertThat(outputScale(steps.get(4))).isCloseTo(-0.041314478041887225, FP32);
    }

    @Test
    void stepsToTheNoiseOfTimestepZeroBeforeItEnds() {
        SamplingPlan.Step step = ddim(schedule(""), 5).steps().get(3);

        assertThat(step.timestep()).isEqualTo(200);
        assertThat(sampleScale(step)).isCloseTo(1.151379406724695, FP32);
        assertThat(outputScale(step)).isCloseTo(-0.5422682005142078, FP32);
    }

    @Test
    void samplesVelocityFromPureNoise() {
        SamplingPlan schedule = ddim(
                schedule(",\"timestep_spacing\":\"trailing\",\"rescale_betas_zero_snr\":true,"
                        + "\"prediction_type\":\"v_prediction\""),
                5);

        assertScales(
                schedule,
                new double[] {0.9910181164741516, -0.13372786343097687},
                new double[] {0.9731119702461877, -0.2303325272032808},
                new double[] {0.9518528512798063, -0.30655509861180263},
                new double[] {0.9372552091851496, -0.3486439258179779},
                new double[] {0.8594765067100525, -0.5111752152442932});
    }

    @Test
    void refusesNoisePredictionFromPureNoise() {
        NoiseSchedule schedule = schedule(",\"timestep_spacing\":\"trailing\",\"rescale_betas_zero_snr\":true");

        assertThatThrownBy(() -> ddim(schedule, 5))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("timestep 999");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1001,0", "1000,1", "-3,0"})
    void refusesMoreStepsThanThereAreTimesteps(int count, int offset) {
        NoiseSchedule schedule = schedule(",\"steps_offset\":" + offset);

        assertThatThrownBy(() -> ddim(schedule, count))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(count + " steps");
    }

    @Test
    void takesAsManyStepsAsThereAreTimesteps() {
        assertThat(timesteps(schedule(""), 1000))
                .hasSize(1000)
                .startsWith(999, 998)
                .endsWith(1, 0);
    }

    @Test
    void withTheScheduleOfKarrasDdimIsEuler() {
        NoiseSchedule schedule = schedule(",\"set_alpha_to_one\":false");

        assertThat(SamplingPlan.of(schedule, SamplerKind.DDIM, SamplingSchedule.KARRAS, 9))
                .isEqualTo(SamplingPlan.of(schedule, SamplerKind.EULER, SamplingSchedule.KARRAS, 9));
    }

    @ParameterizedTest
    @EnumSource(SamplerKind.class)
    void noSamplerBeginsPredictingNoiseWherePureNoiseIs(SamplerKind sampler) {
        NoiseSchedule schedule = schedule(",\"rescale_betas_zero_snr\":true");

        for (SamplingSchedule spacing : List.of(SamplingSchedule.TRAILING, SamplingSchedule.KARRAS)) {
            assertThatThrownBy(() -> SamplingPlan.of(schedule, sampler, spacing, 5))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("timestep 999");
        }
    }

    @ParameterizedTest
    @EnumSource(SamplerKind.class)
    void everySamplerTakesOneStep(SamplerKind sampler) {
        for (SamplingSchedule spacing : SamplingSchedule.values()) {
            SamplingPlan.Step only = SamplingPlan.of(
                            schedule(",\"steps_offset\":1,\"timestep_spacing\":\"trailing\""), sampler, spacing, 1)
                    .steps()
                    .get(0);

            assertThat(only.sample()).isCloseTo(0, within(0.05));
            assertThat(only.denoised().get(0)).isCloseTo(1, within(0.01));
            assertThat(only.noise()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"DPMPP_2M,1000", "UNIPC,1000", "LCM,51", "EULER,1001"})
    void refusesStepsThatWouldShareATimestep(SamplerKind sampler, int count) {
        assertThatThrownBy(() -> SamplingPlan.of(schedule(""), sampler, SamplingSchedule.NORMAL, count))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(count + " steps");
    }
}
