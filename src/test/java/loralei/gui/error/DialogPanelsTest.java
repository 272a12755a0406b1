package loralei.gui.error;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;
import org.junit.jupiter.api.Test;

class DialogPanelsTest {
    private final List<String> happened = new ArrayList<>();

    @Test
    void aFailureIsShownWithItsRemedy() throws Exception {
        doOnEventThread(() -> {
            Container panel = errorPanel("Try this.");
            assertThat(text(panel, "headline")).isEqualTo("It failed.");
            assertThat(text(panel, "remedy")).isEqualTo("Try this.");
        });
    }

    @Test
    void whereNothingCanBeTriedNothingIsSaidOfIt() throws Exception {
        doOnEventThread(() -> assertThat(find(errorPanel(""), "remedy")).isEmpty());
    }

    @Test
    void detailsOpenOnRequestOnly() throws Exception {
        doOnEventThread(() -> {
            Container panel = errorPanel("");
            Component scroll = SwingUtilities.getAncestorOfClass(
                    javax.swing.JScrollPane.class, find(panel, "report").orElseThrow());
            assertThat(scroll.isVisible()).isFalse();
            press(panel, "details");
            assertThat(scroll.isVisible()).isTrue();
            assertThat(happened).containsExactly("resized");
        });
    }

    @Test
    void theReportIsCopiedAndTheDialogClosed() throws Exception {
        doOnEventThread(() -> {
            Container panel = errorPanel("");
            press(panel, "copy");
            press(panel, "close");
            assertThat(happened).containsExactly("copied the report", "closed");
        });
    }

    @Test
    void allAnswersArrive() throws Exception {
        doOnEventThread(() -> {
            ConfirmPanel panel = new ConfirmPanel(
                    "Which?",
                    List.of("Go on", "Begin anew"),
                    "Cancel",
                    way -> happened.add(way.isPresent() ? "way " + way.getAsInt() : "none"));
            assertThat(panel.yes().getText()).isEqualTo("Go on");
            press((Container) panel.component(), "yes");
            press((Container) panel.component(), "other");
            press((Container) panel.component(), "no");
            assertThat(happened).containsExactly("way 0", "way 1", "none");
        });
    }

    private Container errorPanel(String remedy) {
        return new ErrorPanel(
                        new Explanation("It failed.", remedy, "the report"),
                        text -> happened.add("copied " + text),
                        () -> happened.add("resized"),
                        () -> happened.add("closed"))
                .component();
    }

    private static String text(Container panel, String name) {
        return ((JTextComponent) find(panel, name).orElseThrow()).getText();
    }

    private static void press(Container panel, String name) {
        ((AbstractButton) find(panel, name).orElseThrow()).doClick();
    }

    private static Optional<Component> find(Container parent, String name) {
        return Stream.of(parent.getComponents())
                .flatMap(child -> name.equals(child.getName())
                        ? Stream.of(child)
                        : child instanceof Container inner ? find(inner, name).stream() : Stream.empty())
                .findFirst();
    }
}
