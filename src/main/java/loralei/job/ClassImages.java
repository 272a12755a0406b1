package loralei.job;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.config.PictureSpec;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.Example;
import loralei.data.Examples;
import loralei.data.PictureSize;
import loralei.model.BaseModel;
import loralei.safetensors.AtomicFile;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.train.Preparation;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/**
 * Pictures of the class of the thing that is learned, drawn by the base model itself: what lies in their folder is used
 * as it is, and what is missing is drawn, each under a number of its own, which is its seed too. So a drawing that was
 * interrupted goes on where it was.
 */
final class ClassImages {
    private final TrainingConfig config;
    private final TrainingControl control;
    private final Consumer<TrainingEvent> listener;

    ClassImages(TrainingConfig config, TrainingControl control, Consumer<TrainingEvent> listener) {
        this.config = config;
        this.control = control;
        this.listener = listener;
    }

    /** Fails if there is none, and none is to be drawn. */
    void expectSome(Examples examples) {
        if (config.numClassImages() == 0 && examples.of(Example.Role.CLASS).isEmpty()) {
            throw UserError.request(
                    Message.of("prior.none", config.classFolder()),
                    Message.of("prior.drawSome", SettingName.of("numClassImages", 100)));
        }
    }

    /** How many are still to be drawn. */
    int missing(Examples examples) {
        return examples.missingOfClass(config.numClassImages()).size();
    }

    /**
     * Draws what is missing.
     *
     * @return whether all are there now; not if the run was asked to stop
     */
    boolean draw(Examples examples, BaseModel model, ComputeDevice device, ComputeType type) {
        List<PictureSize> sizes = examples.missingOfClass(config.numClassImages());
        Path folder = config.classFolder();
        int done = 0;
        try (DrawingModel drawing = new DrawingModel(model, device, type)) {
            Files.createDirectories(folder);
            AtomicFile.forgetHalves(folder);
            PictureParameters words = PictureParameters.of(model);
            int number = 0;
            for (PictureSize size : sizes) {
                listener.accept(new TrainingEvent.Preparing(Preparation.CLASS_IMAGES, done, sizes.size()));
                Path file = file(folder, ++number);
                while (Files.exists(file)) {
                    file = file(folder, ++number);
                }
                PictureSpec picture = spec(size, number);
                Optional<List<BufferedImage>> images = control.isStopRequested()
                        ? Optional.empty()
                        : drawing.draw(List.of(picture), List.of(), (step, of) -> !control.isStopRequested());
                if (images.isEmpty()) {
                    return false;
                }
                PictureFile.write(file, images.get().get(0), words.of(picture));
                done++;
                listener.accept(new TrainingEvent.ClassImage(file, done, sizes.size()));
            }
            return true;
        } catch (IOException e) {
            throw UserError.run(
                            Message.of("prior.unwritable", folder, Message.of(e)),
                            Message.of("prior.otherFolder", SettingName.of("classDir")))
                    .causedBy(e);
        } finally {
            device.releaseCache();
        }
    }

    private static Path file(Path folder, int number) {
        return folder.resolve(String.format(Locale.ROOT, "class-%05d.png", number));
    }

    /** As people draw with such models; the seed is the number, whatever the run's is, so that runs can share them. */
    private PictureSpec spec(PictureSize size, int number) {
        PictureSpec usual = PictureSpec.of(config.classPrompt().strip(), 0);
        return usual.withSize(size.width(), size.height()).withSeed(number);
    }
}
