package loralei.train;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loralei.config.PictureSpec;
import loralei.config.UserError;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.EncodedPrompts;
import loralei.model.VaeDecoder;
import loralei.safetensors.AtomicFile;
import loralei.sample.ImageGenerator;
import loralei.sample.PictureDecoder;
import loralei.text.Message;
import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the previews of a run with its own UNet and adapter. The VAE's decoder is there for the moments of each picture in
 * which it is needed, so that drawing needs no more memory than a step. A picture that fails does not end the run.
 */
public final class Previews {
    /** After so many failures one after the other it is not tried again. */
    private static final int MOST_FAILURES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    private final BaseModel model;
    private final ComputeDevice device;
    private final ImageGenerator generator;
    private final EncodedPrompts prompts;
    private final List<PictureSpec> pictures;
    private final RunFiles files;
    private final long budgetBytes;
    private final Encoder encoder;
    private int failures;

    /** Makes the bytes of a PNG file. */
    @FunctionalInterface
    public interface Encoder {
        /** A picture with what it was drawn with. */
        byte[] png(BufferedImage image, PictureSpec picture) throws IOException;
    }

    /**
     * The previews of a run.
     *
     * @param model the base model, of which the VAE is still needed
     * @param generator draws with the UNet that is trained
     * @param prompts their prompts and negative prompts
     * @param pictures what to draw, at least one
     * @param files where the pictures go
     * @param budgetBytes what decoding a picture may take, as far as that is possible
     */
    public Previews(
            BaseModel model,
            ComputeDevice device,
            ImageGenerator generator,
            EncodedPrompts prompts,
            List<PictureSpec> pictures,
            RunFiles files,
            long budgetBytes,
            Encoder encoder) {
        this.model = model;
        this.device = device;
        this.generator = generator;
        this.prompts = prompts;
        this.pictures = pictures;
        this.files = files;
        this.budgetBytes = budgetBytes;
        this.encoder = encoder;
    }

    /** Whether there is a picture of each prompt as it was after a step. */
    boolean areDrawn(int step) {
        return IntStream.range(0, pictures.size()).allMatch(i -> Files.exists(files.preview(step, i)));
    }

    /** Removes what a process that was killed while it wrote left behind. */
    void forgetHalves() throws IOException {
        if (Files.isDirectory(files.samples())) {
            AtomicFile.forgetHalves(files.samples());
        }
    }

    /** Forgets failures: somebody asks. */
    void tryAgain() {
        failures = 0;
    }

    /**
     * Draws all.
     *
     * @param step the step that they are of
     * @param adapter what was learned until then
     * @param stopped asked after each step of a picture
     */
    void draw(int step, AdapterBank adapter, BooleanSupplier stopped, Consumer<TrainingEvent> listener) {
        for (int i = 0; i < pictures.size() && failures < MOST_FAILURES && !stopped.getAsBoolean(); i++) {
            int number = i;
            listener.accept(new TrainingEvent.Preparing(Preparation.PREVIEWS, i + 1, pictures.size()));
            try {
                Optional<Path> drawn = draw(step, i, adapter, stopped);
                failures = 0;
                drawn.ifPresent(
                        file -> listener.accept(new TrainingEvent.Drawn(file, step, number, pictures.get(number))));
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                failures++;
                LOG.warn("preview {} of step {}", i, step, e);
                listener.accept(new TrainingEvent.Warning(failure(step, i, e)));
            }
        }
        device.releaseCache(); // the next step's is of other sizes
        Allocator.trim();
    }

    private Message failure(int step, int number, Throwable why) {
        Message failed = Message.of("preview.failed", number + 1, step, Message.of(why));
        return failures < MOST_FAILURES
                ? failed
                : Message.joined(" ", List.of(failed, Message.of("preview.givenUp", MOST_FAILURES)));
    }

    private Optional<Path> draw(int step, int number, AdapterBank adapter, BooleanSupplier stopped) throws IOException {
        PictureSpec picture = pictures.get(number);
        try (Scope scope = Scope.open()) {
            Map<String, EncodedPrompt> asked = new HashMap<>();
            Stream.of(picture.prompt(), picture.negativePrompt(), "") // which fills up shorter ones
                    .distinct()
                    .filter(prompts.texts()::contains)
                    .forEach(text -> asked.put(text, prompts.get(text)));
            Optional<Tensor> latents =
                    generator.latents(List.of(picture), asked, adapter, (done, total) -> !stopped.getAsBoolean());
            if (latents.isEmpty()) {
                return Optional.empty();
            }
            if (Kernels.number("count_not_finite", latents.get()) > 0) {
                throw UserError.run(Message.of("preview.notFinite"), Message.text(""));
            }
            device.releaseCache();
            Path file = files.preview(step, number);
            write(file, encoder.png(decoded(latents.get()), picture));
            return Optional.of(file);
        }
    }

    private BufferedImage decoded(Tensor latents) {
        try (VaeDecoder vae = model.loadVaeDecoder(device, ComputeType.FP32)) {
            return new PictureDecoder(vae, model.vaeConfig(), budgetBytes, true)
                    .decode(latents)
                    .get(0);
        }
    }

    private static void write(Path file, byte... png) throws IOException {
        Files.createDirectories(file.getParent());
        AtomicFile.replace(file, png);
    }
}
