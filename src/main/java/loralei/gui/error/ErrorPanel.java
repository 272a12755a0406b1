package loralei.gui.error;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Insets;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JToggleButton;
import javax.swing.ScrollPaneConstants;
import javax.swing.UIManager;
import javax.swing.border.EmptyBorder;
import loralei.gui.widget.Buttons;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.TrackingPanel;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What the dialog of a failure shows: what failed, what to try, and on request all details. */
final class ErrorPanel {
    private static final int TEXT_WIDTH = 440;

    /** With room for a scroll bar. */
    private static final int WIDTH = TEXT_WIDTH + 16;

    private final JPanel panel = new JPanel(new MigLayout(
            "insets dialog, fill, wrap 2, hidemode 3", "[]unrel[grow,fill]", "[]unrel[grow,fill]unrel[]"));
    private final JToggleButton details;
    private final JButton close;

    /**
     * Builds the panel.
     *
     * @param explanation what to show
     * @param copy gets the report when the person asks for it
     * @param resized called when the details open or close
     * @param closed called when the person has seen enough
     */
    ErrorPanel(Explanation explanation, Consumer<String> copy, Runnable resized, Runnable closed) {
        Texts texts = Texts.of("error");
        JScrollPane report = report(texts, explanation.report());
        details = new JToggleButton();
        Buttons.named(details, texts, "details", "details", () -> {
            report.setVisible(details.isSelected());
            resized.run();
        });
        JButton copyButton = new JButton();
        Buttons.named(copyButton, texts, "copy", "copy", () -> {
            copy.accept(explanation.report());
            copyButton.setText(texts.get("copied"));
        });
        close = Buttons.button(texts, "close", "close", closed);

        JPanel buttons = new JPanel(new MigLayout("insets 0, fillx", "[]push[]rel[sizegroup end]"));
        buttons.add(details);
        buttons.add(copyButton, "sizegroup end");
        buttons.add(close, "sizegroup end");

        panel.add(new JLabel(UIManager.getIcon("OptionPane.errorIcon")), "aligny top");
        panel.add(words(texts, explanation), "width " + WIDTH + "lp:" + WIDTH + "lp:, height 40lp:pref:320lp");
        panel.add(report, "cell 1 1, width 0:" + WIDTH + "lp:, height 60lp:220lp:");
        panel.add(buttons, "cell 0 2, span 2, growx");
    }

    JComponent component() {
        return panel;
    }

    /** The button that Enter presses. */
    JButton close() {
        return close;
    }

    private static JComponent words(Texts texts, Explanation explanation) {
        JPanel words = new TrackingPanel(new MigLayout("insets 0, fillx, wrap 1", "[grow,fill]", "[]unrel[]rel[]push"));
        String width = "width " + TEXT_WIDTH + "lp:" + TEXT_WIDTH + "lp:"; // narrower, its height would be another
        words.add(WrappedText.of("headline", explanation.headline(), "h4", TEXT_WIDTH), width);
        if (!explanation.remedy().isEmpty()) {
            JLabel heading = new JLabel(texts.get("remedy"));
            TextColour.apply(heading, TextColour.MUTED);
            words.add(heading);
            words.add(WrappedText.of("remedy", explanation.remedy(), "", TEXT_WIDTH), width);
        }
        JScrollPane scroll = new JScrollPane(
                words,
                ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
                ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
        scroll.setBorder(null);
        return scroll;
    }

    private static JScrollPane report(Texts texts, String report) {
        JTextArea area = WrappedText.still(report);
        area.setName("report");
        area.setEditable(false);
        area.putClientProperty("FlatLaf.styleClass", "monospaced");
        area.setBorder(new EmptyBorder(UIScale.scale(new Insets(4, 6, 4, 6))));
        area.getAccessibleContext().setAccessibleName(texts.get("details"));
        JScrollPane scroll = new JScrollPane(area);
        scroll.setVisible(false);
        scroll.setPreferredSize(new Dimension(0, 0)); // the layout says how large, not the longest line
        return scroll;
    }
}
