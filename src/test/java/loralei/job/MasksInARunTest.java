package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import loralei.config.MaskSource;
import loralei.safetensors.SafetensorsFile;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures whose right half is masked, in a file beside them or by themselves. */
class MasksInARunTest {
    private static final int SIDE = 64;
    private static final int LATENTS = 8;

    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void twoPictures() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int number = 0; number < 2; number++) {
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
            for (int i = 0; i < SIDE * SIDE; i++) {
                int alpha = i % SIDE < SIDE / 2 ? 0xff000000 : 0;
                image.setRGB(i % SIDE, i / SIDE, alpha | ((i * (number + 3) * 77) & 0xffffff));
            }
            ImageIO.write(image, "png", pictures.resolve(number + ".png").toFile());
        }
    }

    private void masks(int rgbAtTheLeft) throws IOException {
        for (int number = 0; number < 2; number++) {
            BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int i = 0; i < SIDE * SIDE; i++) {
                mask.setRGB(i % SIDE, i / SIDE, i % SIDE < SIDE / 2 ? rgbAtTheLeft : 0);
            }
            ImageIO.write(
                    mask, "png", pictures.resolve(number + "-masklabel.png").toFile());
        }
    }

    private TinyRun run(String output) {
        return new TinyRun(folder.resolve(output))
                .with("instanceDir", pictures)
                .with("steps", 3)
                .tracing(folder.resolve(output).resolve("trace"), 3);
    }

    private SafetensorsFile traced(String output, int step) throws IOException {
        return SafetensorsFile.open(folder.resolve(output).resolve("trace/step-00000" + step + ".safetensors"));
    }

    private float[] mask(String output) throws IOException {
        try (SafetensorsFile step = traced(output, 1)) {
            assertThat(step.tensor("loss_mask").shape()).containsExactly(1L, 1L, (long) LATENTS, (long) LATENTS);
            return step.floats("loss_mask");
        }
    }

    private static float[] halves(float left, float right) {
        float[] halves = new float[LATENTS * LATENTS];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = i % LATENTS < LATENTS / 2 ? left : right;
        }
        return halves;
    }

    private static List<String> warnings(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Warning.class::isInstance)
                .map(event -> ((TrainingEvent.Warning) event).text().toString())
                .toList();
    }

    @Test
    void aFileBesideThePictureWeighsTheLossDownToTheFloor() throws IOException {
        masks(0xffffff);
        List<String> warnings =
                warnings(run("files").with("masks", MaskSource.FILES).run());
        assertThat(mask("files")).containsExactly(halves(1, 0.1f), within(1e-6f));
        assertThat(warnings).contains("All 2 pictures have a mask (--unmasked-weight 0.1).");
        for (int step = 1; step <= 3; step++) {
            try (SafetensorsFile file = traced("files", step)) {
                float[] prediction = file.floats("model_pred");
                float[] target = file.floats("target");
                double loss = 0;
                for (int i = 0; i < prediction.length; i++) {
                    double weight = i % LATENTS < LATENTS / 2 ? 1 : 0.1;
                    loss += weight * Math.pow((double) prediction[i] - target[i], 2) / prediction.length;
                }
                assertThat((double) file.floats("loss")[0]).isCloseTo(loss, within(1e-5));
            }
        }
    }

    @Test
    void theAlphaChannelIsTheSameMask() throws IOException {
        run("alpha").with("masks", MaskSource.ALPHA).run();
        assertThat(mask("alpha")).containsExactly(halves(1, 0.1f), within(1e-6f));
        masks(0xffffff);
        run("files").with("masks", MaskSource.FILES).run();
        assertThat(TinyRun.values(folder.resolve("alpha/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("files/tiny.safetensors")));
    }

    @Test
    void normalizedEachPictureCountsTheSame() throws IOException {
        masks(0xffffff);
        run("normal")
                .with("masks", MaskSource.FILES)
                .with("unmaskedWeight", 0.0)
                .with("normalizeMasks", true)
                .run();
        assertThat(mask("normal")).containsExactly(halves(2, 0), within(1e-6f));
    }

    @Test
    void filesBesideThePicturesChangeNothingWhereMasksAreOff() throws IOException {
        List<Double> before = run("before").losses();
        masks(0xffffff);
        assertThat(run("after")
                        .with("unmaskedWeight", 0.5)
                        .with("normalizeMasks", true)
                        .losses())
                .isEqualTo(before);
        assertThat(TinyRun.values(folder.resolve("after/tiny.safetensors")))
                .isEqualTo(TinyRun.values(folder.resolve("before/tiny.safetensors")));
    }

    /** Nothing is divided by nothing, and nothing is learned. */
    @Test
    void whollyBlackMasksAreSaidAndTeachNothing() throws IOException {
        masks(0);
        TinyRun run = run("black")
                .with("masks", MaskSource.FILES)
                .with("unmaskedWeight", 0.0)
                .with("normalizeMasks", true);
        assertThat(run.losses()).containsExactly(0.0, 0.0, 0.0);
        assertThat(warnings(run.events()))
                .contains("Masks that are wholly black, so that nothing of their picture is learned: 0-masklabel.png, "
                        + "1-masklabel.png (2). Paint white what counts, or remove them.");
        assertThat(mask("black")).containsOnly(0);
    }

    @Test
    void theDryRunTellsHowManyHaveOne() throws IOException {
        masks(0xffffff);
        Files.delete(pictures.resolve("1-masklabel.png"));
        List<TrainingEvent> events =
                run("dry").with("masks", MaskSource.FILES).dry().run();
        assertThat(warnings(events))
                .contains(
                        "1 pictures have a mask (--unmasked-weight 0.1), and 1 have none and count everywhere: 1.png.");
        assertThat(events)
                .filteredOn(TrainingEvent.Reviewed.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((TrainingEvent.Reviewed) event)
                                .review()
                                .masks()
                                .masked())
                        .isEqualTo(1));
    }

    /** The mask is looked at with the picture only when it is encoded; the run goes on with the others. */
    @Test
    void aMaskWithBrokenPixelsTakesItsPictureOutAndIsNamed() throws IOException {
        masks(0xffffff);
        byte[] png = Files.readAllBytes(pictures.resolve("0-masklabel.png"));
        Files.write(pictures.resolve("0-masklabel.png"), Arrays.copyOf(png, png.length - 20));
        assertThat(warnings(run("broken").with("masks", MaskSource.FILES).run()))
                .anyMatch(text ->
                        text.startsWith("Pictures are left out whose mask cannot be read (1): 0-masklabel.png"));
    }
}
