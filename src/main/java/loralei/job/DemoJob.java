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
import loralei.config.PictureSpec;
import loralei.config.Prior;
import loralei.config.Resolutions;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.TrainingConfig;
import loralei.data.Picture;
import loralei.data.PictureScanner;
import loralei.lora.LoraFile;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.sample.PictureSheet;
import loralei.sample.PictureSheet.Row;
import loralei.sample.StepWatcher;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.train.Preparation;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/**
 * The whole way with what is shipped: trains on eight pictures of something that the small base model has never seen,
 * once alone and once with class images beside them, and draws one sheet that shows what it makes of the same prompts
 * without a LoRA and with either.
 */
public final class DemoJob {
    private static final String NAME = "fsk49";
    private static final String ALONE = NAME + "-without-class-images";
    private static final int CLASS_IMAGES = 48;
    private static final int BATCH = 4;
    private static final int PICTURES = 8;
    private static final int SEEN_EACH = 200;
    private static final int PIXELS = 64;
    private static final int COLUMNS = 8;
    private static final int SAMPLING_STEPS = 25;
    private static final double GUIDANCE = 4;
    private static final long SAMPLING_SEED = 1000;
    private static final String INSTANCE = DemoResult.PROMPT;
    private static final String CLASS = "a shape";
    private static final List<String> OTHERS = List.of(
            "a red circle on a blue background",
            "a yellow star",
            "a fsk49 shape on a green background",
            "a blue fsk49 shape");

    private DemoJob() {}

    /** What the training of the demonstration is called and where its files go, for whoever shows it. */
    public static TrainRequest request(Path outputDir) {
        return TrainRequest.of(config(outputDir, SEEN_EACH), false, true);
    }

    /** Trains and draws on the calling thread; empty if the training was stopped. */
    public static Optional<DemoResult> run(Path outputDir, TrainingControl control, Consumer<TrainingEvent> listener)
            throws IOException {
        return run(outputDir, SEEN_EACH, SAMPLING_STEPS, control, listener);
    }

    /** The same with trainings that show each picture so often, and a sheet drawn in so many steps. */
    static Optional<DemoResult> run(
            Path outputDir, int seenEach, int samplingSteps, TrainingControl control, Consumer<TrainingEvent> listener)
            throws IOException {
        OutputCheck.tryOut(outputDir);
        Files.createDirectories(outputDir);
        DemoMaterial material = DemoMaterial.find(outputDir);
        TrainingConfig config = config(outputDir, seenEach)
                .with("family", BaseModel.open(material.model()).family())
                .with("baseModel", material.model())
                .with("instanceDir", material.pictures());
        // The end of the first training is not that of the demonstration.
        Consumer<TrainingEvent> untilItsEnd = event -> {
            if (!(event instanceof TrainingEvent.Finished)) {
                listener.accept(event);
            }
        };
        if (!train(alone(config, seenEach), control, untilItsEnd) || !train(config, control, listener)) {
            return Optional.empty();
        }
        listener.accept(new TrainingEvent.Preparing(Preparation.DRAWING, 0, 0));
        Path lora = outputDir.resolve(NAME + ".safetensors");
        Path picture = outputDir.resolve("before-and-after.png");
        BufferedImage sheet = draw(material, outputDir.resolve(ALONE + ".safetensors"), lora, samplingSteps);
        try (OutputStream out = Files.newOutputStream(picture)) {
            ImageIO.write(sheet, "png", out);
        }
        return Optional.of(new DemoResult(material.model(), lora, picture));
    }

    private static boolean train(TrainingConfig config, TrainingControl control, Consumer<TrainingEvent> listener) {
        AtomicBoolean finished = new AtomicBoolean();
        TrainJob.run(TrainRequest.of(config, false, true), control, event -> {
            finished.compareAndSet(false, event instanceof TrainingEvent.Finished);
            listener.accept(event);
        });
        return finished.get();
    }

    private static TrainingConfig alone(TrainingConfig config, int seenEach) {
        return config.with("outputName", ALONE).with("prior", Prior.OFF).with("epochs", seenEach);
    }

    /** The numbers of the pocket model's reference run: 400 steps of four pictures, here each with a class image beside it. */
    private static TrainingConfig config(Path outputDir, int seenEach) {
        return TrainingConfig.of(Map.ofEntries(
                Map.entry("instancePrompt", INSTANCE),
                Map.entry("classPrompt", CLASS),
                Map.entry("batchSize", BATCH),
                Map.entry("epochs", seenEach * PICTURES / (PICTURES + CLASS_IMAGES)),
                Map.entry("prior", Prior.PICTURES),
                Map.entry("classDir", outputDir.resolve("class-images")),
                Map.entry("numClassImages", CLASS_IMAGES),
                Map.entry("resolution", Resolutions.of(PIXELS)),
                Map.entry("saveEvery", 0),
                Map.entry("learningRate", 1e-3),
                Map.entry("rank", 8),
                Map.entry("alpha", 8.0),
                Map.entry("seed", 7),
                Map.entry("device", DeviceChoice.CPU),
                Map.entry("outputDir", outputDir),
                Map.entry("outputName", NAME)));
    }

    private static BufferedImage draw(DemoMaterial material, Path alone, Path lora, int steps) throws IOException {
        BaseModel model = BaseModel.open(material.model());
        PictureSheet sheet = new PictureSheet();
        sheet.add(new Row("The eight pictures", List.of("trained on as \"" + INSTANCE + "\""), pictures(material)));
        try (DrawingModel drawing = new DrawingModel(model, ComputeDevice.cpu(), ComputeType.FP32)) {
            addRows(sheet, drawing, "Before: the base model alone", List.of(), steps);
            addRows(sheet, drawing, "After: the same prompts and seeds with a LoRA", only(alone), steps);
            addRows(sheet, drawing, "After, with class images: \"a shape\" stays what it was", only(lora), steps);
        }
        return sheet.draw();
    }

    private static List<WeightedLora> only(Path lora) throws IOException {
        return List.of(new WeightedLora(LoraFile.read(lora).weights(), 1));
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

    private static void addRows(
            PictureSheet sheet, DrawingModel drawing, String title, List<WeightedLora> loras, int steps) {
        sheet.add(row(drawing, title, Collections.nCopies(COLUMNS, INSTANCE), List.of(INSTANCE), 0, loras, steps));
        sheet.add(row(drawing, "", Collections.nCopies(COLUMNS, CLASS), List.of(CLASS), COLUMNS, loras, steps));
        List<String> others = OTHERS.stream().flatMap(p -> Stream.of(p, p)).toList();
        sheet.add(row(drawing, "", others, others, 2 * COLUMNS, loras, steps));
    }

    private static Row row(
            DrawingModel drawing,
            String title,
            List<String> prompts,
            List<String> captions,
            int firstSeed,
            List<WeightedLora> loras,
            int steps) {
        List<PictureSpec> pictures = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            pictures.add(new PictureSpec(
                    prompts.get(i),
                    "",
                    PIXELS,
                    PIXELS,
                    steps,
                    GUIDANCE,
                    0,
                    SamplerKind.DDIM,
                    SamplingSchedule.NORMAL,
                    SAMPLING_SEED + firstSeed + i));
        }
        return new Row(
                title, captions, drawing.draw(pictures, loras, StepWatcher.NONE).orElseThrow());
    }
}
