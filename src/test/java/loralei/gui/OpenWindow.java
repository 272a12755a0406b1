package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Window;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.swing.AbstractButton;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.job.UseCases;

/**
 * The real window with the real engine. Whoever touches Swing off the event thread, and whatever is thrown on any thread
 * and caught by nobody, fails the test when the window is closed. The language that it chose goes with it.
 */
final class OpenWindow implements AutoCloseable {
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private static final int POLL_MILLIS = 50;

    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    private final Locale language = Locale.getDefault(Locale.Category.DISPLAY);
    private final EventThreadGuard guard;
    private final WindowDriver person;
    private final Thread thread;

    private OpenWindow() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((where, thrown) -> uncaught.add(thrown));
        guard = EventThreadGuard.install();
        person = new WindowDriver();
        thread = new Thread(() -> Gui.open(UseCases.ofThisProgram(), Optional.of(Family.SD15)), "window under test");
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens the window with what it remembers, and waits until it is there. */
    static OpenWindow open() throws Exception {
        OpenWindow window = new OpenWindow();
        window.person.await("start");
        window.person.awaitFocus();
        return window;
    }

    /** The person at this window. */
    WindowDriver person() {
        return person;
    }

    /** The frame itself. */
    static Window frame() {
        return (Window) WindowDriver.find(component -> "main".equals(component.getName()))
                .orElseThrow();
    }

    /** What a click on the cross in its title does. Does not wait, for there may be a question. */
    void cross() {
        SwingUtilities.invokeLater(() -> {
            Window frame = frame();
            frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING));
        });
    }

    /** Waits until the window is gone and everything is on the disk. */
    void awaitClosed() throws InterruptedException {
        thread.join(PATIENCE_MILLIS);
        assertThat(thread.isAlive()).as("the window is still open").isFalse();
    }

    /** Closes it, come what may: answers yes to whatever is asked meanwhile. */
    @Override
    public void close() throws Exception {
        if (!Display.hasHung()) { // or nothing would come of it
            closeWindow();
        }
        guard.remove();
        Thread.setDefaultUncaughtExceptionHandler(before);
        Locale.setDefault(Locale.Category.DISPLAY, language);
        assertThat(Display.hasHung() || !thread.isAlive())
                .as("the window is closed")
                .isTrue();
        assertThat(guard.violations()).isEmpty();
        assertThat(uncaught).isEmpty();
    }

    private void closeWindow() throws InterruptedException {
        if (thread.isAlive()) {
            cross();
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (thread.isAlive() && System.nanoTime() < deadline) {
            SwingUtilities.invokeLater(() -> WindowDriver.find(
                            component -> List.of("yes", "close").contains(String.valueOf(component.getName()))
                                    && component.isShowing())
                    .ifPresent(button -> ((AbstractButton) button).doClick()));
            thread.join(POLL_MILLIS);
        }
    }
}
