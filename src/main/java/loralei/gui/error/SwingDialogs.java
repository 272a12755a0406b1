package loralei.gui.error;

import java.awt.Toolkit;
import java.awt.Window;
import java.awt.datatransfer.StringSelection;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.swing.SwingUtilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dialogs on the screen. Any thread may ask for one. */
public final class SwingDialogs implements Dialogs {
    private static final Logger LOG = LoggerFactory.getLogger(SwingDialogs.class);

    private final Supplier<Optional<Window>> owner;

    /**
     * Begins to show dialogs.
     *
     * @param owner the window that they belong to, asked on the event thread when a dialog opens
     */
    public SwingDialogs(Supplier<Optional<Window>> owner) {
        this.owner = owner;
    }

    /** {@inheritDoc} Waits for the person only on the event thread. */
    @Override
    public void error(String title, Throwable failure) {
        LOG.error("{}", title, failure);
        Explanation explanation = Explanation.of(failure);
        if (SwingUtilities.isEventDispatchThread()) {
            showError(title, explanation);
        } else {
            SwingUtilities.invokeLater(() -> showError(title, explanation));
        }
    }

    @Override
    public OptionalInt choose(String title, String question, List<String> ways, String no) {
        AtomicReference<OptionalInt> answer = new AtomicReference<>(OptionalInt.empty());
        Runnable ask = () -> {
            DialogFrame frame = new DialogFrame(owner.get(), title);
            ConfirmPanel panel = new ConfirmPanel(question, ways, no, pressed -> {
                answer.set(pressed);
                frame.close();
            });
            frame.show(panel.component(), panel.yes(), panel.no());
        };
        onEventThread(ask);
        return answer.get();
    }

    private void showError(String title, Explanation explanation) {
        DialogFrame frame = new DialogFrame(owner.get(), title);
        ErrorPanel panel = new ErrorPanel(explanation, SwingDialogs::copy, frame::fit, frame::close);
        frame.show(panel.component(), panel.close(), panel.close());
    }

    private static void copy(String text) {
        StringSelection selection = new StringSelection(text);
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(selection, selection);
    }

    private static void onEventThread(Runnable task) {
        if (SwingUtilities.isEventDispatchThread()) {
            task.run();
            return;
        }
        try {
            SwingUtilities.invokeAndWait(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no answer is a no
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
