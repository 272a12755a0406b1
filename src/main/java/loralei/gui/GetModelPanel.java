package loralei.gui;

import java.awt.Window;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import loralei.config.UserError;
import loralei.gui.error.DialogFrame;
import loralei.gui.widget.TextChanges;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.job.fetch.Secret;
import loralei.job.hub.ModelAddress;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** Asks which base model to download: the standard one, or that of an address. */
final class GetModelPanel {
    /**
     * What a person decided.
     *
     * @param address where the model is published; empty for the standard one
     * @param token access token, if one was given
     */
    record Wanted(Optional<String> address, Optional<Secret> token) {}

    private static final int WIDTH = 420;

    private final Texts texts = Texts.of("getmodel");
    private final JPanel panel = new JPanel(new MigLayout(
            "insets dialog, fillx, wrap 2", "[]rel[grow,fill," + WIDTH + "lp::]", "[]unrel[]2lp[]2lp[]unrel[]"));
    private final JTextField address = new JTextField();
    private final JPasswordField token = new JPasswordField();
    private final JTextArea problem = WrappedText.of("addressProblem", "", "small", WIDTH);
    private final JButton yes;
    private final JButton no;

    /**
     * Builds the panel.
     *
     * @param standard what there is to say of the standard model
     * @param answered gets what the person decided
     */
    GetModelPanel(String standard, Consumer<Optional<Wanted>> answered) {
        yes = new JButton(texts.get("yes"));
        yes.setName("yes");
        yes.addActionListener(event -> answered.accept(Optional.of(wanted())));
        no = new JButton(texts.get("no"));
        no.setName("no");
        no.addActionListener(event -> answered.accept(Optional.empty()));
        TextColour.apply(problem, TextColour.BAD);
        panel.add(WrappedText.of("question", standard, "", WIDTH), "span 2, growx, wmin 0");
        row("address", address);
        panel.add(problem, "skip 1, growx, wmin 0, hmin 30lp"); // room for two lines, so that nothing moves
        row("token", token);
        panel.add(yes, "span 2, split 2, tag ok, sizegroup answers");
        panel.add(no, "tag cancel, sizegroup answers");
        TextChanges.in(address, this::check);
        TextChanges.in(token, this::check);
        check();
    }

    /** Asks in a dialog; empty where the person does not want any. On the event thread. */
    static Optional<Wanted> ask(Window owner, String title, String standard) {
        AtomicReference<Optional<Wanted>> answer = new AtomicReference<>(Optional.empty());
        DialogFrame frame = new DialogFrame(Optional.of(owner), title);
        GetModelPanel panel = new GetModelPanel(standard, wanted -> {
            answer.set(wanted);
            frame.close();
        });
        frame.show(panel.component(), panel.yes(), panel.no());
        return answer.get();
    }

    JComponent component() {
        return panel;
    }

    /** The button that Enter presses. */
    JButton yes() {
        return yes;
    }

    /** The button that Escape presses. */
    JButton no() {
        return no;
    }

    private void row(String key, JTextField field) {
        JLabel label = new JLabel(texts.get(key));
        label.setLabelFor(field);
        label.setDisplayedMnemonic(texts.get(key + ".mnemonic").charAt(0));
        field.setName("getModel." + key);
        field.putClientProperty("JTextField.placeholderText", texts.get(key + ".example"));
        field.setToolTipText(texts.get(key + ".help"));
        panel.add(label);
        panel.add(field, "wmin 0");
    }

    private Wanted wanted() {
        char[] typed = token.getPassword();
        try {
            return new Wanted(
                    Optional.of(address.getText().strip()).filter(text -> !text.isEmpty()),
                    Secret.of(String.valueOf(typed)));
        } finally {
            Arrays.fill(typed, ' ');
        }
    }

    /** What is wrong is told while it is written, not when the dialog is gone. */
    private void check() {
        String wrong = problem();
        boolean sound = wrong.isEmpty();
        problem.setText(wrong);
        address.putClientProperty("JComponent.outline", sound ? null : "error");
        yes.setEnabled(sound);
    }

    private String problem() {
        try {
            Optional<String> written = wanted().address();
            return written.isEmpty() || ModelAddress.of(written.get()).isPresent() ? "" : texts.get("noAddress");
        } catch (UserError otherPageOrToken) {
            return texts.say(otherPageOrToken.localized());
        }
    }
}
