package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.Prior;
import loralei.config.Resolutions;
import loralei.conformance.ConformanceData;
import loralei.train.TrainingEvent;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs of the thing and its class, in sizes of their shapes and with captions, as diffusers' train_dreambooth_lora.py learns
 * from them: the mean of the instances, and prior_loss_weight times the mean of the class.
 *
 * <p>Reference: three steps with diffusers 0.42.1 (UNet2DConditionModel, DDPMScheduler), peft 0.21.2 and torch 2.13.0
 * (mse_loss of each half, clip_grad_norm_, AdamW) on the CPU in fp32, from the latents, noise, timesteps, prompts, time ids
 * and first adapter of such a run's trace: seed 42, two pictures and two class images a step.
 */
class PriorPreservationTest {
    private static final int STEPS = 3;
    private static final int THINGS = 4;

    @TempDir
    private Path folder;

    private TinyRun run(String family) throws IOException {
        Path things = Files.createDirectory(folder.resolve("things"));
        Path ofClass = Files.createDirectory(folder.resolve("class"));
        for (int i = 0; i < THINGS + 2; i++) {
            String name = "0" + i + ".png";
            Files.copy(
                    ConformanceData.of("sd15").path("images").resolve(name),
                    (i < THINGS ? things : ofClass).resolve(name));
        }
        Files.writeString(things.resolve("00.txt"), "fsk49 sitting, outside");
        Files.writeString(things.resolve("02.txt"), "{instance} on a {class}");
        TinyRun run = new TinyRun(folder.resolve("out"))
                .with("instanceDir", things)
                .with("prior", Prior.PICTURES)
                .with("classDir", ofClass)
                .with("numClassImages", 0)
                .with("priorLossWeight", 0.7)
                .with("resolution", Resolutions.of(128))
                .with("bucketStep", 32)
                .with("batchSize", 2)
                .with("steps", STEPS)
                .tracing(folder.resolve("trace"), STEPS);
        return family.equals("sdxl") ? run.sdxl(folder.resolve("model")) : run;
    }

    @ParameterizedTest
    @MethodSource("references")
    void lossesAndGradientsOfThreeStepsAgreeWithDiffusers(String family, double[] losses, double[] norms)
            throws IOException {
        List<TrainingEvent.Step> steps = run(family).run().stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(TrainingEvent.Step.class::cast)
                .toList();
        assertThat(steps).hasSize(STEPS);
        for (int i = 0; i < STEPS; i++) {
            assertThat(steps.get(i).loss()).as("loss %d", i + 1).isCloseTo(losses[i], within(ConformanceData.LOSS));
            assertThat(steps.get(i).gradNorm())
                    .as("gradient norm %d", i + 1)
                    .isCloseTo(norms[i], Offset.offset(ConformanceData.GRADIENT * norms[i]));
        }
        allTakesPart();
    }

    private static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of("sd15", new double[] {2.088809490, 2.255119085, 2.148210287}, new double[] {
                    0.216736, 0.192734, 0.184358
                }),
                Arguments.of("sdxl", new double[] {2.267586470, 2.385576963, 2.272671938}, new double[] {
                    0.410639, 0.286373, 0.291873
                }));
    }

    /** Sizes, captions and both roles are among what was compared. */
    private void allTakesPart() throws IOException {
        Set<String> sizes = new HashSet<>();
        Set<String> prompts = new HashSet<>();
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("trace/run.json")));
        for (JsonNode step : run.get("samples")) {
            assertThat(step)
                    .extracting(sample -> sample.get("role").asText())
                    .containsExactly("instance", "instance", "class", "class");
            step.forEach(sample -> {
                sizes.add(sample.get("bucket").toString());
                prompts.add(sample.get("prompt").asText());
            });
        }
        assertThat(sizes).hasSizeGreaterThan(1);
        assertThat(prompts).contains("1girl").hasSizeGreaterThan(2);
    }
}
