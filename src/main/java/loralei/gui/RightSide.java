package loralei.gui;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JPanel;

/** What stands beside the tabs: the run, what came of the demonstration, or what the tab that draws has drawn. */
final class RightSide {
    private static final String RUN = "run";
    private static final String DEMO = "demo";
    private static final String PICTURES = "pictures";

    private final CardLayout cards = new CardLayout();
    private final JPanel panel = new JPanel(cards);
    private final JPanel runCard = new JPanel(new BorderLayout());
    private Optional<JComponent> demo = Optional.empty();
    private boolean demoOpen;
    private boolean picturesWanted;

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

    /** Adds what the tab that draws has drawn. */
    void addPictures(JComponent pictures) {
        panel.add(pictures, PICTURES);
        show();
    }

    /** Whether the tab that draws is in front. */
    void setPicturesWanted(boolean wanted) {
        picturesWanted = wanted;
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
        cards.show(panel, picturesWanted ? PICTURES : demoOpen ? DEMO : RUN);
    }
}
