package loralei.gui.widget;

import javax.swing.AbstractButton;
import javax.swing.JButton;
import loralei.text.Texts;

/** Buttons and items of menus with text, mnemonic, tooltip and name. */
public final class Buttons {
    private static final String PROMINENT = "background: $Component.accentColor; foreground: #fff;"
            + " focusedBackground: $Component.accentColor; hoverBackground: lighten($Component.accentColor,5%);"
            + " pressedBackground: darken($Component.accentColor,5%); borderColor: $Component.accentColor;"
            + " disabledText: $Label.disabledForeground; font: bold";

    private Buttons() {}

    /**
     * A button.
     *
     * @param key of its text; KEY.mnemonic and KEY.help are used where they exist
     * @param name of the component
     * @param action what it does
     */
    public static JButton button(Texts texts, String key, String name, Runnable action) {
        return named(new JButton(), texts, key, name, action);
    }

    /** A button without a frame, for what is asked for seldom. */
    public static JButton quiet(Texts texts, String key, String name, Runnable action) {
        JButton button = button(texts, key, name, action);
        button.putClientProperty("JButton.buttonType", "borderless");
        return button;
    }

    /** Gives a button the looks of the one that matters, without Enter pressing it from every field. */
    public static void prominent(JButton button) {
        button.putClientProperty("FlatLaf.style", PROMINENT);
    }

    /** Gives any button its words, a name, and something to do. */
    public static <B extends AbstractButton> B named(B button, Texts texts, String key, String name, Runnable action) {
        button.setName(name);
        button.addActionListener(event -> action.run());
        return label(button, texts, key);
    }

    /** Gives any button its words. */
    public static <B extends AbstractButton> B label(B button, Texts texts, String key) {
        button.setText(texts.get(key));
        if (texts.has(key + ".mnemonic")) {
            button.setMnemonic(texts.get(key + ".mnemonic").charAt(0));
        }
        if (texts.has(key + ".help")) {
            button.setToolTipText(texts.get(key + ".help"));
        }
        return button;
    }
}
