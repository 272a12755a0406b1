package loralei.job;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import loralei.config.PictureSpec;
import loralei.lora.LoraFile;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.torch.ComputeDevice;

/** Draws pictures from a base model with or without LoRAs. */
public final class DrawJob {
    private DrawJob() {}

    /** Draws on the calling thread. */
    public static void run(DrawRequest request, BooleanSupplier stop, Consumer<DrawEvent> listener) throws IOException {
        long start = System.nanoTime();
        BaseModel model = BaseModel.open(request.baseModel());
        List<WeightedLora> loras = new ArrayList<>();
        for (LoraChoice choice : request.loras()) {
            loras.add(new WeightedLora(LoraFile.read(choice.file()).weights(), choice.weight()));
        }
        Files.createDirectories(request.outputDir());
        int total = request.pictures().size();
        try (ComputeDevice device = Devices.device(request.device(), card -> true);
                DrawingModel drawing = new DrawingModel(model, device, Devices.type(request.precision(), device))) {
            drawing.read(request.pictures());
            for (int i = 0; i < total; i++) {
                int index = i;
                PictureSpec spec = request.pictures().get(i);
                Optional<List<BufferedImage>> images = drawing.draw(List.of(spec), loras, (done, of) -> {
                    listener.accept(new DrawEvent.Step(index, total, done, of));
                    return !stop.getAsBoolean();
                });
                if (images.isEmpty()) {
                    listener.accept(new DrawEvent.Stopped(i));
                    return;
                }
                Path file = request.outputDir().resolve("picture-" + i + ".png");
                ImageIO.write(images.get().get(0), "png", file.toFile());
                listener.accept(new DrawEvent.Drawn(i, total, file, spec));
            }
        }
        listener.accept(new DrawEvent.Finished(total, (System.nanoTime() - start) / 1e9));
    }
}
