package loralei.gui;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.swing.JComponent;
import javax.swing.JPanel;

/** What stands beside the tabs: the run, what came of the demonstration, or what a tab has for itself. */
final class RightSide {
    private static final String RUN = "run";
    private static final String DEMO = "demo";

    private final CardLayout cards = new CardLayout();
    private final JPanel panel = new JPanel(cards);
    private final JPanel runCard = new JPanel(new BorderLayout());
    private Optional<JComponent> demo = Optional.empty();
    private boolean demoOpen;
    private final Set<String> ofTabs = new HashSet<>();
    private String tab = "";

    /** Shows the run. */
    RightSide(JComponent run) {
        runCard.add(run);
        panel.add(runCard, RUN);
    }

    /** Has an invitation above the run. */
    void invite(JComponent invitation) {
        runCard.add(invitation, BorderLayout.NORTH);
    }

    JComponent component() {
        return panel;
    }

    /** Adds what stands beside a tab whenever that is in front. */
    void add(String name, JComponent besideTab) {
        if (ofTabs.add(name)) {
            panel.add(besideTab, name);
            show();
        }
    }

    /** Another tab is in front. */
    void turnTo(String name) {
        tab = name;
        show();
    }

    /** Shows what came of the demonstration until it is closed. */
    void openDemo(JComponent result) {
        if (demo.isEmpty()) {
            panel.add(result, DEMO);
            demo = Optional.of(result);
        }
        demoOpen = true;
        show();
    }

    /** Shows the run again. */
    void closeDemo() {
        demoOpen = false;
        show();
    }

    private void show() {
        cards.show(panel, ofTabs.contains(tab) ? tab : demoOpen ? DEMO : RUN);
    }
}
