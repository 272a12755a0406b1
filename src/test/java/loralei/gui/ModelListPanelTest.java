package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.swing.JButton;
import javax.swing.JTable;
import javax.swing.SwingUtilities;
import loralei.config.Family;
import loralei.job.ListedModel;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of base models, without a window. */
class ModelListPanelTest {
    private final List<Path> folders = new ArrayList<>(List.of(Path.of("a")));
    private final List<List<Path>> asked = new ArrayList<>();
    private final List<Optional<Path>> answers = new ArrayList<>();
    private ModelListPanel panel;

    private static <T> T onEventThread(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        SwingUtilities.invokeAndWait(future);
        return future.get();
    }

    static ListedModel model(String name, Family family, String objection) {
        return new ListedModel(
                name,
                Path.of("models", name),
                Path.of("models"),
                Optional.ofNullable(family),
                true,
                false,
                2_132_625_612L,
                objection.isEmpty() ? Optional.empty() : Optional.of(Message.text(objection)));
    }

    private static List<ListedModel> all() {
        return List.of(
                model("dream", Family.SD15, ""),
                model("pony", Family.SDXL, ""),
                model("flux", null, "a base model: FLUX"));
    }

    @BeforeEach
    void build() throws Exception {
        panel = onEventThread(() -> new ModelListPanel(
                Family.SDXL,
                Runnable::run,
                named -> {
                    asked.add(List.copyOf(named));
                    return all();
                },
                (owner, title, start, files) -> Optional.of(Path.of("b")),
                new ModelListPanel.Folders() {
                    @Override
                    public List<Path> all() {
                        return List.copyOf(folders);
                    }

                    @Override
                    public void add(Path folder) {
                        folders.add(folder);
                    }

                    @Override
                    public void remove(Path folder) {
                        folders.remove(folder);
                    }
                }));
        panel.onAnswer(answers::add);
        onEventThread(() -> null); // the answer comes behind the question
    }

    private Object cell(int row, int column) throws Exception {
        return onEventThread(() -> panel.table().getValueAt(row, column));
    }

    private void select(int row) throws Exception {
        onEventThread(() -> {
            panel.table().setRowSelectionInterval(row, row);
            return null;
        });
    }

    private void press(JButton button) throws Exception {
        onEventThread(() -> {
            button.doClick();
            return null;
        });
    }

    @Test
    void thoseOfTheTabComeFirstAndTheOthersSayWhyNot() throws Exception {
        assertThat(List.of(cell(0, 0), cell(1, 0), cell(2, 0))).containsExactly("pony", "dream", "flux");
        assertThat(cell(1, 2).toString()).contains("SD1.5");
        assertThat(cell(2, 2)).isEqualTo("a base model: FLUX");
        assertThat(cell(0, 3)).isEqualTo("2.1 GB");
    }

    @Test
    void onlyThoseOfTheTabCanBeChosen() throws Exception {
        assertThat(panel.choose().isEnabled()).isTrue(); // the first is marked
        select(2);
        assertThat(panel.choose().isEnabled()).isFalse();
        select(0);
        press(panel.choose());
        assertThat(answers).containsExactly(Optional.of(Path.of("models", "pony")));
        press(panel.close());
        assertThat(answers).hasSize(2).last().isEqualTo(Optional.empty());
    }

    @Test
    void aFolderThatIsAddedIsKeptAndLookedThrough() throws Exception {
        JButton add = onEventThread(() -> (JButton) find("addModelFolder"));
        press(add);
        assertThat(folders).containsExactly(Path.of("a"), Path.of("b"));
        assertThat(asked).containsExactly(List.of(Path.of("a")), List.of(Path.of("a"), Path.of("b")));
    }

    private java.awt.Component find(String name) {
        return java.util.Arrays.stream(panel.component().getComponents())
                .filter(component -> name.equals(component.getName()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCannotBeChosenIsGrey() throws Exception {
        JTable table = panel.table();
        onEventThread(() -> {
            table.clearSelection();
            table.setSize(700, 200);
            table.paint(new BufferedImage(700, 200, BufferedImage.TYPE_INT_RGB).getGraphics());
            return null;
        });
        java.awt.Color usable = onEventThread(
                () -> table.prepareRenderer(table.getCellRenderer(0, 0), 0, 0).getForeground());
        java.awt.Color other = onEventThread(
                () -> table.prepareRenderer(table.getCellRenderer(2, 0), 2, 0).getForeground());
        assertThat(other).isNotEqualTo(usable);
    }
}
