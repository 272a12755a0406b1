package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import loralei.config.Problem;
import loralei.config.UserError;
import loralei.job.LoraDelivery;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.train.RunFiles;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/**
 * The copy of a finished LoRA that {@code --copy-to} asks for.
 *
 * @param named the folder that was named
 * @param request the training
 */
record FinishedCopy(Path named, TrainRequest request) {
    private static final String OPTION = "--copy-to";

    /**
     * What speaks against it before the training starts. Looks at the disk.
     *
     * @throws UserError if there is no such folder
     */
    List<Problem> check() {
        List<Path> inTheWay = delivery(files().lora()).inTheWay();
        // a copy of what this run left earlier is none of anybody else
        return request.overwrite() || inTheWay.isEmpty()
                ? List.of()
                : List.of(new Problem(
                        OPTION,
                        named.toString(),
                        Message.of("send.inTheWay", inTheWay.get(0)),
                        Message.of("send.inTheWay.remedy", SettingName.of("overwrite"), SettingName.of("outputName"))));
    }

    /** Trains, and copies what has come out. A failure to copy is one of the command: the person counts on it. */
    void train(UseCases.Train train, TrainingControl control, Consumer<TrainingEvent> listener) throws IOException {
        AtomicReference<Optional<Path>> finished = new AtomicReference<>(Optional.empty());
        train.run(request, control, event -> {
            listener.accept(event);
            if (event instanceof TrainingEvent.Finished last) {
                finished.set(Optional.of(last.lora()));
            }
        });
        finished.get().ifPresent(lora -> {
            LoraDelivery.Delivered copied = delivery(lora).copy();
            listener.accept(
                    new TrainingEvent.Copied(copied.lora(), copied.preview().isPresent()));
        });
    }

    private LoraDelivery delivery(Path lora) {
        return new LoraDelivery(lora, files(), LoraDelivery.folderIn(named));
    }

    private RunFiles files() {
        return new RunFiles(request.config().outputDir(), request.config().outputName());
    }
}
