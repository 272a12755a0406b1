package loralei.gui.demo;

import java.awt.BorderLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSeparator;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** One sentence and one button, for whoever opens the window the first time. Takes no room where it is not shown. */
public final class DemoInvitation {
    private static final int WIDTH = 400;

    private final JPanel panel = new JPanel(new BorderLayout());

    /**
     * Builds it, hidden.
     *
     * @param start starts the demonstration
     */
    public DemoInvitation(Runnable start) {
        Texts texts = Texts.of("demo");
        JLabel title = new JLabel(texts.get("invite.title"));
        title.putClientProperty("FlatLaf.styleClass", "h2");
        JButton button = Buttons.button(texts, "invite.start", "tryDemo", start);
        Buttons.prominent(button);
        JPanel card =
                new JPanel(new MigLayout("insets 14lp 14lp 12lp 16lp, fillx, wrap 1", "[grow,fill]", "[]4[]rel[]"));
        card.add(title);
        card.add(WrappedText.of("demoText", texts.get("invite.text"), "", WIDTH), "wmin 0");
        card.add(button, "growx 0, hmin 32lp");
        panel.add(card);
        panel.add(new JSeparator(), BorderLayout.SOUTH);
        panel.setVisible(false);
    }

    /** What is shown above the run. */
    public JComponent component() {
        return panel;
    }

    /** Shows or hides it. */
    public void setShown(boolean shown) {
        panel.setVisible(shown);
    }
}
