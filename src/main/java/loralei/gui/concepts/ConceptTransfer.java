package loralei.gui.concepts;

import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.TransferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders that are dropped on the list or pasted into it, and rows that are dragged to another place. */
final class ConceptTransfer extends TransferHandler {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ConceptTransfer.class);
    private static final DataFlavor ROWS = new DataFlavor(Rows.class, "rows");

    /** What the list does. */
    interface Owner {
        /** Takes folders in before a row. */
        void drop(List<Path> paths, int before);

        /** Moves rows before another one. */
        void move(int[] rows, int before);
    }

    private final transient JList<?> list;
    private final transient Owner owner;

    ConceptTransfer(JList<?> list, Owner owner) {
        this.list = list;
        this.owner = owner;
    }

    @Override
    public int getSourceActions(JComponent component) {
        return component == list ? MOVE : NONE;
    }

    @Override
    protected Transferable createTransferable(JComponent component) {
        return new Rows(list.getSelectedIndices());
    }

    @Override
    public boolean canImport(TransferSupport support) {
        if (support.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
            if (support.isDrop() && (support.getSourceDropActions() & COPY) != 0) {
                support.setDropAction(COPY); // of a folder that is to be moved the file manager would wait for its end
            }
            return true;
        }
        return support.isDataFlavorSupported(ROWS) && support.getComponent() == list;
    }

    @Override
    public boolean importData(TransferSupport support) {
        if (!canImport(support)) {
            return false;
        }
        int before = list.getModel().getSize();
        if (support.isDrop()
                && support.getDropLocation() instanceof JList.DropLocation place
                && place.getIndex() >= 0) {
            before = place.getIndex();
        }
        try {
            Transferable what = support.getTransferable();
            if (what.isDataFlavorSupported(ROWS)) {
                owner.move(((Rows) what.getTransferData(ROWS)).indices, before);
                return true;
            }
            List<?> files = (List<?>) what.getTransferData(DataFlavor.javaFileListFlavor);
            List<Path> paths =
                    files.stream().map(file -> ((File) file).toPath()).toList();
            if (!paths.isEmpty()) {
                owner.drop(paths, before);
            }
            return !paths.isEmpty();
        } catch (UnsupportedFlavorException | IOException e) {
            LOG.warn("what was dropped cannot be read", e);
            return false;
        }
    }

    /** Rows on their way. */
    private static final class Rows implements Transferable {
        private final int[] indices;

        Rows(int... indices) {
            this.indices = indices;
        }

        @Override
        public DataFlavor[] getTransferDataFlavors() {
            return new DataFlavor[] {ROWS};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
            return flavor.equals(ROWS);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) throws UnsupportedFlavorException {
            if (!isDataFlavorSupported(flavor)) {
                throw new UnsupportedFlavorException(flavor);
            }
            return this;
        }
    }
}
