package loralei.gui.concepts;

import com.formdev.flatlaf.util.ColorFunctions;
import com.formdev.flatlaf.util.UIScale;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.ListCellRenderer;
import javax.swing.UIManager;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;
import loralei.gui.widget.PathLabel;
import loralei.gui.widget.SmoothGraphics;
import net.miginfocom.swing.MigLayout;

/** A row of the list: the first picture, the folder, and what there is to say of it. */
final class ConceptCell implements ListCellRenderer<ConceptEntry> {
    /** Of a row, unscaled. */
    static final int HEIGHT = 58;

    private static final int SIDE = 44;
    private static final int ARC = 8;
    private static final float FAINT = 0.45f;

    private final ConceptLooks looks;
    private final ConceptWords words;
    private final JPanel panel =
            new JPanel(new MigLayout("insets 7lp 8lp 7lp 10lp, gap 0, fill", "[]10lp[grow,fill]", "push[]1lp[]push"));
    private final PathLabel folder = new PathLabel();
    private final JLabel facts = new JLabel();
    private final Picture picture = new Picture();

    ConceptCell(ConceptLooks looks, ConceptWords words) {
        this.looks = looks;
        this.words = words;
        facts.putClientProperty("FlatLaf.styleClass", "small");
        panel.add(picture, "spany 2");
        panel.add(folder, "wmin 0, wrap");
        panel.add(facts, "wmin 0");
    }

    @Override
    public Component getListCellRendererComponent(
            JList<? extends ConceptEntry> list, ConceptEntry entry, int index, boolean selected, boolean focused) {
        Optional<String> trouble = words.trouble(entry, looks.of(entry));
        Color background = selected ? list.getSelectionBackground() : list.getBackground();
        Color text = selected ? list.getSelectionForeground() : list.getForeground();
        boolean counts = entry.is(Field.USED) && entry.role() != ConceptEntry.Role.OTHER;
        panel.setBackground(background);
        folder.setForeground(counts ? text : ColorFunctions.mix(text, background, FAINT + 0.1f));
        folder.setText(entry.text(Field.FOLDER).isEmpty() ? " " : entry.text(Field.FOLDER));
        facts.setText(trouble.orElseGet(() -> words.facts(entry, looks.of(entry))));
        Color red = ColorFunctions.mix(UIManager.getColor("Actions.Red"), text, 0.72f);
        facts.setForeground(
                trouble.isPresent() && !selected ? red : selected ? text : ColorFunctions.mix(text, background, 0.65f));
        picture.image = looks.picture(entry);
        picture.wrong = trouble.isPresent();
        picture.faint = !counts;
        panel.getAccessibleContext().setAccessibleName(entry.text(Field.FOLDER) + ", " + facts.getText());
        panel.setToolTipText(entry.text(Field.FOLDER));
        return panel;
    }

    /** A small square, with a mark where there is nothing to show. */
    private static final class Picture extends JComponent {
        private static final long serialVersionUID = 1L;
        private transient Optional<BufferedImage> image = Optional.empty();
        private boolean wrong;
        private boolean faint;

        @Override
        public Dimension getPreferredSize() {
            return new Dimension(UIScale.scale(SIDE), UIScale.scale(SIDE));
        }

        @Override
        public Dimension getMinimumSize() {
            return getPreferredSize();
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            Graphics2D copy = SmoothGraphics.of(graphics);
            try {
                paint(copy);
            } finally {
                copy.dispose();
            }
        }

        private void paint(Graphics2D graphics) {
            int side = UIScale.scale(SIDE);
            int arc = UIScale.scale(ARC);
            Shape square = new RoundRectangle2D.Double(0.5, 0.5, side - 1, side - 1, arc, arc);
            if (image.isPresent()) {
                Graphics2D inside = (Graphics2D) graphics.create();
                inside.clip(square);
                if (faint) {
                    inside.setComposite(AlphaComposite.SrcOver.derive(FAINT));
                }
                inside.drawImage(image.get(), 0, 0, side, side, null);
                inside.dispose();
            } else {
                graphics.setColor(UIManager.getColor(wrong ? "Actions.Red" : "Component.borderColor"));
                graphics.draw(square);
                String mark = wrong ? "!" : "";
                graphics.setFont(getFont().deriveFont(Font.BOLD, getFont().getSize2D() * 1.4f));
                int width = graphics.getFontMetrics().stringWidth(mark);
                graphics.drawString(
                        mark,
                        (side - width) / 2,
                        (side - graphics.getFontMetrics().getHeight()) / 2
                                + graphics.getFontMetrics().getAscent());
            }
        }
    }
}
