package loralei.gui.tryit;

import java.awt.Desktop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where pictures go that a person deletes. Asked in the background. */
public interface Trash {
    /** Whether what is deleted can be brought back. */
    boolean keeps();

    /** Takes a file away. */
    void take(Path file) throws IOException;

    /** The trash of the desktop, where it has one that Java can use; else files are gone. */
    static Trash ofDesktop() {
        return new Trash() {
            @Override
            public boolean keeps() {
                return Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.MOVE_TO_TRASH);
            }

            @Override
            public void take(Path file) throws IOException {
                Path whole = file.toAbsolutePath();
                if (!keeps()) {
                    Files.deleteIfExists(whole);
                } else if (!Desktop.getDesktop().moveToTrash(whole.toFile())) {
                    throw new IOException("the trash did not take " + whole);
                }
            }
        };
    }
}
