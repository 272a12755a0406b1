package loralei.job;

import java.util.function.Consumer;
import loralei.train.TrainingEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a failing listener from ending the training: it is logged, and told of the next event all the same. */
record SafeListener(Consumer<TrainingEvent> listener) implements Consumer<TrainingEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    @Override
    public void accept(TrainingEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.error("a listener failed at {}", event, e);
        }
    }
}
