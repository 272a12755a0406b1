package loralei.gui.tools;

import java.awt.CardLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import loralei.gui.widget.TextColour;
import loralei.gui.widget.WrappedText;
import loralei.text.Texts;
import net.miginfocom.swing.MigLayout;

/** What stands beside the tools: how far one is, what came of it, and else what it is good for. For the event thread only. */
final class ToolResults {
    private static final String ABOUT = "about";
    private static final String HEADER = "header";
    private static final String COMPARISON = "comparison";
    private static final int WIDTH = 400;

    private final Texts texts;
    private final ToolProgress progress;
    private final HeaderTable header;
    private final ComparisonView comparison;
    private final JLabel title = new JLabel();
    private final JTextArea about = WrappedText.of("tool-about", "", "", WIDTH);
    private final CardLayout cards = new CardLayout();
    private final JPanel body = new JPanel(cards);
    private final JPanel panel = new JPanel(
            new MigLayout("insets 12lp 14lp 12lp 16lp, fill, wrap 1, hidemode 3", "[grow,fill]", "[]unrel[grow,fill]"));
    private ToolKind kind = ToolKind.CONVERT;
    private int number;

    ToolResults(Texts texts, ToolServices services) {
        this.texts = texts;
        progress = new ToolProgress(texts, services.dialogs(), services.next());
        header = new HeaderTable(texts);
        comparison = new ComparisonView(texts);
        title.putClientProperty("FlatLaf.styleClass", "h3");
        TextColour.apply(about, TextColour.MUTED);
        JPanel words = new JPanel(new MigLayout("insets 0, fillx, wrap 1", "[grow,fill]", "[]6[]push"));
        words.add(title, "wmin 0");
        words.add(about, "wmin 0");
        body.add(words, ABOUT);
        body.add(header.component(), HEADER);
        body.add(comparison.component(), COMPARISON);
        panel.setName("toolResults");
        panel.add(progress.component(), "wmin 0");
        panel.add(body, "grow, push, wmin 0, hmin 0");
    }

    JComponent component() {
        return panel;
    }

    HeaderTable header() {
        return header;
    }

    /** Another tool is in front. */
    void turnTo(ToolKind now) {
        kind = now;
        title.setText(texts.get(kind.key("title")));
        WrappedText.show(about, texts.get(kind.key("about")));
        progress.turnTo(kind);
        showBody();
    }

    void show(ToolController.Snapshot now) {
        progress.show(now);
        if (now.number() != number && !now.running()) {
            number = now.number();
            now.outcome()
                    .flatMap(Work.Outcome::comparison)
                    .ifPresent(found ->
                            comparison.show(found, now.work().orElseThrow().names()));
        }
        showBody();
    }

    private void showBody() {
        boolean table = kind == ToolKind.DESCRIBE && !header.isEmpty();
        boolean compared = kind == ToolKind.COMPARE && !comparison.isEmpty();
        cards.show(body, table ? HEADER : compared ? COMPARISON : ABOUT);
    }
}
