package loralei.gui.error;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.swing.JDialog;
import javax.swing.KeyStroke;
import loralei.config.UserError;
import loralei.gui.NeedsDisplay;
import loralei.text.Message;
import org.junit.jupiter.api.Test;

@NeedsDisplay
class DialogsOnScreenTest {
    private static final long PATIENCE_SECONDS = 20;

    private final SwingDialogs dialogs = new SwingDialogs(Optional::empty);

    @Test
    void enterMeansYesAndEscapeMeansNo() throws Exception {
        assertThat(answerTo(DialogsOnScreenTest::enter)).isTrue();
        assertThat(answerTo(DialogsOnScreenTest::escape)).isFalse();
        assertThat(answerTo(JDialog::dispose)).isFalse();
    }

    @Test
    void noDialogIsLargerThanTheScreenAndEnterAndEscapeCloseIt() throws Exception {
        UserError failure =
                UserError.run(Message.text("It failed. ".repeat(2000)), Message.text("Try again. ".repeat(2000)));
        for (Consumer<JDialog> close : Stream.<Consumer<JDialog>>of(
                        DialogsOnScreenTest::enter, DialogsOnScreenTest::escape)
                .toList()) {
            dialogs.error("Long", failure);
            AtomicReference<JDialog> shown = new AtomicReference<>();
            withDialog(dialog -> {
                assertThat(dialog.getSize().height)
                        .isLessThanOrEqualTo(GraphicsEnvironment.getLocalGraphicsEnvironment()
                                .getMaximumWindowBounds()
                                .height);
                shown.set(dialog);
                close.accept(dialog);
            });
            doOnEventThread(() -> assertThat(shown.get().isShowing()).isFalse());
        }
    }

    private boolean answerTo(Consumer<JDialog> answer) throws Exception {
        CompletableFuture<Boolean> answered =
                CompletableFuture.supplyAsync(() -> dialogs.confirm("Sure", "Really?", "Yes", "No"));
        withDialog(answer);
        return answered.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void withDialog(Consumer<JDialog> task) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        AtomicReference<Optional<JDialog>> found = new AtomicReference<>(Optional.empty());
        while (found.get().isEmpty() && System.nanoTime() < deadline) {
            doOnEventThread(() -> found.set(Stream.of(Window.getWindows())
                    .filter(Window::isShowing)
                    .filter(JDialog.class::isInstance)
                    .map(JDialog.class::cast)
                    .findFirst()));
        }
        JDialog dialog = found.get().orElseThrow();
        doOnEventThread(() -> task.accept(dialog));
    }

    private static void enter(JDialog dialog) {
        dialog.getRootPane().getDefaultButton().doClick(0);
    }

    private static void escape(JDialog dialog) {
        KeyStroke key = KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0);
        dialog.getRootPane().getActionForKeyStroke(key).actionPerformed(null);
    }
}
