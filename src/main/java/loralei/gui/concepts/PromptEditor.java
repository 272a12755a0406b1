package loralei.gui.concepts;

import javax.swing.JComponent;
import javax.swing.JPanel;
import loralei.gui.form.Editor;
import loralei.gui.form.PathChooser;
import loralei.gui.form.PathEditor;
import loralei.gui.form.TextEditor;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** A prompt, or the file with the prompts. */
final class PromptEditor implements Editor {
    private final TextEditor prompt;
    private final PathEditor file;
    private final JPanel panel = new JPanel(new MigLayout("insets 0, fillx, hidemode 3", "[grow,fill]", "[]"));
    private boolean isFile;

    /**
     * Builds the field for a prompt.
     *
     * @param placeholder what stands there while it is empty
     */
    PromptEditor(Texts texts, String placeholder) {
        prompt = TextEditor.ofText(placeholder);
        file = new PathEditor(texts.part("form"), PathChooser::swing, true, texts.get("file.choose"));
        panel.setOpaque(false);
        panel.add(prompt.component(), "wmin 60");
        panel.add(file.component(), "wmin 60");
        setFile(false);
    }

    /** Asks for a file, or for a prompt. */
    void setFile(boolean now) {
        isFile = now;
        prompt.component().setVisible(!now);
        file.component().setVisible(now);
    }

    @Override
    public JComponent component() {
        return panel;
    }

    /** The one for a prompt; that for a file is {@link #fileField}. */
    @Override
    public JComponent field() {
        return prompt.field();
    }

    JComponent fileField() {
        return file.field();
    }

    /** The one of both that is seen. */
    JComponent shown() {
        return isFile ? fileField() : field();
    }

    void setEnabled(boolean now) {
        prompt.field().setEnabled(now);
        file.field().setEnabled(now);
        file.browse().setEnabled(now);
    }

    @Override
    public String text() {
        return isFile ? file.text() : prompt.text();
    }

    @Override
    public void show(String text) {
        prompt.show(text);
        file.show(text);
    }

    @Override
    public void onEdit(Runnable listener) {
        prompt.onEdit(listener);
        file.onEdit(listener);
    }
}
