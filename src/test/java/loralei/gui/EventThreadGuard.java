package loralei.gui;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.JComponent;
import javax.swing.RepaintManager;
import javax.swing.SwingUtilities;

/** A repaint manager that keeps the trace of whoever touches Swing off the event thread. */
public final class EventThreadGuard extends RepaintManager {
    private final List<Throwable> violations = new CopyOnWriteArrayList<>();

    /** Watches all components from now on. */
    public static EventThreadGuard install() {
        EventThreadGuard guard = new EventThreadGuard();
        RepaintManager.setCurrentManager(guard);
        return guard;
    }

    /** Where Swing was touched by another thread. */
    public List<Throwable> violations() {
        return List.copyOf(violations);
    }

    /** Lets anybody do anything again. */
    public void remove() {
        RepaintManager.setCurrentManager(null);
    }

    @Override
    public synchronized void addInvalidComponent(JComponent component) {
        check(component);
        super.addInvalidComponent(component);
    }

    @Override
    public void addDirtyRegion(JComponent component, int x, int y, int width, int height) {
        check(component);
        super.addDirtyRegion(component, x, y, width, height);
    }

    private void check(JComponent component) {
        if (!SwingUtilities.isEventDispatchThread()) {
            violations.add(new IllegalStateException("touched off the event thread: " + component.getName()));
        }
    }
}
