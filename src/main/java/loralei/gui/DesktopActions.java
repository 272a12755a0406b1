package loralei.gui;

import java.awt.Desktop;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.text.Message;
import loralei.text.Texts;

/** What the desktop around the window is asked for. */
final class DesktopActions {
    private final Dialogs dialogs;
    private final Executor background;
    private final Texts texts = Texts.of("window");

    DesktopActions(Dialogs dialogs, Executor background) {
        this.dialogs = dialogs;
        this.background = background;
    }

    /** Shows a folder in the system's file manager; tells where it is if there is none. */
    void openFolder(Path folder) {
        background.execute(() -> {
            Path whole = folder.toAbsolutePath().normalize();
            try {
                if (!Desktop.isDesktopSupported() || !Desktop.getDesktop().isSupported(Desktop.Action.OPEN)) {
                    throw new IOException("the desktop opens no folders");
                }
                Desktop.getDesktop().open(whole.toFile());
            } catch (IOException | IllegalArgumentException e) {
                dialogs.error(
                        texts.get("folder.title"),
                        UserError.run(Message.of("window.folder.failed", whole), Message.of("window.folder.remedy"))
                                .causedBy(e));
            }
        });
    }

    /** Puts a text into the clipboard. */
    void copy(String text) {
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(text), null);
    }
}
