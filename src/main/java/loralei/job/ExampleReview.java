package loralei.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.config.TrainingConfig;
import loralei.data.Examples;
import loralei.data.MaskReview;
import loralei.data.PictureReview;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;

/** Looks at the pixels of examples before anything is trained, and tells what they are like. */
final class ExampleReview {
    private final Optional<Path> cache;
    private final Consumer<TrainingEvent> listener;

    ExampleReview(TrainingConfig config, Path cache, Consumer<TrainingEvent> listener) {
        this.cache = config.cacheSize() == 0 ? Optional.empty() : Optional.of(cache);
        this.listener = listener;
    }

    /** Tells all of it, in place of a training. */
    void tell(Examples examples) {
        int total = examples.all().size();
        listener.accept(new TrainingEvent.Reviewed(PictureReview.of(examples, cache, done -> looking(done, total))));
    }

    /** Warns of masks that leave nothing of a picture, or all of it. */
    void warnOfMasks(Examples examples) {
        int masked = (int) examples.all().stream()
                .filter(example -> example.mask().isPresent())
                .count();
        MaskReview.of(examples.all(), cache, done -> looking(done, masked))
                .warnings()
                .forEach(text -> listener.accept(new TrainingEvent.Warning(text)));
    }

    private void looking(int done, int total) {
        listener.accept(new TrainingEvent.Preparing(Preparation.LOOKING, done, total));
    }
}
