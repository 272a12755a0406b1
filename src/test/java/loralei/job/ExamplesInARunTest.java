package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.conformance.ConformanceData;
import loralei.data.Example;
import loralei.data.PictureScanner;
import loralei.data.PictureSize;
import loralei.safetensors.SafetensorsFile;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples of several prompts, sizes, weights and masks through the real loop. */
class ExamplesInARunTest {
    /** Two epochs: five pictures at 64x64 and two at 64x128 an epoch, two a step. */
    private static final int STEPS = 7;

    private static final int BATCH = 2;

    @TempDir
    private Path folder;

    private ThreePrompts source;
    private List<Example> examples;

    @BeforeEach
    void pictures() throws IOException {
        source = ThreePrompts.in(folder);
        examples = source.find(PictureScanner::scan).all();
    }

    private TinyRun run(String family) throws IOException {
        TinyRun run = new TinyRun(folder.resolve("output")).on(source);
        return (family.equals("sdxl") ? run.sdxl(folder.resolve("model")) : run)
                .with("steps", 0)
                .with("epochs", 2)
                .with("batchSize", BATCH)
                .with("minSnrGamma", 5.0)
                .with("unmaskedWeight", 0.0)
                .tracing(folder.resolve("trace"), STEPS);
    }

    private static List<TrainingEvent.Step> steps(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(TrainingEvent.Step.class::cast)
                .toList();
    }

    private SafetensorsFile traced(int step) throws IOException {
        return SafetensorsFile.open(folder.resolve("trace/step-00000" + step + ".safetensors"));
    }

