package loralei.gui.error;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ScrollPaneConstants;
import javax.swing.UIManager;
import loralei.gui.widget.TrackingPanel;
import loralei.gui.widget.WrappedText;
import net.miginfocom.swing.MigLayout;

/** What the dialog of a question shows. */
final class ConfirmPanel {
    private static final int TEXT_WIDTH = 360;

    /** With room for a scroll bar. */
    private static final int WIDTH = TEXT_WIDTH + 16;

    private final JPanel panel =
            new JPanel(new MigLayout("insets dialog, fill, wrap 2", "[]unrel[grow,fill]", "[]unrel[]"));
    private final List<JButton> ways = new ArrayList<>();
    private final JButton no;

    /**
     * Builds the panel.
     *
     * @param question the question
     * @param wayTexts what the buttons for the ways to go say
     * @param noText what the button against all of them says
     * @param answered gets the number of the way; nothing for none
     */
    ConfirmPanel(String question, List<String> wayTexts, String noText, Consumer<OptionalInt> answered) {
        wayTexts.forEach(text -> {
            OptionalInt way = OptionalInt.of(ways.size());
            ways.add(button(ways.isEmpty() ? "yes" : "other", text, () -> answered.accept(way)));
        });
        no = button("no", noText, () -> answered.accept(OptionalInt.empty()));
        JPanel words = new TrackingPanel(new MigLayout("insets 0, fillx", "[grow,fill]", "[]push"));
        words.add(
                WrappedText.of("question", question, "", TEXT_WIDTH),
                "width " + TEXT_WIDTH + "lp:" + TEXT_WIDTH + "lp:");
        JScrollPane scroll = new JScrollPane(
                words,
                ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(null);
        panel.add(new JLabel(UIManager.getIcon("OptionPane.questionIcon")), "aligny top");
        panel.add(scroll, "width " + WIDTH + "lp:" + WIDTH + "lp:, height 40lp:pref:320lp");
        // tags: each system has its own order of these, in one cell
        panel.add(yes(), "span 2, split " + (ways.size() + 1) + ", tag ok, sizegroup answers");
        ways.stream().skip(1).forEach(other -> panel.add(other, "tag no, sizegroup answers"));
        panel.add(no, "tag cancel, sizegroup answers");
        panel.getAccessibleContext().setAccessibleDescription(question);
    }

    JComponent component() {
        return panel;
    }

    /** The button that Enter presses. */
    JButton yes() {
        return ways.get(0);
    }

    /** The button that Escape presses. */
    JButton no() {
        return no;
    }

    private static JButton button(String name, String text, Runnable pressed) {
        JButton button = new JButton(text);
        button.setName(name);
        button.addActionListener(event -> pressed.run());
        return button;
    }
}
