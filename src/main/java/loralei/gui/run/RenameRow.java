package loralei.gui.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import loralei.config.UserError;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Message;
import loralei.text.Texts;

/** The field and button that give the finished LoRA another name, with what is wrong under the field. */
final class RenameRow {
    private static final int NOTE_WIDTH = 300;

    private final Texts texts;
    private final LoraRename rename;
    private final Executor background;
    private final BiConsumer<Path, Path> renamed;
    private final JLabel label;
    private final JTextField field = new JTextField();
    private final JButton button;
    private final JTextArea note = WrappedText.of("renameNote", "", "small", NOTE_WIDTH);
    private Path lora = Path.of("");

    /**
     * A row without a file yet.
     *
     * @param renamed told of old and new path on the event thread
     */
    RenameRow(Locale locale, Executor background, BiConsumer<Path, Path> renamed) {
        this.texts = Texts.of("run", locale);
        this.rename = new LoraRename();
        this.background = background;
        this.renamed = renamed;
        label = new JLabel(texts.get("result.rename"));
        label.setLabelFor(field);
        label.setDisplayedMnemonic(texts.get("result.rename.mnemonic").charAt(0));
        field.setName("loraName");
        field.setToolTipText(texts.get("result.rename.help"));
        button = Buttons.button(texts, "result.rename.button", "rename", this::rename);
        button.setToolTipText(texts.get("result.rename.help"));
        field.addActionListener(e -> rename());
        note.setVisible(false);
    }

    /** Adds label, field and button, and the note under the field, to a form of three columns. */
    void addTo(JPanel form) {
        form.add(label);
        form.add(field, "growx, wmin 80lp");
        form.add(button, "growx, wrap");
        form.add(note, "skip, span, growx, wmin 0, hidemode 2, wrap"); // its row stays, for the gaps around it
    }

    void show(Path finished) {
        if (!finished.equals(lora)) {
            lora = finished;
            field.setText(LoraRename.nameOf(finished));
            tell("", false);
        }
    }

    private void rename() {
        Path from = lora;
        String name = field.getText();
        button.setEnabled(false);
        background.execute(() -> {
            try {
                Path to = rename.rename(from, name);
                SwingUtilities.invokeLater(() -> done(from, to));
            } catch (UserError e) {
                SwingUtilities.invokeLater(() -> refused(e));
            }
        });
    }

    private void done(Path from, Path to) {
        button.setEnabled(true);
        show(to);
        tell(to.equals(from) ? "" : texts.get("result.renamed"), false);
        if (!to.equals(from)) {
            renamed.accept(from, to);
        }
    }

    private void refused(UserError error) {
        button.setEnabled(true);
        tell(texts.say(Message.of(error)), true);
        field.requestFocusInWindow();
    }

    private void tell(String text, boolean wrong) {
        field.putClientProperty("JComponent.outline", wrong ? "error" : null);
        TextColour.apply(note, wrong ? TextColour.BAD : TextColour.MUTED);
        note.setText(text);
        note.setVisible(!text.isEmpty());
        field.getAccessibleContext().setAccessibleDescription(text);
    }
}
