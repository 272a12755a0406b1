package loralei.gui.run;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.util.Locale;
import javax.swing.JScrollBar;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;

class LogPaneTest {
    private final RunLog log = new RunLog();

    @Test
    void theLogFollowsItsEnd() throws Exception {
        assertThat(onEventThread(() -> {
                    LogPane pane = shown();
                    write(pane, 100);
                    return isAtEnd(pane);
                }))
                .isTrue();
    }

    @Test
    void whoScrolledUpIsLeftToRead() throws Exception {
        assertThat(onEventThread(() -> {
                    LogPane pane = shown();
                    write(pane, 100);
                    bar(pane).setValue(3);
                    write(pane, 100);
                    return bar(pane).getValue();
                }))
                .isEqualTo(3);
    }

    @Test
    void whoComesBackToTheEndFollowsAgain() throws Exception {
        assertThat(onEventThread(() -> {
                    LogPane pane = shown();
                    write(pane, 100);
                    bar(pane).setValue(3);
                    bar(pane).setValue(bar(pane).getMaximum());
                    write(pane, 100);
                    return isAtEnd(pane);
                }))
                .isTrue();
    }

    @Test
    void aNewThemeLeavesTheLogAtItsEnd() throws Exception {
        LogPane pane = onEventThread(() -> {
            LogPane made = shown();
            write(made, 100);
            SwingUtilities.updateComponentTreeUI(made.component());
            bar(made).setValue(0);
            return made;
        });
        assertThat(onEventThread(() -> {
                    write(pane, 10);
                    return isAtEnd(pane);
                }))
                .isTrue();
    }

    @Test
    void thePanelForgetsWhatTheLogForgets() throws Exception {
        String text = onEventThread(() -> {
            LogPane pane = shown();
            write(pane, RunLog.MOST_LINES);
            write(pane, 10);
            return area(pane).getText();
        });
        assertThat(text.lines()).hasSize(RunLog.MOST_LINES).first().asString().endsWith("  line 10");
    }

    private LogPane shown() {
        LogPane pane = new LogPane(Locale.ENGLISH, log);
        pane.component().setSize(400, 200);
        lay(pane.component());
        return pane;
    }

    private void write(LogPane pane, int lines) {
        for (int i = 0; i < lines; i++) {
            log.add("line " + i);
        }
        pane.refresh();
        lay(pane.component());
    }

    private static void lay(Container container) {
        container.doLayout();
        for (Component child : container.getComponents()) {
            if (child instanceof Container inner) {
                lay(inner);
            }
        }
    }

    private static boolean isAtEnd(LogPane pane) {
        JScrollBar bar = bar(pane);
        return bar.getValue() > 0 && bar.getValue() == bar.getMaximum() - bar.getVisibleAmount();
    }

    private static JScrollBar bar(LogPane pane) {
        return scroll(pane).getVerticalScrollBar();
    }

    private static JTextArea area(LogPane pane) {
        return (JTextArea) scroll(pane).getViewport().getView();
    }

    private static JScrollPane scroll(LogPane pane) {
        return (JScrollPane) pane.component().getComponent(1);
    }
}
