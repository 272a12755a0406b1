package loralei.gui.form;

import javax.swing.JComponent;
import javax.swing.JTextArea;

/** A text under a field, as many lines high as it needs; takes no room while it is empty or folded away. */
final class Note {
    private final JTextArea area = new JTextArea();
    private boolean folded;

    private Note(String name) {
        area.setName(name);
        area.setEditable(false);
        area.setFocusable(false);
        area.setLineWrap(true);
        area.setWrapStyleWord(true);
        area.setOpaque(false);
        area.setBorder(null);
        area.setVisible(false);
        Tone.MUTED.apply(area);
    }

    /** A text in small letters. */
    static Note small(String name) {
        Note note = new Note(name);
        Tone.style(note.area, "small");
        return note;
    }

    /** A text in letters of the usual size. */
    static Note large(String name) {
        return new Note(name);
    }

    JComponent component() {
        return area;
    }

    void show(Tone tone, String text) {
        if (!text.equals(area.getText())) {
            area.setText(text);
            area.getAccessibleContext().setAccessibleName(text);
        }
        tone.apply(area);
        update();
    }

    void clear() {
        show(Tone.MUTED, "");
    }

    void setFolded(boolean now) {
        folded = now;
        update();
    }

    String text() {
        return area.getText();
    }

    private void update() {
        area.setVisible(!folded && !area.getText().isEmpty());
    }
}
