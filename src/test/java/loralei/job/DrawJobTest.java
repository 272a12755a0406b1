package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.TinyModel;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawJobTest {
    private static final Path LORAS = Path.of("src/test/resources/loralei/lora/stack");
    private static final Path MODEL = ConformanceData.of("sd15").model();
    private static final PictureSpec CAT =
            new PictureSpec("a cat", "", 64, 64, 2, 3, 0, SamplerKind.DDIM, SamplingSchedule.NORMAL, 5);

    @TempDir
    Path folder;

    private final List<DrawEvent> events = new ArrayList<>();

    @Test
    void picturesAreDrawnInBatchesAndNumberedFromWhereTheFolderEnds() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        Files.writeString(out.resolve("00041-7.png"), "an earlier one");
        List<PictureSpec> pictures = List.of(
                CAT,
                CAT.withSeed(6),
                CAT.withPrompts("a dog", "blurry"),
                CAT.withSeed(7).withSize(0, 128));
        draw(MODEL, List.of(), pictures, 2);
        assertThat(files(out))
                .containsExactly("00041-7.png", "00042-5.png", "00043-6.png", "00044-5.png", "00045-7.png");
        assertThat(out.resolve("00041-7.png")).hasContent("an earlier one");
        assertThat(events.stream().filter(DrawEvent.Drawn.class::isInstance)).hasSize(4);
        assertThat(events).contains(new DrawEvent.Step(0, 4, 2, 2), new DrawEvent.Step(2, 4, 1, 2));
        assertThat(events.get(events.size() - 1)).isInstanceOf(DrawEvent.Finished.class);
        BufferedImage last = ImageIO.read(out.resolve("00045-7.png").toFile());
        assertThat(List.of(last.getWidth(), last.getHeight())).containsExactly(64, 128);

        draw(MODEL, List.of(), List.of(CAT.withSeed(6)), 1);
        int different = difference(out.resolve("00043-6.png"), out.resolve("00046-6.png"));
        assertThat(different).as("alone as in a batch, but for rounding").isLessThanOrEqualTo(1);
        assertThat(difference(out.resolve("00042-5.png"), out.resolve("00043-6.png")))
                .isGreaterThan(5);
    }

    @Test
    void aLoraCountsByItsWeightInBothNetworks() throws IOException {
        Path a = LORAS.resolve("sd15-a.safetensors");
        draw(MODEL, List.of(), List.of(CAT), 1);
        draw(MODEL, List.of(new LoraChoice(a, 0)), List.of(CAT), 1);
        draw(MODEL, List.of(new LoraChoice(a, 1)), List.of(CAT), 1);
        Path out = folder.resolve("out");
        assertThat(difference(out.resolve("00001-5.png"), out.resolve("00002-5.png")))
                .isZero();
        assertThat(difference(out.resolve("00001-5.png"), out.resolve("00003-5.png")))
                .isGreaterThan(5);
    }

    @Test
    void whatIsDrawnWhenItIsStoppedStaysWhole() throws IOException {
        draw(
                MODEL,
                List.of(),
                List.of(CAT, CAT.withSeed(6), CAT.withSeed(7)),
                1,
                () -> events.stream().anyMatch(event -> event instanceof DrawEvent.Step step && step.picture() == 1));
        assertThat(files(folder.resolve("out"))).containsExactly("00001-5.png");
        assertThat(events.get(events.size() - 1)).isEqualTo(new DrawEvent.Stopped(1));
        draw(MODEL, List.of(), List.of(CAT), 1, () -> true);
        assertThat(events.get(events.size() - 1)).isEqualTo(new DrawEvent.Stopped(0));
    }

    @Test
    void aPromptThatIsTooLongOrHasCommandsInItIsToldOnce() throws IOException {
        String words = cats(230);
        draw(
                MODEL,
                List.of(),
                List.of(CAT.withPrompts(words + " tail", ""), CAT.withPrompts(words + " tail", "(bad:1.2)")),
                2);
        assertThat(warnings())
                .hasSize(2)
                .anyMatch(text -> text.startsWith("Of a prompt 225 tokens are read") && text.contains("tail"))
                .anyMatch(text -> text.contains("(bad:1.2)") && text.contains("sign by sign"));
    }

    private static String cats(int count) {
        return String.join(" ", IntStream.range(0, count).mapToObj(i -> "cat").toList());
    }

    /** As in A1111 and ComfyUI: every 75 tokens are read by themselves. */
    @Test
    void theEndOfALongPromptIsDrawnTooAndNoOtherPictureIsAnotherForIt() throws IOException {
        PictureSpec asleep = CAT.withPrompts(cats(100) + " asleep", "");
        PictureSpec drawn = CAT.withPrompts(cats(100) + " as a woodcut", "");
        draw(MODEL, List.of(), List.of(asleep, drawn, CAT), 3);
        draw(MODEL, List.of(), List.of(CAT), 1);
        assertThat(warnings()).isEmpty();
        Path out = folder.resolve("out");
        assertThat(difference(out.resolve("00001-5.png"), out.resolve("00002-5.png")))
                .isGreaterThan(1);
        assertThat(difference(out.resolve("00003-5.png"), out.resolve("00004-5.png")))
                .isZero();
    }

    @Test
    void whatCannotBeDrawnIsOneMessageAndLeavesNothing() throws IOException {
        assertWrong(MODEL, List.of(), CAT.withSize(60, 64), "--width 60 must be a multiple of 8", "Enter 512");
        assertWrong(MODEL, List.of(), CAT.withSteps(0), "--steps 0 must be from 1 to 1000", "Enter 20");
        assertWrong(
                MODEL, List.of(), CAT.withGuidance(Double.NaN, 0), "--guidance NaN must be from 0 to 100", "Enter 7");
        assertWrong(MODEL, lora(LORAS.resolve("sdxl-a.safetensors")), CAT, "is for SDXL, and the base model", "same");
        assertWrong(MODEL, lora(MODEL.resolve("vae/config.json")), CAT, "config.json", "Choose another LoRA file");
        assertWrong(
                MODEL,
                lora(MODEL.resolve("vae/diffusion_pytorch_model.safetensors")),
                CAT,
                "Choose a LoRA file",
                "loralei inspect");
        assertWrong(MODEL, lora(folder), CAT, "is a folder, not a LoRA file", "");
        assertWrong(MODEL, lora(folder.resolve("no.safetensors")), CAT, "no.safetensors", "");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whatIsNoFiniteNumberIsAMessageAndNoBlackPicture() throws IOException {
        List<LoraChoice> strong = List.of(new LoraChoice(LORAS.resolve("sd15-c.safetensors"), 1e37));
        assertThatThrownBy(() -> draw(MODEL, strong, List.of(CAT), 1))
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.kind()).isEqualTo(UserError.Kind.RUN);
                    assertThat(error).hasMessageContaining("not a finite number");
                });
        Path broken = TinyModel.copy("sd15", folder.resolve("model"))
                .with("unet/diffusion_pytorch_model.safetensors", "conv_out.bias", Float.NaN)
                .folder();
        assertThatThrownBy(() -> draw(broken, List.of(), List.of(CAT), 1))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("conv_out.bias");
        assertThat(files(folder.resolve("out"))).isEmpty();
    }

    private static List<LoraChoice> lora(Path file) {
        return List.of(new LoraChoice(file, 1));
    }

    private void assertWrong(Path model, List<LoraChoice> loras, PictureSpec picture, String message, String remedy) {
        assertThatThrownBy(() -> draw(model, loras, List.of(picture), 1))
                .isInstanceOfSatisfying(UserError.class, error -> {
                    assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST);
                    assertThat(error).hasMessageContaining(message);
                    assertThat(error.remedy()).contains(remedy);
                });
    }

    private void draw(Path model, List<LoraChoice> loras, List<PictureSpec> pictures, int batchSize)
            throws IOException {
        draw(model, loras, pictures, batchSize, () -> false);
    }

    private void draw(
            Path model, List<LoraChoice> loras, List<PictureSpec> pictures, int batchSize, BooleanSupplier stop)
            throws IOException {
        events.clear();
        DrawRequest request = new DrawRequest(
                model, loras, pictures, batchSize, DeviceChoice.CPU, PrecisionChoice.FP32, folder.resolve("out"));
        DrawJob.run(request, stop, events::add);
    }

    private List<String> warnings() {
        return events.stream()
                .filter(DrawEvent.Warning.class::isInstance)
                .map(event -> ((DrawEvent.Warning) event).text().toString())
                .toList();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The largest difference of two values of a picture. */
    private static int difference(Path one, Path other) throws IOException {
        BufferedImage a = ImageIO.read(one.toFile());
        BufferedImage b = ImageIO.read(other.toFile());
        int most = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    most = Math.max(
                            most, Math.abs((a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff)));
                }
            }
        }
        return most;
    }
}
