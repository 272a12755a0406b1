package loralei.gui.run;

import javax.swing.JButton;
import loralei.text.Texts;

/** Buttons with text, mnemonic, tooltip and name. */
final class Buttons {
    private Buttons() {}

    /**
     * A button.
     *
     * @param key of its text; KEY.mnemonic and KEY.help are used where they exist
     * @param name of the component
     * @param action what it does
     */
    static JButton button(Texts texts, String key, String name, Runnable action) {
        JButton button = new JButton(texts.get(key));
        button.setName(name);
        if (texts.has(key + ".mnemonic")) {
            button.setMnemonic(texts.get(key + ".mnemonic").charAt(0));
        }
        if (texts.has(key + ".help")) {
            button.setToolTipText(texts.get(key + ".help"));
        }
        button.addActionListener(e -> action.run());
        return button;
    }

    /** A button without a frame, for what is asked for seldom. */
    static JButton quiet(Texts texts, String key, String name, Runnable action) {
        JButton button = button(texts, key, name, action);
        button.putClientProperty("JButton.buttonType", "borderless");
        return button;
    }
}
