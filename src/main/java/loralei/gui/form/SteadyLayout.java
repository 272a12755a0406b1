package loralei.gui.form;

import java.awt.Component;
import java.awt.Container;
import java.awt.Point;
import java.util.Optional;
import java.util.function.Supplier;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;

/**
 * Rows in a pane that scrolls, of which the one that a person is at stays where it is on the screen while notes above it
 * come and go, as far as there is something to scroll.
 */
final class SteadyLayout extends MigLayout {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Component> focused;

    /**
     * Lays out rows.
     *
     * @param focused where the person is; may be null or anywhere else
     */
    SteadyLayout(String layout, String columns, Supplier<Component> focused) {
        super(layout, columns);
        this.focused = focused;
    }

    @Override
    public void layoutContainer(Container rows) {
        Optional<Component> field = Optional.ofNullable(focused.get())
                .filter(one -> SwingUtilities.isDescendingFrom(one, rows) && one.getHeight() > 0);
        int before = field.map(one -> top(one, rows)).orElse(0);
        super.layoutContainer(rows);
        int moved = field.map(one -> top(one, rows)).orElse(0) - before;
        if (moved != 0 && rows.getParent() instanceof JViewport viewport) {
            Point seen = viewport.getViewPosition();
            int last = Math.max(0, rows.getHeight() - viewport.getHeight());
            viewport.setViewPosition(new Point(seen.x, Math.max(0, Math.min(last, seen.y + moved))));
        }
    }

    private static int top(Component field, Container rows) {
        return SwingUtilities.convertPoint(field, 0, 0, rows).y;
    }
}
