package loralei.gui;

import javax.swing.SwingUtilities;
import loralei.config.ConfigFolder;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.state.WindowStateStore;
import loralei.text.Message;
import loralei.text.Texts;

/** Tells once where what the window remembers cannot be read or kept. For the event thread only. */
final class StateTrouble {
    private final WindowStateStore store;
    private final Dialogs dialogs;
    private final Texts texts = Texts.of("window");
    private boolean told;

    StateTrouble(WindowStateStore store, Dialogs dialogs) {
        this.store = store;
        this.dialogs = dialogs;
    }

    /** What could not be read at the start. */
    void tellSetAside() {
        store.setAside()
                .ifPresent(aside -> dialogs.error(
                        texts.get("settings.title"),
                        UserError.run(aside.message(), Message.of("window.settings.remedy"))));
    }

    /** Says once that nothing is remembered. Later, for the timer that looks must not wait for the answer. */
    void poll() {
        if (!told) {
            store.trouble().ifPresent(this::tell);
        }
    }

    private void tell(Exception trouble) {
        told = true;
        SwingUtilities.invokeLater(() -> dialogs.error(
                texts.get("settings.title"),
                UserError.run(
                                Message.of("window.settings.unsaved", ConfigFolder.ofThisUser()),
                                FileFailure.of(trouble).whole())
                        .causedBy(trouble)));
    }
}
