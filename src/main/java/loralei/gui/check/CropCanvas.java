package loralei.gui.check;

import com.formdev.flatlaf.util.UIScale;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Area;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import loralei.data.PictureArea;
import loralei.data.PictureSize;
import loralei.gui.check.CropDrag.Grip;
import loralei.gui.widget.Actions;
import loralei.text.Texts;

/**
 * A picture large, with what is trained of it: drawn, moved and resized by mouse or keyboard. What is cut off is dark. For
 * the event thread only.
 */
final class CropCanvas extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final int MARGIN = 6;
    private static final int HANDLE = 9;
    /** A click that trembles is no crop. */
    private static final int LEAST_DRAG = 4;
    /** Of the longer side, for a key. */
    private static final int KEY_STEPS = 50;

    private static final Color SHADE = new Color(0, 0, 0, 150);
    private static final Map<Grip, Integer> CURSORS = Map.of(
            Grip.INSIDE, Cursor.MOVE_CURSOR,
            Grip.NORTH, Cursor.N_RESIZE_CURSOR,
            Grip.NORTH_EAST, Cursor.NE_RESIZE_CURSOR,
            Grip.EAST, Cursor.E_RESIZE_CURSOR,
            Grip.SOUTH_EAST, Cursor.SE_RESIZE_CURSOR,
            Grip.SOUTH, Cursor.S_RESIZE_CURSOR,
            Grip.SOUTH_WEST, Cursor.SW_RESIZE_CURSOR,
            Grip.WEST, Cursor.W_RESIZE_CURSOR,
            Grip.NORTH_WEST, Cursor.NW_RESIZE_CURSOR);

    private final transient Texts texts;
    private final transient Consumer<Optional<PictureArea>> cropped;
    private transient Optional<BufferedImage> image = Optional.empty();
    private transient PictureSize size = PictureSize.square(1);
    private transient Optional<PictureArea> crop = Optional.empty();
    private transient Optional<PictureArea> trained = Optional.empty();
    private boolean excluded;

    /**
     * Without a picture.
     *
     * @param cropped told of each crop that a person draws, and of none where it is taken back
     */
    CropCanvas(Texts texts, Consumer<Optional<PictureArea>> cropped) {
        this.texts = texts;
        this.cropped = cropped;
        setName("checkCrop");
        setOpaque(false);
        setFocusable(true);
        setToolTipText(texts.get("crop.help"));
        getAccessibleContext().setAccessibleName(texts.get("crop.name"));
        Mouse mouse = new Mouse();
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
        addFocusListener(new FocusAdapter() {
            @Override
            public void focusGained(FocusEvent event) {
                repaint();
            }

            @Override
            public void focusLost(FocusEvent event) {
                repaint();
            }
        });
        onKeys("LEFT", -1, 0);
        onKeys("RIGHT", 1, 0);
        onKeys("UP", 0, -1);
        onKeys("DOWN", 0, 1);
        Actions.onKey(this, "BACK_SPACE", () -> change(Optional.empty()));
    }

    /** An arrow moves the crop, with Shift it moves its right or lower edge, with Ctrl by single pixels. */
    private void onKeys(String key, int right, int down) {
        for (String with : new String[] {"", "shift ", "ctrl ", "ctrl shift "}) {
            Grip grip = !with.contains("shift") ? Grip.INSIDE : down == 0 ? Grip.EAST : Grip.SOUTH;
            Actions.onKey(this, with + key, () -> {
                int step = with.contains("ctrl") ? 1 : Math.max(1, Math.max(size.width(), size.height()) / KEY_STEPS);
                change(Optional.of(CropDrag.in(size).dragged(start(), grip, right * step, down * step)));
            });
        }
    }

    /** What a key begins with: the crop that is there, or what the program would take. */
    private PictureArea start() {
        return crop.or(() -> trained).orElse(PictureArea.whole(size));
    }

    /** Shows a picture as far as it is there. */
    void show(Optional<BufferedImage> now, PictureSize itsSize) {
        image = now;
        size = itsSize;
        repaint();
    }

    /**
     * Shows what becomes of the picture.
     *
     * @param drawn the crop that a person chose
     * @param left what is trained in the end
     */
    void show(Optional<PictureArea> drawn, Optional<PictureArea> left, boolean out) {
        crop = drawn;
        trained = left;
        excluded = out;
        getAccessibleContext()
                .setAccessibleDescription(
                        drawn.map(area -> texts.get("crop.at", area.width(), area.height(), area.x(), area.y()))
                                .orElse(texts.get("crop.none")));
        repaint();
    }

    private void change(Optional<PictureArea> now) {
        if (image.isPresent() && !now.equals(crop)) {
            crop = now;
            cropped.accept(now);
            repaint();
        }
    }

    /** Where the picture is. */
    Rectangle place() {
        int margin = UIScale.scale(MARGIN);
        double scale = Math.min(
                Math.max(1, getWidth() - 2.0 * margin) / size.width(),
                Math.max(1, getHeight() - 2.0 * margin) / size.height());
        int width = Math.max(1, (int) Math.round(size.width() * scale));
        int height = Math.max(1, (int) Math.round(size.height() * scale));
        return new Rectangle((getWidth() - width) / 2, (getHeight() - height) / 2, width, height);
    }

    /** Where a part of the picture is. */
    Rectangle place(PictureArea area) {
        Rectangle all = place();
        double scale = all.width / (double) size.width();
        int left = (int) Math.round(area.x() * scale);
        int top = (int) Math.round(area.y() * scale);
        return new Rectangle(
                all.x + left,
                all.y + top,
                (int) Math.round((area.x() + area.width()) * scale) - left,
                (int) Math.round((area.y() + area.height()) * scale) - top);
    }

    private Optional<Grip> grip(int x, int y) {
        if (crop.isEmpty()) {
            return Optional.empty();
        }
        Rectangle frame = place(crop.get());
        int near = UIScale.scale(HANDLE);
        if (x < frame.x - near || y < frame.y - near) {
            return Optional.empty();
        }
        if (x > frame.x + frame.width + near || y > frame.y + frame.height + near) {
            return Optional.empty();
        }
        int across = Math.abs(x - frame.x) <= near ? -1 : Math.abs(x - frame.x - frame.width) <= near ? 1 : 0;
        int down = Math.abs(y - frame.y) <= near ? -1 : Math.abs(y - frame.y - frame.height) <= near ? 1 : 0;
        for (Grip grip : Grip.values()) {
            if (grip.across() == across && grip.down() == down) {
                return Optional.of(grip);
            }
        }
        return Optional.empty();
    }

    /** Pixels of the picture for points on the screen. */
    private int pixels(int points) {
        return (int) Math.round(points * (double) size.width() / place().width);
    }

    @Override
    public Dimension getMinimumSize() {
        return UIScale.scale(new Dimension(120, 90));
    }

    @Override
    public Dimension getPreferredSize() {
        return UIScale.scale(new Dimension(320, 240));
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        Rectangle all = place();
        if (image.isPresent()) {
            if (excluded) {
                g.setComposite(AlphaComposite.SrcOver.derive(0.35f));
            }
            g.drawImage(image.get(), all.x, all.y, all.width, all.height, null);
            g.setComposite(AlphaComposite.SrcOver);
            if (!excluded) {
                paintParts(g, all);
            }
        }
        if (isFocusOwner()) {
            g.setColor(UIManager.getColor("Component.focusedBorderColor"));
            g.setStroke(new BasicStroke(UIScale.scale(2f)));
            int edge = UIScale.scale(1);
            g.drawRect(edge, edge, getWidth() - 2 * edge - 1, getHeight() - 2 * edge - 1);
        }
        g.dispose();
    }

    private void paintParts(Graphics2D g, Rectangle all) {
        Optional<Rectangle> frame = crop.map(this::place);
        Optional<Rectangle> left = trained.map(this::place)
                .map(area -> frame.map(area::intersection).orElse(area));
        Rectangle light = left.filter(area -> !area.isEmpty()).or(() -> frame).orElse(all);
        Area dark = new Area(all);
        dark.subtract(new Area(light));
        g.setColor(SHADE);
        g.fill(dark);
        if (!light.equals(all)) {
            dashed(g, light);
        }
        frame.ifPresent(area -> handles(g, area));
    }

    /** Light and dark dashes can be seen on any picture. */
    private static void dashed(Graphics2D g, Rectangle area) {
        float dash = UIScale.scale(5f);
        for (int turn = 0; turn < 2; turn++) {
            g.setColor(turn == 0 ? Color.WHITE : Color.DARK_GRAY);
            g.setStroke(new BasicStroke(
                    UIScale.scale(1.2f),
                    BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_MITER,
                    10,
                    new float[] {dash, dash},
                    turn * dash));
            g.drawRect(area.x, area.y, area.width - 1, area.height - 1);
        }
    }

    private static void handles(Graphics2D g, Rectangle area) {
        Color accent = UIManager.getColor("Component.accentColor");
        g.setColor(accent);
        g.setStroke(new BasicStroke(UIScale.scale(2f)));
        g.drawRect(area.x, area.y, area.width - 1, area.height - 1);
        int side = UIScale.scale(HANDLE);
        for (Grip grip : Grip.values()) {
            if (grip == Grip.INSIDE) {
                continue;
            }
            int x = area.x + (grip.across() + 1) * (area.width - 1) / 2 - side / 2;
            int y = area.y + (grip.down() + 1) * (area.height - 1) / 2 - side / 2;
            g.setColor(Color.WHITE);
            g.fillRect(x, y, side, side);
            g.setColor(accent);
            g.drawRect(x, y, side - 1, side - 1);
        }
    }

    /** Draws, moves and resizes. */
    private final class Mouse extends MouseAdapter {
        private int pressedX;
        private int pressedY;
        private Optional<Grip> held = Optional.empty();
        private PictureArea before = PictureArea.whole(PictureSize.square(1));
        private boolean active;

        @Override
        public void mousePressed(MouseEvent event) {
            requestFocusInWindow();
            active = SwingUtilities.isLeftMouseButton(event) && image.isPresent() && !excluded;
            pressedX = event.getX();
            pressedY = event.getY();
            held = grip(pressedX, pressedY);
            before = start();
        }

        @Override
        public void mouseDragged(MouseEvent event) {
            int right = event.getX() - pressedX;
            int down = event.getY() - pressedY;
            if (!active || Math.max(Math.abs(right), Math.abs(down)) < UIScale.scale(LEAST_DRAG)) {
                return;
            }
            CropDrag drag = CropDrag.in(size);
            Rectangle all = place();
            PictureArea now = held.map(grip -> drag.dragged(before, grip, pixels(right), pixels(down)))
                    .orElseGet(() -> drag.between(
                            pixels(pressedX - all.x),
                            pixels(pressedY - all.y),
                            pixels(event.getX() - all.x),
                            pixels(event.getY() - all.y)));
            change(Optional.of(now));
        }

        @Override
        public void mouseReleased(MouseEvent event) {
            active = false;
        }

        @Override
        public void mouseMoved(MouseEvent event) {
            boolean over = image.isPresent() && !excluded && place().contains(event.getPoint());
            int cursor = over
                    ? grip(event.getX(), event.getY()).map(CURSORS::get).orElse(Cursor.CROSSHAIR_CURSOR)
                    : Cursor.DEFAULT_CURSOR;
            setCursor(Cursor.getPredefinedCursor(cursor));
        }
    }
}
