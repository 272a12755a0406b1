package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingEvent;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a run learns from, through the real loop: predicted noise or velocity, with and without min-SNR weights.
 *
 * <p>Reference: three steps with diffusers 0.42.1 (UNet2DConditionModel, DDPMScheduler, compute_snr), peft 0.21.2 and
 * torch 2.13.0 (clip_grad_norm_, AdamW) on the CPU in fp32, from the latents, noise, timesteps, prompts and first adapter
 * of such a run's trace: seed 42, batches of 2, timesteps 371 and 49, 19 and 749, 847 and 886.
 */
class ObjectiveTest {
    @TempDir
    private Path folder;

    private TinyRun run(String predictionType, double minSnrGamma) throws IOException {
        Path model = ConformanceData.of("sd15").copyModel(folder.resolve("model"));
        Path noise = model.resolve("scheduler/scheduler_config.json");
        String json = Files.readString(noise);
        assertThat(json).contains("\"epsilon\"");
        Files.writeString(noise, json.replace("\"epsilon\"", "\"" + predictionType + "\""));
        return new TinyRun(folder.resolve("output"))
                .with("baseModel", model)
                .with("minSnrGamma", minSnrGamma)
                .with("batchSize", 2)
                .with("steps", 3);
    }

    @ParameterizedTest
    @CsvSource({
        "epsilon, 0, 1.2594903707504272, 1.2083256244659424, 1.2698249816894531, 0.142664, 0.155087, 0.144205",
        "epsilon, 5, 0.7761091589927673, 0.6797209978103638, 1.2698125839233398, 0.0863385, 0.0975712, 0.144144",
        "v_prediction, 0, 0.9820364117622375, 0.7583659291267395, 0.36976274847984314, 0.135895, 0.147906, 0.125556",
        "v_prediction, 5, 0.3168269991874695, 0.0614294707775116, 0.007637135684490204, 0.0435705, 0.0116078, 0.00268478"
    })
    void lossesAndGradientsOfThreeStepsAgreeWithDiffusers(
            String type,
            double gamma,
            double loss1,
            double loss2,
            double loss3,
            double norm1,
            double norm2,
            double norm3)
            throws IOException {
        List<TrainingEvent.Step> steps = run(type, gamma).run().stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(TrainingEvent.Step.class::cast)
                .toList();
        double[] losses = {loss1, loss2, loss3};
        double[] norms = {norm1, norm2, norm3};
        assertThat(steps).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(steps.get(i).loss()).as("loss %d", i + 1).isCloseTo(losses[i], within(ConformanceData.LOSS));
            assertThat(steps.get(i).gradNorm())
                    .as("gradient norm %d", i + 1)
                    .isCloseTo(norms[i], Offset.offset(ConformanceData.GRADIENT * norms[i]));
        }
    }

    /** Reference: compute_snr of diffusers 0.42.1; min(snr, 5) / (snr + 1), by the batch's size. */
    @Test
    void aTraceTellsTheWeightsOfALossThatIsNoPlainMean() throws IOException {
        Path trace = folder.resolve("trace");
        run("v_prediction", 5).tracing(trace).run();
        try (SafetensorsFile step = SafetensorsFile.open(trace.resolve("step-000001.safetensors"))) {
            assertThat(step.longs("timesteps")).containsExactly(371, 49);
            assertThat(step.floats("loss_weights"))
                    .containsExactly(new float[] {0.2358233f, 0.1184368f}, within(1e-6f));
        }
    }
}