    /** The examples of each step, as run.json tells them. */
    private List<List<Example>> shown() throws IOException {
        JsonNode run = new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("trace/run.json")));
        List<List<Example>> shown = new ArrayList<>();
        for (JsonNode step : run.get("samples")) {
            List<Example> batch = new ArrayList<>();
            for (JsonNode sample : step) {
                Example example = examples.stream()
                        .filter(e -> e.picture()
                                .path()
                                .toString()
                                .equals(sample.get("file").asText()))
                        .findFirst()
                        .orElseThrow();
                PictureSize bucket = example.bucket();
                assertThat(sample.get("prompt").asText())
                        .isEqualTo(example.caption().first());
                assertThat(sample.get("bucket").toString())
                        .isEqualTo("[" + bucket.width() + "," + bucket.height() + "]");
                assertThat(sample.get("role").asText()).isEqualTo(example.role().id());
                assertThat(sample.get("flip").asBoolean()).isFalse();
                batch.add(example);
            }
            shown.add(batch);
        }
        return shown;
    }

    private static float[] row(int row, float... values) {
        int size = values.length / BATCH;
        return Arrays.copyOfRange(values, row * size, (row + 1) * size);
    }

    @Test
    void anEpochShowsEachAsOftenAsItShouldInBatchesOfOneSize() throws IOException {
        List<TrainingEvent> events = run("sd15").run();
        TrainingEvent.Ready ready = events.stream()
                .filter(TrainingEvent.Ready.class::isInstance)
                .map(TrainingEvent.Ready.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(ready.pictures()).isEqualTo(6);
        assertThat(ready.steps()).isEqualTo(STEPS);
        assertThat(ready.epochs()).isEqualTo(2);
        assertThat(steps(events)).extracting(TrainingEvent.Step::epoch).containsExactly(1L, 1L, 1L, 1L, 2L, 2L, 2L);
        List<List<Example>> shown = shown();
        assertThat(shown)
                .hasSize(STEPS)
                .allSatisfy(batch -> assertThat(batch)
                        .hasSize(BATCH)
                        .extracting(Example::bucket)
                        .containsOnly(batch.get(0).bucket()));
        for (Example example : examples) {
            assertThat(shown.stream().flatMap(List::stream).filter(example::equals))
                    .as("how often %s is shown", example.picture().path())
                    .hasSize(2 * example.repeats());
        }
        for (int step = 1; step <= STEPS; step++) {
            PictureSize bucket = shown.get(step - 1).get(0).bucket();
            try (SafetensorsFile file = traced(step)) {
                assertThat(file.tensor("pixel_values").shape())
                        .containsExactly(2L, 3L, (long) bucket.height(), (long) bucket.width());
                assertThat(file.tensor("latents").shape())
                        .containsExactly(2L, 4L, bucket.height() / 8L, bucket.width() / 8L);
            }
        }
    }

    /** In double precision, from the tensors of the trace: the means of the squared errors, masked and weighted. */
    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void theLossIsTheWeightedMeanOfTheMaskedErrors(String family) throws IOException {
        List<TrainingEvent.Step> steps = steps(run(family).run());
        List<List<Example>> shown = shown();
        int masked = 0;
        for (int step = 1; step <= STEPS; step++) {
            List<Example> batch = shown.get(step - 1);
            boolean hasMask = batch.stream().anyMatch(e -> e.mask().isPresent());
            masked += hasMask ? 1 : 0;
            try (SafetensorsFile file = traced(step)) {
                assertThat(file.tensors().containsKey("loss_mask")).isEqualTo(hasMask);
                float[] weights = file.tensors().containsKey("loss_weights")
                        ? file.floats("loss_weights")
                        : new float[] {0.5f, 0.5f};
                double loss = 0;
                for (int i = 0; i < BATCH; i++) {
                    float[] prediction = row(i, file.floats("model_pred"));
                    float[] target = row(i, file.floats("target"));
                    int positions = prediction.length / 4;
                    double sum = 0;
                    for (int at = 0; at < prediction.length; at++) {
                        float counts = hasMask ? row(i, file.floats("loss_mask"))[at % positions] : 1;
                        sum += counts * Math.pow((double) prediction[at] - target[at], 2);
                    }
                    loss += weights[i] * sum / prediction.length;
                }
                assertThat((double) file.floats("loss")[0]).isCloseTo(loss, within(1e-6));
                assertThat(steps.get(step - 1).loss()).isEqualTo(file.floats("loss")[0]);
            }
        }
        assertThat(masked).isBetween(2, STEPS - 1);
    }

    /**
     * Reference: diffusers 0.42.1 (UNet2DConditionModel, DDPMScheduler, compute_snr), peft 0.21.2 and torch 2.13.0
     * (clip_grad_norm_, AdamW) on the CPU in fp32, from the latents, noise, timesteps, hidden states, time ids, weights,
     * masks and first adapter of such a run's trace: seed 42.
     */
    @ParameterizedTest
    @MethodSource("references")
    void lossesAndGradientsAgreeWithDiffusers(String family, double[] losses, double[] norms) throws IOException {
        List<TrainingEvent.Step> steps = steps(run(family).run());
        for (int i = 0; i < STEPS; i++) {
            assertThat(steps.get(i).loss()).as("loss %d", i + 1).isCloseTo(losses[i], within(ConformanceData.LOSS));
            assertThat(steps.get(i).gradNorm())
                    .as("gradient norm %d", i + 1)
                    .isCloseTo(norms[i], Offset.offset(ConformanceData.GRADIENT * norms[i]));
        }
    }

    private static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of(
                        "sd15",
                        new double[] {
                            0.468060672, 0.681367755, 1.002200723, 0.923785746, 0.296511739, 0.877057731, 1.018618107
                        },
                        new double[] {0.0479623, 0.0967113, 0.120426, 0.126626, 0.0477502, 0.0930593, 0.118325}),
                Arguments.of(
                        "sdxl",
                        new double[] {
                            0.484631091, 0.692409098, 1.090221882, 0.945478380, 0.266329914, 1.013011456, 0.949377775
                        },
                        new double[] {0.0633605, 0.239333, 0.118713, 0.127608, 0.0625328, 0.179423, 0.100833}));
    }

    /** Without min-SNR a sample counts its own weight by the batch's size. */
    @Test
    void weightsAreThoseOfTheExamples() throws IOException {
        run("sd15").with("minSnrGamma", 0.0).run();
        List<List<Example>> shown = shown();
        for (int step = 1; step <= STEPS; step++) {
            List<Example> batch = shown.get(step - 1);
            try (SafetensorsFile file = traced(step)) {
                boolean plain = batch.stream().allMatch(e -> e.weight() == 1);
                assertThat(file.tensors().containsKey("loss_weights")).isEqualTo(!plain);
                if (!plain) {
                    assertThat(file.floats("loss_weights"))
                            .containsExactly(
                                    (float) batch.get(0).weight() / 2,
                                    (float) batch.get(1).weight() / 2);
                }
            }
        }
    }

    /**
     * The mask of the third picture is white in its left 36 of 64 columns: scaled to cover 64x128 by 4/3 and cut at both
     * sides by 10 (85 columns), the border lies at column 38, in the fifth of eight positions.
     */
    @Test
    void aMaskIsScaledAndCutLikeItsPictureAndAveragedOverEachPosition() throws IOException {
        run("sd15").run();
        List<List<Example>> shown = shown();
        int step = 1 + firstWith(shown, examples.get(2));
        int place = shown.get(step - 1).indexOf(examples.get(2));
        try (SafetensorsFile file = traced(step)) {
            assertThat(file.tensor("loss_mask").shape()).containsExactly(2L, 1L, 16L, 8L);
            float[] mask = row(place, file.floats("loss_mask"));
            for (int y = 0; y < 16; y++) {
                float[] columns = Arrays.copyOfRange(mask, 8 * y, 8 * y + 8);
                assertThat(Arrays.copyOf(columns, 4)).containsExactly(new float[] {1, 1, 1, 1}, within(0.02f));
                assertThat(columns[4]).isBetween(0.6f, 0.9f);
                assertThat(Arrays.copyOfRange(columns, 5, 8)).containsExactly(new float[] {0, 0, 0}, within(0.02f));
            }
            float[] other = row(1 - place, file.floats("loss_mask"));
            if (shown.get(step - 1).get(1 - place).mask().isEmpty()) {
                assertThat(other).containsOnly(1);
            }
        }
    }

    private static int firstWith(List<List<Example>> shown, Example example) {
        for (int step = 0; step < shown.size(); step++) {
            if (shown.get(step).contains(example)) {
                return step;
            }
        }
        throw new AssertionError(example + " is never shown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void eachSampleIsToldItsOwnPromptSizeAndCrop(String family) throws IOException {
        List<TrainingEvent> events = run(family).run();
        assertThat(events)
                .filteredOn(event -> event instanceof TrainingEvent.Preparing p && p.what() == Preparation.PICTURES)
                .hasSize(7); // none, then each picture once
        List<List<Example>> shown = shown();
        float[][] ids = { // original height and width, crop top and left, target height and width
            {64, 96, 0, 16, 64, 64}, {64, 64, 0, 0, 64, 64}, {96, 64, 0, 10, 128, 64}
        };
        List<float[]> states = new ArrayList<>(Arrays.asList(null, null, null));
        for (int step = 1; step <= STEPS; step++) {
            try (SafetensorsFile file = traced(step)) {
                for (int i = 0; i < BATCH; i++) {
                    Example example = shown.get(step - 1).get(i);
                    int prompt = ThreePrompts.PROMPTS.indexOf(example.caption().first());
                    float[] state = row(i, file.floats("encoder_hidden_states"));
                    if (states.get(prompt) == null) {
                        states.set(prompt, state);
                    }
                    assertThat(state).isEqualTo(states.get(prompt));
                    if (family.equals("sdxl")) {
                        assertThat(row(i, file.floats("time_ids"))).containsExactly(ids[examples.indexOf(example) % 3]);
                    }
                }
            }
        }
        assertThat(states.get(0)).isNotEqualTo(states.get(1)).isNotEqualTo(states.get(2));
        assertThat(states.get(1)).isNotEqualTo(states.get(2));
    }

    @Test
    void stoppedAndResumedItEndsInTheSameBits() throws IOException {
        run("sd15").run();
        Path parts = folder.resolve("parts");
        run("sd15").with("outputDir", parts).stoppingAt(3).run();
        List<TrainingEvent> rest =
                run("sd15").with("outputDir", parts).resuming().run();
        assertThat(rest)
                .filteredOn(TrainingEvent.Warning.class::isInstance)
                .extracting(Object::toString)
                .noneMatch(text -> text.contains("when this run was saved"));
        assertThat(TinyRun.values(parts.resolve("tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("output/tiny.safetensors")));
    }

    @Test
    void metadataTellsSizesPromptsAndRepeatsAsKohyaDoes() throws IOException {
        run("sd15").run();
        Map<String, String> metadata;
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("output/tiny.safetensors"))) {
            metadata = file.metadata();
        }
        assertThat(metadata)
                .containsEntry("ss_num_train_images", "7")
                .containsEntry("ss_num_reg_images", "0")
                .containsEntry("ss_num_batches_per_epoch", "4")
                .containsEntry("ss_enable_bucket", "True")
                .containsEntry(
                        "ss_bucket_info",
                        "{\"buckets\":{\"0\":{\"resolution\":[64,64],\"count\":5},"
                                + "\"1\":{\"resolution\":[64,128],\"count\":2}}}")
                .containsEntry(
                        "ss_tag_frequency",
                        "{\"pictures\":{\"fsk49 cat\":2,\"a cat on a sofa\":2,\"red\":2,\"cat\":2}}")
                .containsEntry("modelspec.trigger_phrase", "fsk49 cat");
    }
}
