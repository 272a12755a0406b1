package loralei.gui.tryit;

import java.util.OptionalLong;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import loralei.gui.form.Editor;
import loralei.gui.form.TextEditor;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** A seed: a number, or a new one each time; and the way back to the last one. */
final class SeedEditor implements Editor {
    /** For all seeds. */
    private static final int COLUMNS = 10;

    private final TextEditor line = TextEditor.ofNumber();
    private final JButton again;
    private final JPanel panel = new JPanel(new MigLayout("insets 0", "[]rel[]rel[]"));
    private OptionalLong last = OptionalLong.empty();

    SeedEditor(Texts texts) {
        line.field().setColumns(COLUMNS);
        line.field().putClientProperty("JTextField.placeholderText", texts.get("seed.none"));
        again = Buttons.button(
                texts, "seed.again", "try-seedAgain", () -> last.ifPresent(seed -> line.enter(String.valueOf(seed))));
        again.setEnabled(false);
        panel.setOpaque(false);
        panel.add(line.component());
        panel.add(Buttons.button(texts, "seed.random", "try-seedRandom", () -> line.enter("")));
        panel.add(again);
    }

    /** Keeps a seed that was drawn with. */
    void offer(long seed) {
        last = OptionalLong.of(seed);
        again.setEnabled(true);
    }

    @Override
    public JComponent component() {
        return panel;
    }

    @Override
    public JComponent field() {
        return line.field();
    }

    @Override
    public String text() {
        return line.text();
    }

    @Override
    public void show(String text) {
        line.show(text);
    }

    @Override
    public void onEdit(Runnable listener) {
        line.onEdit(listener);
    }
}
