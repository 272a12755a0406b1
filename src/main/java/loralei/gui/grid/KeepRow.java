package loralei.gui.grid;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import loralei.config.SettingType;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.job.GridCell;
import loralei.job.GridColumn;
import loralei.job.LoraCopy;
import loralei.text.Message;
import loralei.text.Texts;

/** Makes the checkpoint of a cell the LoRA to go on with, under a name. For the event thread only. */
final class KeepRow {
    private static final int NOTE_WIDTH = 200;

    private final Texts texts;
    private final Dialogs dialogs;
    private final Executor background;
    private final JTextField name = new JTextField();
    private final JButton button;
    private final JTextArea note = WrappedText.of("keepNote", "", "small", NOTE_WIDTH);
    private Optional<GridCell> shown = Optional.empty();
    private boolean copying;

    KeepRow(Texts texts, Dialogs dialogs, Executor background) {
        this.texts = texts;
        this.dialogs = dialogs;
        this.background = background;
        name.setName("keepName");
        button = Buttons.button(texts, "keep", "keep", this::keep);
        name.addActionListener(event -> keep());
    }

    void addTo(JPanel column) {
        JLabel label = new JLabel(texts.get("keep.name"));
        label.setLabelFor(name);
        column.add(label, "wmin 0");
        column.add(name, "growx, wmin 0");
        column.add(button, "growx, wmin 0");
        column.add(note, "growx, wmin 0");
    }

    /** Is about another cell from now on; a name that the person entered stays as long as the run does. */
    void show(GridCell cell, String run) {
        boolean first = shown.isEmpty();
        shown = Optional.of(cell);
        if (first || name.getText().isBlank()) {
            name.setText(run + "-best");
        }
        boolean possible = cell.lora().isPresent();
        button.setEnabled(possible);
        name.setEnabled(possible);
        tell(possible ? weightOf(cell) : "", false);
    }

    /** Forgets the run. */
    void clear() {
        shown = Optional.empty();
        name.setText("");
    }

    private String weightOf(GridCell cell) {
        return cell.strength() == 1 ? "" : texts.get("keep.weight", SettingType.NUMBER.toText(cell.strength()));
    }

    private void keep() {
        Optional<GridCell> cell = shown.filter(one -> one.lora().isPresent());
        if (cell.isEmpty() || copying) {
            return;
        }
        Path lora = cell.get().lora().orElseThrow();
        String typed = name.getText();
        copying = true; // a disabled button would lose the focus
        background.execute(() -> {
            try {
                Path target = LoraCopy.target(lora, typed);
                boolean same = target.toAbsolutePath().equals(lora.toAbsolutePath());
                boolean taken = !same && Files.exists(target);
                if (!same && !taken) {
                    LoraCopy.copy(lora, target);
                }
                SwingUtilities.invokeLater(() -> answered(cell.get(), target, taken));
            } catch (UserError e) {
                SwingUtilities.invokeLater(() -> refused(e));
            }
        });
    }

    private void answered(GridCell cell, Path target, boolean taken) {
        if (!taken) {
            done(cell, target);
            return;
        }
        boolean agreed = dialogs.confirm(
                texts.get("keep.taken.title"),
                texts.get(
                        "keep.taken",
                        target.getFileName(),
                        cell.lora().orElseThrow().getFileName()),
                texts.get("keep.taken.yes"),
                texts.get("keep.taken.no"));
        if (!agreed) {
            copying = false;
            return;
        }
        background.execute(() -> {
            try {
                LoraCopy.copy(cell.lora().orElseThrow(), target);
                SwingUtilities.invokeLater(() -> done(cell, target));
            } catch (UserError e) {
                SwingUtilities.invokeLater(() -> refused(e));
            }
        });
    }

    private void done(GridCell cell, Path target) {
        copying = false;
        String strength = SettingType.NUMBER.toText(cell.strength());
        String use = cell.strength() == 1
                ? texts.get("keep.asIs")
                : texts.get("keep.use", strength, GridColumn.nameOf(target));
        tell(texts.get("keep.done", target, use), false);
    }

    private void refused(UserError error) {
        copying = false;
        tell(texts.say(Message.of(error)), true);
        name.requestFocusInWindow();
    }

    private void tell(String text, boolean wrong) {
        name.putClientProperty("JComponent.outline", wrong ? "error" : null);
        TextColour.apply(note, wrong ? TextColour.BAD : TextColour.MUTED);
        WrappedText.show(note, text);
        note.setVisible(!text.isEmpty());
    }
}
