package loralei.gui;

import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.swing.JComboBox;
import javax.swing.JList;
import javax.swing.TransferHandler;
import javax.swing.text.JTextComponent;

/** Walks through the list of several folders. */
final class ConceptsTour {
    private static final Path FOLDERS = Path.of("pictures");
    private static final String LONG = "a folder with a very long name that somebody has chosen with care";

    private final Photographer photographer;
    private final WindowDriver person;
    private final Path demo;

    ConceptsTour(Photographer photographer, Path demo) {
        this.photographer = photographer;
        this.person = photographer.person();
        this.demo = demo;
    }

    void walk() throws IOException {
        folder("10_fsk49 shape", 0, 5);
        folder("3_bgx12 shape", 5, 8);
        folder("shapes", 2, 6);
        folder(LONG + "/and/another folder in it", 1, 2);
        Files.writeString(FOLDERS.resolve("3_bgx12 shape/05.txt"), "bgx12 shape, blue");
        person.enter("baseModel", "models/none");
        person.clickUntil("severalFolders", () -> person.shows("concepts"));
        photographer.take("1-empty");
        drop(List.of(
                FOLDERS.resolve("10_fsk49 shape"),
                FOLDERS.resolve("3_bgx12 shape"),
                FOLDERS.resolve("shapes"),
                FOLDERS.resolve(LONG + "/and/another folder in it")));
        person.waitFor("the pictures", () -> text("conceptsSummary").contains("13"));
        rows().requestFocusInWindow();
        select(2);
        choose("concept-role", 1);
        person.enter("concept-prompt", "shape");
        select(1);
        person.enter("concept-weight", "0.5");
        select(0);
        photographer.take("2-filled");
        select(3);
        person.enter("concept-folder", "/home/ann/pictures/" + LONG + "/" + LONG + "/which/is/not/there");
        photographer.pause(1000);
        person.enter("concept-amount", "many");
        person.enter("concept-resolution", "7");
        person.click("conceptsSave");
        photographer.take("3-errors");
        person.click("conceptsRemove");
        WindowDriver.onEventThread(() -> {
            rows().setSelectedIndices(new int[] {0, 1});
            return null;
        });
        photographer.take("4-two");
        person.escapeFrom("concepts");
        photographer.take("5-form");
    }

    private void folder(String name, int from, int to) throws IOException {
        Path into = Files.createDirectories(FOLDERS.resolve(name));
        try (Stream<Path> all = Files.list(demo.resolve("instance"))) {
            for (Path picture : all.sorted().skip(from).limit(to - from).toList()) {
                Files.copy(picture, into.resolve(picture.getFileName()));
            }
        }
    }

    /** Has folders dropped as a file manager would. */
    static void drop(List<Path> folders) {
        WindowDriver.onEventThread(() -> {
            JList<?> list = rows();
            return list.getTransferHandler()
                    .importData(new TransferHandler.TransferSupport(list, new FileList(folders)));
        });
    }

    private static JList<?> rows() {
        return (JList<?>) WindowDriver.find(c -> "concepts".equals(c.getName())).orElseThrow();
    }

    private void select(int row) {
        WindowDriver.onEventThread(() -> {
            rows().setSelectedIndex(row);
            return null;
        });
    }

    private void choose(String name, int index) {
        JComboBox<?> box = (JComboBox<?>) person.await(name);
        WindowDriver.onEventThread(box::requestFocusInWindow);
        person.press("the choice", () -> box.getSelectedIndex() == index, KeyEvent.VK_DOWN);
    }

    private static String text(String name) {
        return WindowDriver.find(c -> name.equals(c.getName()) && c.isShowing())
                .map(c -> ((JTextComponent) c).getText())
                .orElse("");
    }

    /** What a file manager hands over. */
    record FileList(List<Path> paths) implements Transferable {
        @Override
        public DataFlavor[] getTransferDataFlavors() {
            return new DataFlavor[] {DataFlavor.javaFileListFlavor};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
            return flavor.equals(DataFlavor.javaFileListFlavor);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) throws UnsupportedFlavorException {
            return paths.stream().map(Path::toFile).toList();
        }
    }
}
