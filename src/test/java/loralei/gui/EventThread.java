package loralei.gui;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.swing.SwingUtilities;

/** Where tests ask Swing. */
public final class EventThread {
    private EventThread() {}

    /**
     * Asks something on the event thread, from another thread.
     *
     * @throws java.util.concurrent.ExecutionException with what the question threw
     */
    public static <T> T onEventThread(Callable<T> question) throws Exception {
        FutureTask<T> task = new FutureTask<>(question);
        SwingUtilities.invokeLater(task);
        return task.get();
    }
}
