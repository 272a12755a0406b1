package loralei.gui.form;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks questions in the background, one at a time, and delivers the answer to the newest one only, on the event thread.
 * Questions that were overtaken while they waited are never run. To be used on the event thread.
 *
 * @param <A> the answers
 */
public final class LatestQuery<A> {
    private static final Logger LOG = LoggerFactory.getLogger(LatestQuery.class);

    private final Executor background;
    private final Consumer<A> receiver;
    private Optional<Callable<A>> waiting = Optional.empty();
    private boolean busy;

    /**
     * Asks nothing yet.
     *
     * @param background where questions are answered
     * @param receiver gets the answers, on the event thread
     */
    public LatestQuery(Executor background, Consumer<A> receiver) {
        this.background = background;
        this.receiver = receiver;
    }

    /** Asks; a question that fails is logged and has no answer. */
    public void ask(Callable<A> question) {
        waiting = Optional.of(question);
        if (!busy) {
            next();
        }
    }

    private void next() {
        Callable<A> question = waiting.orElseThrow();
        waiting = Optional.empty();
        busy = true;
        try {
            background.execute(() -> {
                Optional<A> answer = answer(question);
                SwingUtilities.invokeLater(() -> deliver(answer));
            });
        } catch (RejectedExecutionException e) {
            busy = false; // the program is closing
        }
    }

    private static <A> Optional<A> answer(Callable<A> question) {
        try {
            return Optional.of(question.call());
        } catch (Exception e) {
            LOG.error("a look in the background failed", e);
            return Optional.empty();
        }
    }

    private void deliver(Optional<A> answer) {
        busy = false;
        if (waiting.isPresent()) {
            next();
        } else {
            answer.ifPresent(receiver);
        }
    }
}
