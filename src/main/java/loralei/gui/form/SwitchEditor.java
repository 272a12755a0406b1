package loralei.gui.form;

import javax.swing.JCheckBox;
import javax.swing.JComponent;

/** A check box, which carries its label itself. */
public final class SwitchEditor implements Editor {
    private final JCheckBox box;

    /** A switch that is off. */
    public SwitchEditor(String label) {
        box = new JCheckBox(label);
    }

    /** Sets the key that works the switch with Alt. */
    void setMnemonic(char letter) {
        box.setMnemonic(letter);
    }

    @Override
    public JComponent component() {
        return box;
    }

    @Override
    public JComponent field() {
        return box;
    }

    @Override
    public String text() {
        return String.valueOf(box.isSelected());
    }

    @Override
    public void show(String text) {
        box.setSelected(Boolean.parseBoolean(text)); // fires no action
    }

    @Override
    public void onEdit(Runnable listener) {
        box.addActionListener(event -> listener.run());
    }

    @Override
    public boolean wide() {
        return false;
    }
}
