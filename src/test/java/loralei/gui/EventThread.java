package loralei.gui;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.swing.SwingUtilities;

/** Where tests ask Swing. An answer that does not come fails the test ({@link Display}). */
public final class EventThread {
    /** What is done on the event thread. */
    public interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    private EventThread() {}

    /**
     * Asks something on the event thread, from another thread.
     *
     * @throws java.util.concurrent.ExecutionException with what the question threw
     */
    public static <T> T onEventThread(Callable<T> question) throws Exception {
        Display.requireAnswers();
        FutureTask<T> task = new FutureTask<>(question);
        SwingUtilities.invokeLater(task);
        return Display.await("the event thread", task);
    }

    /**
     * Does something on the event thread, from another thread, and waits until it is done.
     *
     * @throws java.util.concurrent.ExecutionException with what was thrown
     */
    public static void doOnEventThread(Action action) throws Exception {
        onEventThread(() -> {
            action.run();
            return null;
        });
    }
}
