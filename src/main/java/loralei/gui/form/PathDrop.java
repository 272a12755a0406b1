package loralei.gui.form;

import java.awt.Component;
import java.awt.GraphicsEnvironment;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DropTarget;
import java.awt.dnd.DropTargetAdapter;
import java.awt.dnd.DropTargetDragEvent;
import java.awt.dnd.DropTargetDropEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files and folders that are dropped on a component; the clipboard of a text field goes on working. */
public final class PathDrop extends DropTargetAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(PathDrop.class);

    private final Consumer<List<Path>> receiver;

    private PathDrop(Consumer<List<Path>> receiver) {
        this.receiver = receiver;
    }

    /** Has what is dropped handed over, never an empty list. */
    public static void on(Component component, Consumer<List<Path>> receiver) {
        if (!GraphicsEnvironment.isHeadless()) {
            component.setDropTarget(new DropTarget(component, DnDConstants.ACTION_COPY, new PathDrop(receiver)));
        }
    }

    @Override
    public void dragEnter(DropTargetDragEvent event) {
        if (event.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
            event.acceptDrag(DnDConstants.ACTION_COPY);
        } else {
            event.rejectDrag();
        }
    }

    @Override
    public void drop(DropTargetDropEvent event) {
        if (!event.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
            event.rejectDrop();
            return;
        }
        event.acceptDrop(DnDConstants.ACTION_COPY);
        try {
            List<?> files = (List<?>) event.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
            List<Path> paths =
                    files.stream().map(file -> ((File) file).toPath()).toList();
            event.dropComplete(!paths.isEmpty());
            if (!paths.isEmpty()) {
                receiver.accept(paths);
            }
        } catch (UnsupportedFlavorException | IOException e) {
            LOG.warn("what was dropped cannot be read", e);
            event.dropComplete(false);
        }
    }
}
