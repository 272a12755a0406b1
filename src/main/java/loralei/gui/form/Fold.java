package loralei.gui.form;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.JToggleButton;
import javax.swing.SwingConstants;

/** A heading that shows and hides what is below it. */
final class Fold {
    private final JToggleButton toggle;
    private final List<Consumer<Boolean>> listeners = new ArrayList<>();

    Fold(String name, String text, char mnemonic) {
        toggle = new JToggleButton(text);
        toggle.setName(name);
        toggle.setMnemonic(mnemonic);
        toggle.setIcon(new Angle(toggle::isSelected));
        toggle.setHorizontalAlignment(SwingConstants.LEADING);
        toggle.putClientProperty("JButton.buttonType", "borderless");
        toggle.putClientProperty(
                "FlatLaf.style",
                "font: $h3.font; selectedBackground: null; toolbar.selectedBackground: null;"
                        + " margin: 2,0,2,6; iconTextGap: 6");
        toggle.addItemListener(event -> listeners.forEach(listener -> listener.accept(isOpen())));
    }

    JComponent component() {
        return toggle;
    }

    boolean isOpen() {
        return toggle.isSelected();
    }

    void setOpen(boolean open) {
        toggle.setSelected(open);
    }

    /** Has a listener told whether the fold is open, now and whenever that changes. */
    void listen(Consumer<Boolean> listener) {
        listeners.add(listener);
        listener.accept(isOpen());
    }
}
