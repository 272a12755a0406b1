package loralei.gui.check;

import com.formdev.flatlaf.util.UIScale;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.ListCellRenderer;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import loralei.data.Example;
import loralei.data.FileNames;
import loralei.data.Picture;
import loralei.data.PictureArea;
import loralei.data.PictureEntry;
import loralei.gui.widget.SmallPictures;

/** One small picture: dark where it is cut off, pale and crossed out where it is left out, with a mark where something is found. */
final class PictureCell extends JLabel implements ListCellRenderer<PictureEntry> {
    private static final long serialVersionUID = 1L;
    private static final int SIDE = 108;
    private static final int EDGE = 7;
    private static final int TEXT = 18;
    private static final int MARK = 10;
    /** Pixels a point, for fine screens. */
    private static final int SHARPNESS = 2;

    private static final Color SHADE = new Color(0, 0, 0, 140);

    /** Of a cell. */
    static final int WIDTH = SIDE + 2 * EDGE;

    /** Of a cell. */
    static final int HEIGHT = SIDE + 2 * EDGE + TEXT;

    private final transient CheckModel model;
    private final transient CheckWords words;
    private final transient SmallPictures<Picture> small;
    private transient Optional<PictureEntry> entry = Optional.empty();
    private boolean selected;
    private boolean focused;
    private boolean active;

    PictureCell(CheckModel model, CheckWords words, SmallPictures<Picture> small) {
        this.model = model;
        this.words = words;
        this.small = small;
    }

    @Override
    public Component getListCellRendererComponent(
            JList<? extends PictureEntry> of, PictureEntry shown, int index, boolean isSelected, boolean hasFocus) {
        entry = Optional.of(shown);
        selected = isSelected;
        focused = hasFocus;
        active = of.isFocusOwner();
        setFont(UIManager.getFont("small.font"));
        setBackground(isSelected ? of.getSelectionBackground() : of.getBackground());
        setForeground(isSelected ? of.getSelectionForeground() : of.getForeground());
        getAccessibleContext().setAccessibleName(words.spoken(shown));
        return this;
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        if (entry.isEmpty()) {
            return;
        }
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        paintGround(g);
        PictureEntry shown = entry.get();
        boolean out = model.has(shown, Finding.EXCLUDED);
        Rectangle place = paintPicture(g, shown, out);
        if (out) {
            paintCross(g, place);
        }
        paintMarks(g, shown, place);
        paintName(g, shown, out);
        g.dispose();
    }

    private void paintGround(Graphics2D g) {
        if (selected) {
            g.setColor(getBackground());
            int arc = UIScale.scale(8);
            g.fillRoundRect(1, 1, getWidth() - 2, getHeight() - 2, arc, arc);
        }
        if (focused && active) {
            g.setColor(UIManager.getColor("Component.focusedBorderColor"));
            g.drawRoundRect(1, 1, getWidth() - 3, getHeight() - 3, UIScale.scale(8), UIScale.scale(8));
        }
    }

    private Rectangle paintPicture(Graphics2D g, PictureEntry shown, boolean out) {
        int side = UIScale.scale(SIDE);
        int edge = UIScale.scale(EDGE);
        int width = shown.picture().size().width();
        int height = shown.picture().size().height();
        double scale = side / (double) Math.max(width, height);
        int wide = Math.max(2, (int) Math.round(width * scale));
        int high = Math.max(2, (int) Math.round(height * scale));
        Rectangle place = new Rectangle((getWidth() - wide) / 2, edge + (side - high) / 2, wide, high);
        Optional<BufferedImage> image = small.of(shown.picture(), side * SHARPNESS);
        if (image.isEmpty()) {
            g.setColor(UIManager.getColor("Component.borderColor"));
            g.drawRect(place.x, place.y, place.width - 1, place.height - 1);
            return place;
        }
        g.setComposite(AlphaComposite.SrcOver.derive(out ? 0.3f : 1f));
        g.drawImage(image.get(), place.x, place.y, place.width, place.height, null);
        g.setComposite(AlphaComposite.SrcOver);
        if (!out) {
            model.example(shown).ifPresent(example -> paintCut(g, place, example, scale));
        }
        return place;
    }

    private static void paintCut(Graphics2D g, Rectangle place, Example example, double scale) {
        PictureArea left = example.trained();
        Rectangle light = new Rectangle(
                place.x + (int) Math.round(left.x() * scale),
                place.y + (int) Math.round(left.y() * scale),
                (int) Math.round(left.width() * scale),
                (int) Math.round(left.height() * scale));
        Area dark = new Area(place);
        dark.subtract(new Area(light));
        g.setColor(SHADE);
        g.fill(dark);
        if (example.crop().isPresent()) {
            g.setColor(UIManager.getColor("Component.accentColor"));
            g.setStroke(new BasicStroke(UIScale.scale(2f)));
            g.drawRect(light.x, light.y, light.width - 1, light.height - 1);
        }
    }

    private static void paintCross(Graphics2D g, Rectangle place) {
        g.setColor(UIManager.getColor("Actions.Red"));
        g.setStroke(new BasicStroke(UIScale.scale(2f), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        int half = UIScale.scale(14);
        int x = (int) place.getCenterX();
        int y = (int) place.getCenterY();
        g.drawLine(x - half, y - half, x + half, y + half);
        g.drawLine(x - half, y + half, x + half, y - half);
    }

    /** At the right top: yellow for what may be wrong; in the accent's colour for words of a person. */
    private void paintMarks(Graphics2D g, PictureEntry shown, Rectangle place) {
        int size = UIScale.scale(MARK);
        int x = place.x + place.width - size - UIScale.scale(3);
        int y = place.y + UIScale.scale(3);
        for (Finding finding : Finding.values()) {
            if (finding.isFlaw() && model.has(shown, finding)) {
                dot(g, x, y, size, UIManager.getColor("Actions.Yellow"));
                x -= size + UIScale.scale(3);
                break;
            }
        }
        if (model.edit(shown).caption().isPresent()) {
            dot(g, x, y, size, UIManager.getColor("Component.accentColor"));
        }
    }

    private static void dot(Graphics2D g, int x, int y, int size, Color colour) {
        g.setColor(Color.WHITE);
        g.fill(new Ellipse2D.Double(x - 1.0, y - 1.0, size + 2.0, size + 2.0));
        g.setColor(colour);
        g.fill(new Ellipse2D.Double(x, y, size, size));
    }

    private void paintName(Graphics2D g, PictureEntry shown, boolean out) {
        g.setFont(getFont());
        FontMetrics metrics = g.getFontMetrics();
        String name = SwingUtilities.layoutCompoundLabel(
                this,
                metrics,
                FileNames.of(shown.picture().path()),
                null,
                CENTER,
                CENTER,
                CENTER,
                CENTER,
                new Rectangle(0, 0, getWidth() - UIScale.scale(EDGE), metrics.getHeight()),
                new Rectangle(),
                new Rectangle(),
                0);
        g.setColor(selected || !out ? getForeground() : UIManager.getColor("Label.disabledForeground"));
        g.drawString(
                name,
                (getWidth() - metrics.stringWidth(name)) / 2,
                getHeight() - UIScale.scale(EDGE) - metrics.getDescent());
    }
}
