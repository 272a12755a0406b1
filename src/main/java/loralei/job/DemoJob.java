package loralei.job;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.config.DeviceChoice;
import loralei.config.TrainingConfig;
import loralei.data.Picture;
import loralei.data.PictureScanner;
import loralei.diffusion.DdimSchedule;
import loralei.diffusion.NoiseSchedule;
import loralei.lora.LoraAdapter;
import loralei.lora.LoraFile;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.Unet;
import loralei.model.VaeDecoder;
import loralei.sample.ImageGenerator;
import loralei.sample.PictureSheet;
import loralei.sample.PictureSheet.Row;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.train.Preparation;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/**
 * The whole way with what is shipped: trains on eight pictures of something that the small base model has never seen,
 * and draws one sheet that shows what it makes of the same prompts without and with the LoRA.
 */
public final class DemoJob {
    private static final String NAME = "fsk49";
    private static final int PIXELS = 64;
    private static final int COLUMNS = 8;
    private static final int SAMPLING_STEPS = 25;
    private static final double GUIDANCE = 4;
    private static final long SAMPLING_SEED = 1000;
    private static final String INSTANCE = "fsk49 shape";
    private static final String CLASS = "a shape";
    private static final List<String> OTHERS = List.of(
            "a red circle on a blue background",
            "a yellow star",
            "a fsk49 shape on a green background",
            "a blue fsk49 shape");

    private DemoJob() {}

    /** Trains and draws on the calling thread; empty if the training was stopped. */
    public static Optional<DemoResult> run(Path outputDir, TrainingControl control, Consumer<TrainingEvent> listener)
            throws IOException {
        OutputCheck.tryOut(outputDir);
        Files.createDirectories(outputDir);
        DemoMaterial material = DemoMaterial.find(outputDir);
        TrainingConfig config = config(material, outputDir);
        AtomicBoolean finished = new AtomicBoolean();
        TrainJob.run(TrainRequest.of(config, false, true), control, event -> {
            finished.compareAndSet(false, event instanceof TrainingEvent.Finished);
            listener.accept(event);
        });
        if (!finished.get()) {
            return Optional.empty();
        }
        listener.accept(new TrainingEvent.Preparing(Preparation.DRAWING, 0, 0));
        Path lora = outputDir.resolve(NAME + ".safetensors");
        Path picture = outputDir.resolve("before-and-after.png");
        BufferedImage sheet = draw(material, lora);
        try (OutputStream out = Files.newOutputStream(picture)) {
            ImageIO.write(sheet, "png", out);
        }
        return Optional.of(new DemoResult(lora, picture));
    }

    /** The numbers of the pocket model's reference run: 200 epochs of 8 pictures, 4 a step, are 400 steps. */
    private static TrainingConfig config(DemoMaterial material, Path outputDir) {
        return TrainingConfig.of(Map.ofEntries(
                Map.entry("family", BaseModel.open(material.model()).family()),
                Map.entry("baseModel", material.model()),
                Map.entry("instanceDir", material.pictures()),
                Map.entry("instancePrompt", INSTANCE),
                Map.entry("classPrompt", CLASS),
                Map.entry("resolution", PIXELS),
                Map.entry("batchSize", 4),
                Map.entry("epochs", 200),
                Map.entry("saveEvery", 0),
                Map.entry("learningRate", 1e-3),
                Map.entry("rank", 8),
                Map.entry("alpha", 8.0),
                Map.entry("seed", 7),
                Map.entry("device", DeviceChoice.CPU),
                Map.entry("outputDir", outputDir),
                Map.entry("outputName", NAME)));
    }

    private static BufferedImage draw(DemoMaterial material, Path lora) throws IOException {
        ComputeDevice device = ComputeDevice.cpu();
        BaseModel model = BaseModel.open(material.model());
        List<String> prompts =
                Stream.concat(Stream.of("", INSTANCE, CLASS), OTHERS.stream()).toList();
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(device, ComputeType.FP32);
                VaeDecoder vae = model.loadVaeDecoder(device, ComputeType.FP32);
                LoraAdapter adapter = LoraAdapter.of(LoraFile.read(lora).weights(), unet.config(), device)) {
            List<EncodedPrompt> encoded = PromptEncoder.encode(model, PromptEncoder.tokenize(model, prompts), device);
            NoiseSchedule schedule = new NoiseSchedule(model.scheduler());
            ImageGenerator generator = new ImageGenerator(
                    new ImageGenerator.Tools(model, unet, vae, encoded, device, ComputeType.FP32),
                    DdimSchedule.of(schedule, SAMPLING_STEPS),
                    GUIDANCE);
            PictureSheet sheet = new PictureSheet();
            sheet.add(new Row("The eight pictures", List.of("trained on as \"" + INSTANCE + "\""), pictures(material)));
            addRows(sheet, generator, "Before: the base model alone", AdapterBank.NONE);
            addRows(sheet, generator, "After: the same prompts and seeds with the LoRA", adapter);
            return sheet.draw();
        }
    }

    private static List<BufferedImage> pictures(DemoMaterial material) throws IOException {
        List<BufferedImage> images = new ArrayList<>();
        for (Picture picture : PictureScanner.scan(material.pictures()).pictures()) {
            try (InputStream in = Files.newInputStream(picture.path())) {
                images.add(ImageIO.read(in));
            }
        }
        return images;
    }

    private static void addRows(PictureSheet sheet, ImageGenerator generator, String title, AdapterBank adapters) {
        sheet.add(row(generator, title, Collections.nCopies(COLUMNS, INSTANCE), List.of(INSTANCE), 0, adapters));
        sheet.add(row(generator, "", Collections.nCopies(COLUMNS, CLASS), List.of(CLASS), 1, adapters));
        List<String> others = OTHERS.stream().flatMap(p -> Stream.of(p, p)).toList();
        sheet.add(row(generator, "", others, others, 2, adapters));
    }

    private static Row row(
            ImageGenerator generator,
            String title,
            List<String> prompts,
            List<String> captions,
            int index,
            AdapterBank adapters) {
        return new Row(title, captions, generator.generate(prompts, PIXELS, SAMPLING_SEED + index, adapters));
    }
}
