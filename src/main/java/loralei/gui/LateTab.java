package loralei.gui;

import java.awt.BorderLayout;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.swing.JComponent;
import javax.swing.JPanel;

/**
 * A tab that is built when it is first needed, so that the window need not wait for what it does not show. For the event
 * thread only.
 *
 * @param <T> what is in the tab
 */
final class LateTab<T> {
    private final Supplier<T> builder;
    private final Function<T, JComponent> component;
    private final JPanel place = new JPanel(new BorderLayout());
    private Optional<T> built = Optional.empty();

    LateTab(Supplier<T> builder, Function<T, JComponent> component) {
        this.builder = builder;
        this.component = component;
    }

    /** Where it is or will be. */
    JComponent place() {
        return place;
    }

    /** What is in the tab, built now if it was not yet. */
    T get() {
        if (built.isEmpty()) {
            T now = builder.get();
            built = Optional.of(now);
            place.add(component.apply(now));
            place.revalidate();
        }
        return built.get();
    }

    /** What is in the tab, if it was built already. */
    Optional<T> built() {
        return built;
    }
}
