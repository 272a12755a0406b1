package loralei.gui.entry;

import java.awt.Component;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JSlider;
import loralei.config.SettingType;
import loralei.gui.form.PathChooser;
import loralei.gui.form.PathEditor;
import loralei.gui.form.Severity;
import loralei.gui.form.TextEditor;
import loralei.gui.state.TryState;
import loralei.gui.widget.Buttons;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** A LoRA in a list: its file, how strong it is, and what it is. */
public final class LoraRow {
    private static final int PARTS = 100;

    /** What the row is a part of. */
    interface Owner {
        /** The person changed something. */
        void edited();

        /** The person wants the row to go. */
        void remove(LoraRow row);

        /** The person has dropped several files on a row at once. */
        void dropped(LoraRow row, List<Path> files);
    }

    private final Texts texts;
    private final Field file;
    private final Field weight;
    private final PathEditor path;
    private final LoraRows.Kind kind;
    private final JSlider slider;
    private final JPanel panel =
            new JPanel(new MigLayout("insets 0, gapy 0, fillx, hidemode 3", "[][grow,fill]rel[]rel[]", "[]4[]4[]"));
    private boolean showing;

    LoraRow(Texts texts, LoraRows.Kind kind, int number, Supplier<List<Path>> known, Owner owner) {
        this.texts = texts;
        this.kind = kind;
        slider = new JSlider((int) (kind.least() * PARTS), (int) (kind.most() * PARTS), PARTS);
        path = new PathEditor(texts.part("form"), PathChooser::swing, true, texts.get("lora.choose"))
                .withSeveral(files -> owner.dropped(this, files))
                .withRecent(texts.get("lora.known"), known);
        file = new Field(texts, "lora", kind.prefix() + "-lora-" + number, path);
        weight = new Field(texts, "weight", kind.prefix() + "-weight-" + number, TextEditor.ofNumber());
        slider.setName(kind.prefix() + "-slider-" + number);
        slider.getAccessibleContext().setAccessibleName(texts.get("weight.label"));
        slider.setToolTipText(texts.get("weight.help"));
        slider.setMajorTickSpacing(PARTS / 2);
        slider.setPaintTicks(true);
        JButton remove =
                Buttons.quiet(texts, "lora.remove", kind.prefix() + "-remove-" + number, () -> owner.remove(this));
        remove.getAccessibleContext().setAccessibleName(texts.get("lora.remove.help"));
        panel.setOpaque(false);
        panel.add(path.component(), "span 3, growx, wmin 40");
        panel.add(remove, "wrap");
        panel.add(weight.label());
        panel.add(slider, "growx, wmin 40");
        panel.add(weight.editor().component(), "span 2, growx, wrap");
        panel.add(file.note(), "span, growx, wmin 20, wrap");
        panel.add(weight.note(), "span, growx, wmin 20");
        file.editor().onEdit(owner::edited);
        weight.editor().onEdit(() -> {
            slide();
            owner.edited();
        });
        slider.addChangeListener(event -> {
            if (!showing) {
                weight.editor().show(SettingType.NUMBER.toText(slider.getValue() / (double) PARTS));
                owner.edited();
            }
        });
        show(new TryState.Lora("", "1"));
    }

    JComponent component() {
        return panel;
    }

    /** Where the file is entered. */
    public Component field() {
        return file.editor().field();
    }

    /** What is entered. */
    public TryState.Lora entry() {
        return new TryState.Lora(
                file.editor().text().strip(), weight.editor().text().strip());
    }

    boolean isEmpty() {
        return entry().file().isEmpty();
    }

    void show(TryState.Lora lora) {
        file.editor().show(lora.file());
        weight.editor().show(lora.weight());
        slide();
    }

    /** Enters a file as if it had been typed. */
    void take(Path lora) {
        path.take(lora);
    }

    /** Shows what was found in the file. */
    public void show(Finding finding) {
        file.say(finding.severity(), finding.text());
    }

    /** Shows whether the weight is one; tells whether it is. */
    public boolean check() {
        boolean good = kind.allows(weight.editor().text());
        weight.say(Severity.BAD, good ? "" : texts.get("problem.weight"));
        return good;
    }

    /** The field that is wrong if the weight is. */
    public Component weightField() {
        return weight.editor().field();
    }

    private void slide() {
        SettingType.NUMBER.fromText(weight.editor().text()).ifPresent(number -> {
            showing = true;
            slider.setValue((int) Math.round(number * PARTS));
            showing = false;
        });
    }
}
