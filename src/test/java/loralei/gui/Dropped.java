package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Point;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DropTargetContext;
import java.awt.dnd.DropTargetDropEvent;
import java.nio.file.Path;
import java.util.List;

/** What the system tells a component when files are dropped on it. */
final class Dropped extends DropTargetDropEvent {
    private static final long serialVersionUID = 1L;

    private final transient Transferable files;

    private Dropped(DropTargetContext context, List<Path> paths) {
        super(context, new Point(), DnDConstants.ACTION_COPY, DnDConstants.ACTION_COPY);
        files = new ConceptsTour.FileList(paths);
    }

    /** Drops files as a file manager would. */
    static void on(Component component, List<Path> paths) {
        WindowDriver.onEventThread(() -> {
            component.getDropTarget().drop(new Dropped(component.getDropTarget().getDropTargetContext(), paths));
            return component;
        });
    }

    @Override
    public boolean isDataFlavorSupported(DataFlavor flavor) {
        return files.isDataFlavorSupported(flavor);
    }

    @Override
    public Transferable getTransferable() {
        return files;
    }

    @Override
    public void acceptDrop(int action) {}

    @Override
    public void dropComplete(boolean success) {
        assertThat(success).isTrue();
    }
}
