package loralei.gui.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.FilePicker;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.job.LoraDelivery;
import loralei.text.Message;
import loralei.text.Texts;
import loralei.train.RunFiles;
import net.miginfocom.swing.MigLayout;

/** The row that copies the finished LoRA into the folder of a drawing program, and says where it went. */
final class SendRow {
    private static final int NOTE_WIDTH = 300;

    private final Texts texts;
    private final RunActions actions;
    private final Dialogs dialogs;
    private final FilePicker picker;
    private final Executor background;
    private final JLabel label;
    private final JTextField folder = new JTextField();
    private final JButton send;
    private final JButton open;
    private final JButton other;
    private final JTextArea note = WrappedText.of("sendNote", "", "small", NOTE_WIDTH);
    private final JPanel below = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[]rel[][grow]"));
    private Optional<LoraDelivery.Delivered> delivered = Optional.empty();
    private Optional<Path> lora = Optional.empty();
    private Optional<RunFiles> run = Optional.empty();

    SendRow(Locale locale, RunActions actions, Dialogs dialogs, FilePicker picker, Executor background) {
        this.texts = Texts.of("send", locale);
        this.actions = actions;
        this.dialogs = dialogs;
        this.picker = picker;
        this.background = background;
        label = new JLabel(texts.get("label"));
        label.setLabelFor(folder);
        folder.setName("sendFolder");
        folder.setEditable(false);
        folder.putClientProperty("JTextField.placeholderText", texts.get("placeholder"));
        folder.setToolTipText(texts.get("help"));
        send = Buttons.button(texts, "button", "send", this::send);
        send.setToolTipText(texts.get("help"));
        open = Buttons.button(texts, "open", "sendOpen", this::open);
        other = Buttons.button(texts, "other", "sendOther", this::askAgain);
        below.setOpaque(false);
        below.add(note, "span, growx, wmin 0, wrap");
        below.add(open);
        below.add(other);
    }

    /** Adds label, folder and button, and what came of it below, to a form of three columns. */
    void addTo(JPanel form) {
        form.add(label);
        form.add(folder, "growx, wmin 80lp");
        form.add(send, "growx, wrap");
        form.add(below, "skip, span, growx, wmin 0, hidemode 2, wrap");
    }

    /** Begins anew with another LoRA. */
    void show(Path finished, RunFiles ofRun) {
        if (!Optional.of(finished).equals(lora)) {
            lora = Optional.of(finished);
            run = Optional.of(ofRun);
            delivered = Optional.empty();
            tell("", false);
        }
    }

    private void open() {
        delivered.ifPresent(
                copied -> actions.openFolder(copied.lora().toAbsolutePath().getParent()));
    }

    private void askAgain() {
        ask().ifPresent(this::send);
    }

    private void send() {
        actions.sendFolder().or(this::ask).ifPresent(this::send);
    }

    private Optional<Path> ask() {
        return picker.folder(send, texts.get("title"), actions.sendFolder().orElse(Path.of("")));
    }

    private void send(Path named) {
        if (lora.isEmpty() || run.isEmpty()) {
            return;
        }
        Path from = lora.get();
        RunFiles files = run.get();
        send.setEnabled(false);
        other.setEnabled(false);
        background.execute(() -> {
            try {
                LoraDelivery delivery = new LoraDelivery(from, files, LoraDelivery.folderIn(named));
                Optional<LoraDelivery.Delivered> copied =
                        isAgreed(delivery.inTheWay()) ? Optional.of(delivery.copy()) : Optional.empty();
                SwingUtilities.invokeLater(() -> done(named, copied));
            } catch (UserError e) {
                SwingUtilities.invokeLater(() -> failed(e));
            } catch (RuntimeException e) {
                SwingUtilities.invokeLater(() -> {
                    failed(UserError.run(Message.of(e), Message.text("")));
                    dialogs.error(texts.get("title"), e);
                });
            }
        });
    }

    private boolean isAgreed(List<Path> inTheWay) {
        return inTheWay.isEmpty()
                || dialogs.confirm(
                        texts.get("title"),
                        texts.get(
                                "replace",
                                inTheWay.size(),
                                inTheWay.stream().map(Path::toString).collect(Collectors.joining(", "))),
                        texts.get("replace.yes"),
                        texts.get("replace.no"));
    }

    private void done(Path named, Optional<LoraDelivery.Delivered> copied) {
        send.setEnabled(true);
        other.setEnabled(true);
        actions.rememberSendFolder(named);
        copied.ifPresent(now -> {
            delivered = copied;
            tell(texts.get(now.preview().isPresent() ? "done.preview" : "done", now.lora()), false);
        });
        update();
    }

    private void failed(UserError error) {
        send.setEnabled(true);
        other.setEnabled(true);
        tell(texts.say(Message.of(error)), true);
    }

    private void tell(String text, boolean wrong) {
        TextColour.apply(note, wrong ? TextColour.BAD : TextColour.MUTED);
        note.setText(text);
        note.setVisible(!text.isEmpty());
        folder.getAccessibleContext().setAccessibleDescription(text);
        update();
    }

    private void update() {
        Optional<Path> named = actions.sendFolder();
        folder.setText(
                named.map(path -> path.toAbsolutePath().normalize().toString()).orElse(""));
        open.setVisible(delivered.isPresent());
        other.setVisible(named.isPresent());
        below.setVisible(note.isVisible() || open.isVisible() || other.isVisible());
    }
}
