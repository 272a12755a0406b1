package loralei.gui.run;

import java.awt.Component;
import java.awt.Taskbar;
import java.awt.Taskbar.Feature;
import java.awt.Taskbar.State;
import java.awt.Window;
import java.util.Optional;
import javax.swing.SwingUtilities;

/** The progress in the icon of the window or program, where the desktop shows one. */
final class TaskbarProgress {
    /**
     * What the icon shows.
     *
     * @param state normal, busy, failed or nothing
     * @param percent how far it is
     */
    record Shown(State state, int percent) {
        private static final int PERMILLE_PER_PERCENT = 10;

        static Shown of(RunSnapshot run, RunStatus status) {
            if (run.phase() == RunPhase.FAILED) {
                return new Shown(State.ERROR, 100);
            }
            if (!run.running()) {
                return new Shown(State.OFF, 0);
            }
            int value = status.bar().value();
            return value < 0
                    ? new Shown(State.INDETERMINATE, 0)
                    : new Shown(State.NORMAL, value / PERMILLE_PER_PERCENT);
        }
    }

    private final Component component;
    private final Optional<Taskbar> taskbar;
    private Shown last = new Shown(State.OFF, 0);

    /** For the window that a component will be in. */
    TaskbarProgress(Component component) {
        this.component = component;
        this.taskbar = Taskbar.isTaskbarSupported() ? Optional.of(Taskbar.getTaskbar()) : Optional.empty();
    }

    void show(Shown shown) {
        Window window = SwingUtilities.getWindowAncestor(component);
        if (shown.equals(last) || taskbar.isEmpty() || window == null) {
            return;
        }
        last = shown;
        Taskbar bar = taskbar.get();
        if (bar.isSupported(Feature.PROGRESS_STATE_WINDOW)) {
            bar.setWindowProgressState(window, shown.state());
        }
        boolean counted = shown.state() == State.NORMAL || shown.state() == State.ERROR;
        if (bar.isSupported(Feature.PROGRESS_VALUE_WINDOW) && counted) {
            bar.setWindowProgressValue(window, shown.percent());
        } else if (bar.isSupported(Feature.PROGRESS_VALUE)) {
            bar.setProgressValue(shown.state() == State.NORMAL ? shown.percent() : -1); // -1: no bar
        }
    }
}
