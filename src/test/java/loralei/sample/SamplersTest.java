package loralei.sample;

import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.conformance.ConformanceData;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SamplingPlan;
import loralei.diffusion.SchedulerConfig;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.Conditioning;
import loralei.model.Unet;
import loralei.safetensors.SafetensorsFile;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seven steps of the tiny SD1.5 model with every sampler, schedule and kind of prediction against diffusers' schedulers.
 * Versions, seed and the schedulers' arguments stand in the file of the reference numbers.
 */
class SamplersTest {
    private static final Path EXPECTED = Path.of("src/test/resources/loralei/sample/samplers.safetensors");

    /** The largest difference relative to the largest value: schedulers round each step to fp32. */
    private static final double LATENTS = 2e-4;

    private static final int STEPS = 7;
    private static final ComputeDevice CPU = ComputeDevice.cpu();
    private static final ConformanceData DATA = ConformanceData.of("sd15");

    private static Unet unet;
    private static SafetensorsFile expected;

    @BeforeAll
    static void load() throws IOException {
        unet = BaseModel.open(DATA.model()).loadUnet(CPU, ComputeType.FP32);
        expected = SafetensorsFile.open(EXPECTED);
    }

    @AfterAll
    static void close() throws IOException {
        unet.close();
        expected.close();
    }

    private static Stream<String> references() {
        try (SafetensorsFile file = SafetensorsFile.open(EXPECTED)) {
            return List.copyOf(file.tensors().keySet()).stream()
                    .filter(name -> name.contains("prediction") || name.contains("epsilon"))
                    .filter(name -> !name.endsWith("timesteps"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void everySamplerScheduleAndPredictionAgreesWithDiffusers(String name) throws IOException {
        String[] words = name.split("\\.", -1);
        String more = ",\"prediction_type\":\"" + words[2] + "\"";
        assertAgrees(name, words[0], words[1], words.length > 3 ? more + ",\"rescale_betas_zero_snr\":true" : more);
    }

    @ParameterizedTest
    @CsvSource({
        "ddim,leading",
        "ddim,linspace",
        "euler,leading",
        "euler,linspace",
        "dpmpp_2m,leading",
        "dpmpp_2m,linspace"
    })
    void theBaseModelsOwnSpacingIsKept(String sampler, String spacing) throws IOException {
        assertAgrees(sampler + "." + spacing, sampler, "normal", ",\"timestep_spacing\":\"" + spacing + "\"");
    }

    private static void assertAgrees(String name, String sampler, String schedule, String more) throws IOException {
        String json =
                "{\"beta_schedule\":\"scaled_linear\",\"beta_start\":0.00085,\"beta_end\":0.012,\"steps_offset\":1,"
                        + "\"set_alpha_to_one\":false" + more + "}";
        SamplingPlan plan = SamplingPlan.of(
                new NoiseSchedule(SchedulerConfig.parse(json, name)),
                SamplerKind.valueOf(sampler.toUpperCase(Locale.ROOT)),
                SamplingSchedule.valueOf(schedule.toUpperCase(Locale.ROOT)),
                STEPS);
        float[] timesteps = expected.floats(name + ".timesteps");
        for (int i = 0; i < STEPS; i++) {
            assertThat(plan.steps().get(i).timestep())
                    .isCloseTo(timesteps[i], org.assertj.core.api.Assertions.within(timesteps[i] % 1 == 0 ? 0 : 1e-3));
        }
        try (Scope scope = Scope.open()) {
            Sampler drawing = new Sampler(unet, plan, 5, 0, CPU);
            List<Tensor> draws = drawing.draws(List.of(21L), 8, 8);
            Tensor latents = drawing.sample(draws, prompts(), AdapterBank.NONE, StepWatcher.NONE)
                    .orElseThrow();
            assertThat(difference(latents.floats(), expected.floats(name))).isLessThan(LATENTS);
        }
    }

    private static Conditioning prompts() {
        List<Tensor> states = new ArrayList<>();
        for (int prompt : new int[] {0, 3}) {
            Tensor one = DATA.slice("encoder_hidden_states", prompt);
            states.add(Kernels.tensor("reshape", one, new long[] {1, one.shape()[0], one.shape()[1]}));
        }
        return new Conditioning(Kernels.tensor("concat_batch", states), List.of());
    }
}
