package loralei.gui.concepts;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseEvent;
import java.awt.geom.RoundRectangle2D;
import javax.swing.DefaultListModel;
import javax.swing.JList;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;

/** The rows of the list; an empty one invites to drop folders on it. */
final class ConceptRows extends JList<ConceptEntry> {
    private static final long serialVersionUID = 1L;
    private static final int GAP = 10;
    private static final int ARC = 12;
    private static final int ROWS = 6;
    private static final int ANY_WIDTH = 100;

    private final String invitation;

    ConceptRows(DefaultListModel<ConceptEntry> model, String invitation) {
        super(model);
        this.invitation = invitation;
        setSelectionMode(ListSelectionModel.MULTIPLE_INTERVAL_SELECTION);
        setVisibleRowCount(ROWS);
        setFixedCellHeight(UIScale.scale(ConceptCell.HEIGHT));
        setFixedCellWidth(UIScale.scale(ANY_WIDTH)); // the pane's, whatever the paths would like
    }

    @Override
    public String getToolTipText(MouseEvent event) {
        int index = locationToIndex(event.getPoint());
        boolean on = index >= 0 && getCellBounds(index, index).contains(event.getPoint());
        return on ? getModel().getElementAt(index).text(Field.FOLDER) : null;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        super.paintComponent(graphics);
        if (getModel().getSize() > 0) {
            return;
        }
        Graphics2D copy = (Graphics2D) graphics.create();
        try {
            copy.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            copy.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            int gap = UIScale.scale(GAP);
            float dash = UIScale.scale(4f);
            copy.setColor(UIManager.getColor("Component.borderColor"));
            copy.setStroke(new BasicStroke(
                    UIScale.scale(1f), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {dash, dash}, 0));
            copy.draw(new RoundRectangle2D.Double(
                    gap, gap, getWidth() - 2.0 * gap, getHeight() - 2.0 * gap, UIScale.scale(ARC), UIScale.scale(ARC)));
            copy.setColor(UIManager.getColor("Label.disabledForeground"));
            copy.setFont(getFont());
            FontMetrics metrics = copy.getFontMetrics();
            copy.drawString(
                    invitation,
                    (getWidth() - metrics.stringWidth(invitation)) / 2,
                    (getHeight() - metrics.getHeight()) / 2 + metrics.getAscent());
        } finally {
            copy.dispose();
        }
    }
}
