package loralei.gui.preset;

import java.awt.Component;
import java.awt.Window;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import loralei.config.Problem;
import loralei.gui.error.DialogFrame;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextChanges;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** Asks for the name of a preset, and what it is for. */
final class NamingPanel {
    /**
     * What a person decided.
     *
     * @param name not blank
     * @param reason may be empty
     */
    record Naming(String name, String reason) {}

    private static final int FIELD_WIDTH = 360;

    private final Function<String, Optional<Problem>> check;
    private final Texts texts = Texts.of("preset");
    private final JPanel panel = new JPanel(
            new MigLayout("insets dialog, fillx, wrap 2", "[]rel[grow,fill,360lp::]", "[]2lp[]2lp[]unrel[]"));
    private final JTextField name = new JTextField();
    private final JTextField reason = new JTextField();
    private final JTextArea problem = WrappedText.of("problem", "", "small", FIELD_WIDTH);
    private final JButton save;
    private final JButton cancel;

    /**
     * Builds the panel.
     *
     * @param check what speaks against a name
     * @param answered gets what the person decided
     */
    NamingPanel(Function<String, Optional<Problem>> check, Consumer<Optional<Naming>> answered) {
        this.check = check;
        save = Buttons.button(
                texts,
                "save.yes",
                "save",
                () -> answered.accept(
                        Optional.of(new Naming(name.getText(), reason.getText().strip()))));
        cancel = Buttons.button(texts, "no", "cancel", () -> answered.accept(Optional.empty()));
        row("name", name);
        TextColour.apply(problem, TextColour.BAD);
        panel.add(problem, "skip 1, wmin 0, hmin 30lp"); // room for two lines, so that nothing moves
        row("reason", reason);
        panel.add(save, "span 2, split 2, tag ok, sizegroup answers");
        panel.add(cancel, "tag cancel, sizegroup answers");
        TextChanges.in(name, this::check);
        check();
    }

    /**
     * Asks in a dialog; empty where the person gave up. On the event thread.
     *
     * @param owner what the preset is saved from
     * @param check what speaks against a name
     */
    static Optional<Naming> ask(Component owner, Function<String, Optional<Problem>> check) {
        AtomicReference<Optional<Naming>> answer = new AtomicReference<>(Optional.empty());
        Optional<Window> window = Optional.ofNullable(SwingUtilities.getWindowAncestor(owner));
        DialogFrame frame = new DialogFrame(window, Texts.of("preset").get("save.title"));
        NamingPanel panel = new NamingPanel(check, named -> {
            answer.set(named);
            frame.close();
        });
        frame.show(panel.component(), panel.save(), panel.cancel());
        return answer.get();
    }

    JComponent component() {
        return panel;
    }

    /** The button that Enter presses. */
    JButton save() {
        return save;
    }

    /** The button that Escape presses. */
    JButton cancel() {
        return cancel;
    }

    private void row(String key, JTextField field) {
        JLabel label = new JLabel(texts.get("naming." + key));
        label.setLabelFor(field);
        label.setDisplayedMnemonic(texts.get("naming." + key + ".mnemonic").charAt(0));
        field.setName(key);
        field.putClientProperty("JTextField.placeholderText", texts.get("naming." + key + ".example"));
        panel.add(label);
        panel.add(field);
    }

    /** An empty name is not wrong yet, only not enough. */
    private void check() {
        Optional<Problem> found = check.apply(name.getText());
        boolean shown = found.isPresent() && !name.getText().isEmpty();
        problem.setText(shown ? texts.get("naming.problem") : "");
        name.putClientProperty("JComponent.outline", shown ? "error" : null);
        save.setEnabled(found.isEmpty());
    }
}
