package loralei.gui;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.gui.error.StartupFailure;
import loralei.gui.state.StateFile;
import loralei.gui.state.WindowStateStore;
import loralei.job.UseCases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the window, and waits until it is closed. */
public final class Gui {
    private static final Logger LOG = LoggerFactory.getLogger(Gui.class);

    private Gui() {}

    /**
     * Opens the window on the calling thread's behalf. Returns when the person has closed it and all that is to be kept is
     * on the disk.
     *
     * @param useCases what the window can do
     * @param tab the family whose tab is in front; empty for the tab of the last time
     * @throws loralei.config.UserError if there is no display, with what to do about it
     */
    public static void open(UseCases useCases, Optional<Family> tab) {
        StartupFailure.requireDisplay();
        try (WindowStateStore store = WindowStateStore.open(StateFile.inUserConfig())) {
            Locale.setDefault(
                    Locale.Category.DISPLAY,
                    store.state().appearance().language().locale(systemLocale()));
            Theme theme = new Theme(store);
            theme.prepare();
            CountDownLatch closed = new CountDownLatch(1);
            show(useCases, store, theme, tab, closed);
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void show(
            UseCases useCases, WindowStateStore store, Theme theme, Optional<Family> tab, CountDownLatch closed) {
        SwingUtilities.invokeLater(() -> {
            try {
                theme.install();
                new MainWindow(useCases, store, theme, closed::countDown).open(tab);
            } catch (RuntimeException | Error failure) { // whatever it is: without a window nobody would hear of it
                LOG.error("The window did not open", failure);
                try {
                    StartupFailure.show(failure);
                } finally {
                    closed.countDown();
                }
            }
        });
    }

    private static Locale systemLocale() {
        return Locale.getDefault(Locale.Category.DISPLAY);
    }
}
