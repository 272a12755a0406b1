package loralei.job;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import loralei.config.PictureSpec;
import loralei.config.Problem;
import loralei.config.PromptSyntax;
import loralei.config.UserError;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.sample.StepWatcher;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/** Draws pictures from a base model with or without LoRAs. */
public final class DrawJob {
    private final DrawRequest request;
    private final BaseModel model;
    private final List<PictureSpec> pictures;
    private final List<WeightedLora> loras;
    private final PictureParameters parameters;
    private final BooleanSupplier stop;
    private final Consumer<DrawEvent> listener;

    private DrawJob(DrawRequest request, BooleanSupplier stop, Consumer<DrawEvent> listener) throws IOException {
        this.request = request;
        this.stop = stop;
        this.listener = listener;
        this.model = BaseModel.open(request.baseModel(), request.with());
        this.pictures = request.pictures().stream()
                .map(picture -> picture.inSizeOf(model.pictureSide()))
                .toList();
        pictures.forEach(picture -> expectFitting(picture, model));
        this.loras = request.loras().stream().map(lora -> lora.read(model)).toList();
        this.parameters = new PictureParameters(model, request.loras());
    }

    /**
     * Draws on the calling thread.
     *
     * @throws UserError for whatever a person can do something about
     */
    public static void run(DrawRequest request, BooleanSupplier stop, Consumer<DrawEvent> listener) throws IOException {
        long start = System.nanoTime();
        DrawJob job = new DrawJob(request, stop, listener);
        OutputCheck.tryOut(request.outputDir());
        int drawn = job.draw();
        listener.accept(
                drawn < job.pictures.size()
                        ? new DrawEvent.Stopped(drawn)
                        : new DrawEvent.Finished(drawn, (System.nanoTime() - start) / 1e9));
    }

    /** Fails if a model cannot draw a picture. */
    static void expectFitting(PictureSpec picture, BaseModel model) {
        Optional<Problem> problem = picture.check().stream().findFirst();
        if (problem.isPresent()) {
            Problem first = problem.get();
            throw UserError.request(
                    Message.of("draw.value", first.field(), first.value(), first.message()), first.remedy());
        }
        int multiple = model.vaeConfig().downscale();
        if (picture.width() % multiple != 0 || picture.height() % multiple != 0) {
            throw UserError.request(
                    Message.of("draw.badSize", picture.width(), picture.height(), multiple),
                    Message.of(
                            "draw.useSize", fitting(picture.width(), multiple), fitting(picture.height(), multiple)));
        }
    }

    private static int fitting(int side, int multiple) {
        return Math.max(1, side / multiple) * multiple;
    }

    /** Draws until all is done or it is stopped; tells how many pictures there are then. */
    private int draw() throws IOException {
        try (ComputeDevice device = Devices.device(request.device(), card -> 0)) {
            ComputeType type = Devices.type(request.precision(), device);
            Devices.idleCard(request.device(), device).ifPresent(this::warn);
            Devices.aboutType(request.precision(), type, device).forEach(this::warn);
            try (DrawingModel drawing = new DrawingModel(model, device, type)) {
                prepare(drawing);
                Files.createDirectories(request.outputDir());
                PictureFiles files = new PictureFiles(request.outputDir());
                int done = 0;
                while (done < pictures.size() && !stop.getAsBoolean()) {
                    List<PictureSpec> batch = batch(done, drawing);
                    Optional<List<BufferedImage>> images = drawing.draw(batch, loras, watcher(done));
                    if (images.isEmpty()) {
                        break;
                    }
                    for (int i = 0; i < batch.size(); i++) {
                        write(files, images.get().get(i), done++);
                    }
                }
                return done;
            }
        }
    }

    private void prepare(DrawingModel drawing) {
        if (stop.getAsBoolean()) {
            return;
        }
        listener.accept(new DrawEvent.Preparing(Message.of("train.prompt")));
        drawing.read(pictures, loras);
        aboutPrompts(pictures, drawing.cutOff()).forEach(this::warn);
        if (!stop.getAsBoolean()) {
            listener.accept(new DrawEvent.Preparing(Message.of("train.unet")));
        }
    }

    /**
     * What a person should know of how prompts are read.
     *
     * @param cutOff the ends of those that are too long
     */
    static List<Message> aboutPrompts(List<PictureSpec> pictures, Set<String> cutOff) {
        List<Message> told = new ArrayList<>();
        cutOff.forEach(text -> told.add(Message.of("draw.promptCut", text, DrawingModel.LENGTH.tokens())));
        List<String> commands = pictures.stream()
                .flatMap(picture -> Stream.of(picture.prompt(), picture.negativePrompt()))
                .distinct()
                .flatMap(prompt -> PromptSyntax.in(prompt).stream())
                .distinct()
                .toList();
        if (!commands.isEmpty()) {
            told.add(Message.of("draw.promptSyntax", String.join(", ", commands)));
        }
        return told;
    }

    private void warn(Message text) {
        listener.accept(new DrawEvent.Warning(text));
    }

    /**
     * The pictures from one on that can be drawn together, at most as many as were asked for: with prompts of one length, so
     * that each is drawn as it is alone.
     */
    private List<PictureSpec> batch(int from, DrawingModel drawing) {
        List<PictureSpec> batch = new ArrayList<>();
        PictureSpec first = pictures.get(from);
        for (PictureSpec picture : pictures.subList(from, pictures.size())) {
            if (batch.size() == request.batchSize()
                    || !picture.isLike(first)
                    || drawing.chunks(picture, loras) != drawing.chunks(first, loras)) {
                break;
            }
            batch.add(picture);
        }
        return batch;
    }

    private StepWatcher watcher(int first) {
        return (done, of) -> {
            listener.accept(new DrawEvent.Step(first, pictures.size(), done, of));
            return !stop.getAsBoolean();
        };
    }

    private void write(PictureFiles files, BufferedImage image, int index) {
        PictureSpec picture = pictures.get(index);
        try {
            Path file = files.write(image, picture.seed(), parameters.of(picture));
            listener.accept(new DrawEvent.Drawn(index, pictures.size(), file, picture));
        } catch (IOException e) {
            throw UserError.run(Message.of(e), Message.text("")).causedBy(e);
        }
    }
}
