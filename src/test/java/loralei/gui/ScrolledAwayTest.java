package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Window;
import javax.swing.JScrollPane;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;

/** What is seen of the form when the room for it changes. */
@NeedsDisplay
class ScrolledAwayTest {
    private static final int LESS = 60;

    @Test
    void theFormStaysWhereAPersonScrolledToAndFollowsTheFieldThatIsInSight() throws Exception {
        try (OpenWindow window = OpenWindow.open()) {
            WindowDriver person = window.person();
            person.clickUntil("advanced", () -> person.shows("resolution"));
            person.enter("rank", "8");
            Component field = person.await("rank");

            scroll(field, 0);
            shrink();
            assertThat(WindowDriver.onEventThread(() -> viewport(field).getViewPosition().y))
                    .as("jumped back to the field that has the focus")
                    .isZero();

            scrollToTheEdge(field);
            shrink();
            assertThat(WindowDriver.onEventThread(() -> isSeen(field)))
                    .as("the field that has the focus is seen")
                    .isTrue();
        }
    }

    /** Makes the window lower, and waits until the form is. */
    private static void shrink() {
        Component field = WindowDriver.find(c -> "rank".equals(c.getName())).orElseThrow();
        int before = WindowDriver.onEventThread(() -> viewport(field).getHeight());
        WindowDriver.onEventThread(() -> {
            Window frame = OpenWindow.frame();
            frame.setSize(frame.getWidth(), frame.getHeight() - LESS);
            frame.validate();
            return frame;
        });
        new WindowDriver().waitFor("the form to be lower", () -> viewport(field).getHeight() < before);
        WindowDriver.onEventThread(() -> field); // what listens to that has heard of it
    }

    private static void scroll(Component field, int to) {
        WindowDriver.onEventThread(() -> {
            ((JScrollPane) viewport(field).getParent()).getVerticalScrollBar().setValue(to);
            return field;
        });
    }

    /** So far that the field is the last that is seen. */
    private static void scrollToTheEdge(Component field) {
        JViewport viewport = WindowDriver.onEventThread(() -> viewport(field));
        int bottom = WindowDriver.onEventThread(() -> place(field) + field.getHeight());
        scroll(field, bottom - viewport.getHeight());
    }

    private static boolean isSeen(Component field) {
        JViewport viewport = viewport(field);
        int top = viewport.getViewPosition().y;
        return place(field) >= top && place(field) + field.getHeight() <= top + viewport.getHeight();
    }

    private static int place(Component field) {
        return SwingUtilities.convertPoint(field, 0, 0, viewport(field).getView()).y;
    }

    private static JViewport viewport(Component field) {
        return (JViewport) SwingUtilities.getAncestorOfClass(JViewport.class, field);
    }
}
