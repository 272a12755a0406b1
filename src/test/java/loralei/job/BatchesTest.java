package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import loralei.conformance.ConformanceData;
import loralei.data.BatchPlan;
import loralei.data.ExampleFixture;
import loralei.data.Picture;
import loralei.data.PictureLoader;
import loralei.data.PictureScanner;
import loralei.data.PictureSize;
import loralei.data.PictureTransform;
import loralei.safetensors.SafetensorsFile;
import loralei.torch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each step is computed from, as a run's trace tells it. */
class BatchesTest {
    private static final int SEED = 42;
    private static final int PICTURES = 6;
    private static final PictureSize SIZE = new PictureSize(64, 64);

    /** That of the tiny model's VAE. */
    private static final double SCALING = 0.18215;

    @TempDir
    private Path folder;

    private TinyRun run() {
        return new TinyRun(folder.resolve("output"))
                .with("seed", SEED)
                .with("batchSize", PICTURES)
                .with("steps", 2)
                .tracing(folder.resolve("trace"));
    }

    private float[] traced(int step, String name) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("trace/step-00000" + step + ".safetensors"))) {
            return file.floats(name);
        }
    }

    private static float[] row(int row, float... values) {
        int size = values.length / PICTURES;
        return Arrays.copyOfRange(values, row * size, (row + 1) * size);
    }

    private static int[] order(int step) {
        return new BatchPlan(ExampleFixture.plain(PICTURES), PICTURES, SEED).indices(step);
    }

    @Test
    void aStepShowsThePicturesOfThePlanInItsOrder() throws IOException {
        run().run();
        List<Picture> pictures =
                PictureScanner.scan(ConformanceData.of("sd15").path("images")).pictures();
        float[] shown = traced(1, "pixel_values");
        for (int i = 0; i < PICTURES; i++) {
            Picture planned = pictures.get(order(1)[i]);
            try (Tensor pixels = PictureTransform.fit(PictureLoader.load(planned), SIZE)
                    .pixels()
                    .tensor()) {
                assertThat(row(i, shown)).as("picture %d of the step", i).containsExactly(pixels.floats());
            }
        }
        assertThat(order(2)).isNotEqualTo(order(1));
        for (int i = 0; i < PICTURES; i++) {
            int before = Arrays.stream(order(1)).boxed().toList().indexOf(order(2)[i]);
            for (String part : List.of("pixel_values", "latent_mean", "latent_logvar")) {
                assertThat(row(i, traced(2, part))).as(part).isEqualTo(row(before, traced(1, part)));
            }
        }
    }

    /** Of 1,536 numbers: a standard deviation is within 0.07 of 1, and two rows have nothing in common. */
    @Test
    void latentsAreDrawnFromTheVaesPosteriorAndScaled() throws IOException {
        run().run();
        float[] latents = traced(1, "latents");
        float[] mean = traced(1, "latent_mean");
        float[] logvar = traced(1, "latent_logvar");
        float[] noise = traced(1, "noise");
        double square = 0;
        double withNoise = 0;
        for (int i = 0; i < latents.length; i++) {
            double draw = (latents[i] / SCALING - mean[i]) / Math.exp(0.5 * logvar[i]);
            square += draw * draw / latents.length;
            withNoise += draw * noise[i] / latents.length;
        }
        assertThat(Math.sqrt(square)).isBetween(0.93, 1.07);
        assertThat(withNoise).isBetween(-0.1, 0.1);
    }

    @Test
    void everyTimestepOfTheScheduleMayBeDrawnAndEachPictureHasItsOwn() throws IOException {
        run().with("batchSize", 100).with("steps", 1).run();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("trace/step-000001.safetensors"))) {
            long[] timesteps = file.longs("timesteps");
            assertThat(timesteps).hasSize(100);
            assertThat(Arrays.stream(timesteps).min().getAsLong()).isBetween(0L, 50L);
            assertThat(Arrays.stream(timesteps).max().getAsLong()).isBetween(950L, 999L);
        }
    }

    @Test
    void sdxlIsToldEachPicturesOwnSizeAndCrop() throws IOException {
        run().sdxl(folder.resolve("model")).with("steps", 1).run();
        float[][] ids = { // original height and width, crop top and left, target height and width
            {64, 96, 0, 16, 64, 64}, {64, 64, 0, 0, 64, 64}, {96, 64, 16, 0, 64, 64}
        };
        for (int i = 0; i < PICTURES; i++) {
            assertThat(row(i, traced(1, "time_ids"))).containsExactly(ids[order(1)[i] % 3]);
        }
    }
}
