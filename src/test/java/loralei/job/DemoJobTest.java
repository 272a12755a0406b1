package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import loralei.config.PictureSpec;
import loralei.config.UserError;
import loralei.lora.LoraFile;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.sample.StepWatcher;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoJobTest {
    private static final int DRAWN = 32;
    /** Of the sheet, which is only looked for. */
    private static final int SAMPLING_STEPS = 5;

    /** Half as long as the demonstration itself, which is enough to tell. */
    private static final int SEEN_EACH = 100;

    @TempDir
    Path root;

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws Exception {
        Path folder = Files.createFile(root.resolve("a file")).resolve("demo");

        assertThatThrownBy(() -> DemoJob.run(folder, new TrainingControl(), event -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(folder + " cannot be written to");
    }

    /** What the demonstration is there to show: without class images all that is of the class becomes the thing. */
    @Test
    void classImagesKeepTheVarietyOfTheClass() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        DemoResult result = DemoJob.run(root, SEEN_EACH, SAMPLING_STEPS, new TrainingControl(), events::add)
                .orElseThrow();

        assertThat(events).filteredOn(TrainingEvent.Finished.class::isInstance).hasSize(1);
        assertThat(ImageIO.read(result.picture().toFile()).getHeight()).isGreaterThan(1000);
        BaseModel model = BaseModel.open(result.model());
        Variety before;
        Variety alone;
        Variety withClassImages;
        try (DrawingModel drawing = new DrawingModel(model, ComputeDevice.cpu(), ComputeType.FP32)) {
            before = variety(drawing, List.of());
            alone = variety(drawing, lora(root.resolve("fsk49-without-class-images.safetensors")));
            withClassImages = variety(drawing, lora(result.lora()));
        }
        System.out.println("Variety of " + DRAWN + " pictures of \"a shape\": base model " + before
                + ", LoRA without class images " + alone + ", with " + withClassImages);
        assertThat(alone.colours()).isLessThan(before.colours() / 2);
        assertThat(alone.backgrounds()).isLessThan(before.backgrounds() / 2);
        assertThat(withClassImages.colours()).isGreaterThan(before.colours() * 3 / 4);
        assertThat(withClassImages.backgrounds()).isGreaterThan(before.backgrounds() * 3 / 4);
        assertThat(withClassImages.shapes()).isGreaterThan(alone.shapes());
    }

    private static List<WeightedLora> lora(Path file) throws IOException {
        return List.of(new WeightedLora(LoraFile.read(file).weights(), 1));
    }

    private static Variety variety(DrawingModel drawing, List<WeightedLora> loras) {
        PictureSpec usual = PictureSpec.of("a shape", 0).withSize(64, 64);
        List<PictureSpec> pictures = IntStream.range(0, DRAWN)
                .mapToObj(i -> usual.withSeed(5000 + i))
                .toList();
        List<BufferedImage> drawn =
                drawing.draw(pictures, loras, StepWatcher.NONE).orElseThrow();
        return Variety.of(drawn);
    }
}
