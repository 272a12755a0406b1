package loralei.gui.run;

import com.formdev.flatlaf.util.UIScale;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import loralei.gui.run.LossCurve.Quantity;
import loralei.gui.run.LossPlot.Order;
import loralei.gui.run.LossPlot.Picture;
import loralei.gui.run.LossPlot.Zoom;
import loralei.text.Texts;
import org.knowm.xchart.XYChart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Paints the chart, what the mouse points at, and the part that is being chosen. */
final class LossCanvas extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(LossCanvas.class);
    private static final int LEAST_STEPS = 2;
    private static final float SELECTION_ALPHA = 0.15f;

    /** A choice less wide than this is a click. */
    private static final int LEAST_WIDTH = 8;

    /** A choice less high than this means all heights. */
    private static final int LEAST_HEIGHT = 16;

    private final transient Texts texts;
    private final transient RunNumbers numbers;
    private final transient LossPlot plot;
    private final transient Executor background;
    private transient LossCurve curve;
    private transient Optional<Zoom> zoom = Optional.empty();
    private transient OptionalInt pointed = OptionalInt.empty();
    private transient Optional<Rectangle> selection = Optional.empty();

    private transient Optional<Picture> picture = Optional.empty();
    private transient boolean drawing;

    /** Draws on {@code background}, for thousands of steps take longer than a window may stand still. */
    LossCanvas(Locale locale, LossCurve curve, Executor background) {
        this.texts = Texts.of("run", locale);
        this.numbers = new RunNumbers(locale);
        this.plot = new LossPlot(locale);
        this.curve = curve;
        this.background = background;
        setPreferredSize(UIScale.scale(new Dimension(480, 260)));
        setMinimumSize(UIScale.scale(new Dimension(240, 140)));
    }

    LossCurve curve() {
        return curve;
    }

    Optional<Zoom> zoom() {
        return zoom;
    }

    void show(LossCurve latest) {
        if (latest.size() < curve.size()) { // another run
            zoom = Optional.empty();
            pointed = OptionalInt.empty();
        }
        curve = latest;
        repaint();
    }

    void zoomTo(Optional<Zoom> part) {
        zoom = part;
        repaint();
    }

    /** The place in the curve that is told of. */
    OptionalInt pointed() {
        return pointed;
    }

    void point(OptionalInt index) {
        if (!index.equals(pointed)) {
            pointed = index;
            repaint();
        }
    }

    /** The place in the curve that is nearest to a point on the screen. */
    OptionalInt at(Point point) {
        return picture.isPresent() && plotArea(picture.get()).contains(point)
                ? OptionalInt.of(curve.nearest(picture.get().chart().getChartXFromCoordinate(point.x)))
                : OptionalInt.empty();
    }

    void select(Optional<Rectangle> chosen) {
        selection = chosen.flatMap(area -> picture.map(drawn -> area.intersection(plotArea(drawn))));
        repaint();
    }

    /** The part of the curve in the chosen rectangle; empty where it is too small to be meant. */
    Optional<Zoom> selected() {
        if (picture.isEmpty() || selection.isEmpty() || selection.get().width < UIScale.scale(LEAST_WIDTH)) {
            return Optional.empty();
        }
        XYChart chart = picture.get().chart();
        Zoom now = picture.get().order().shown();
        Rectangle area = selection.get();
        double from = chart.getChartXFromCoordinate(area.x);
        double to = Math.max(from + 1, chart.getChartXFromCoordinate(area.x + area.width));
        boolean allHeights = area.height < UIScale.scale(LEAST_HEIGHT);
        double low = allHeights ? now.low() : chart.getChartYFromCoordinate(area.y + area.height);
        double high = allHeights ? now.high() : chart.getChartYFromCoordinate(area.y);
        return Optional.of(new Zoom(from, to, low, high));
    }

    private static Rectangle plotArea(Picture drawn) {
        XYChart chart = drawn.chart();
        Zoom shown = drawn.order().shown();
        int left = (int) chart.getScreenXFromChart(shown.from());
        int right = (int) chart.getScreenXFromChart(shown.to());
        int top = (int) chart.getScreenYFromChart(shown.high());
        int bottom = (int) chart.getScreenYFromChart(shown.low());
        return new Rectangle(left, top, right - left + 1, bottom - top + 1);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        super.paintComponent(graphics);
        Graphics2D g = (Graphics2D) graphics.create();
        try {
            if (curve.size() < LEAST_STEPS) {
                picture = Optional.empty();
                paintEmpty(g);
                return;
            }
            Order order = new Order(
                    curve, zoom, getWidth(), getHeight(), g.getTransform().getScaleX(), PlotStyle.current());
            picture.ifPresent(drawn -> paint(g, drawn));
            if (!picture.map(Picture::order).equals(Optional.of(order))) {
                draw(order);
            }
        } finally {
            g.dispose();
        }
    }

    /** Has a picture drawn, one at a time; the next one, if it is wanted then, is asked for when this one is painted. */
    private void draw(Order order) {
        if (drawing) {
            return;
        }
        drawing = true;
        background.execute(() -> {
            Optional<Picture> drawn = Optional.empty();
            try {
                drawn = Optional.of(plot.draw(order));
            } catch (RuntimeException e) {
                LOG.error(
                        "the loss of {} steps could not be drawn", order.curve().size(), e);
            } finally {
                Optional<Picture> result = drawn;
                SwingUtilities.invokeLater(() -> drawn(result));
            }
        });
    }

    private void drawn(Optional<Picture> result) {
        drawing = false;
        if (result.isPresent()) {
            picture = result;
            repaint();
        }
    }

    private void paint(Graphics2D g, Picture drawn) {
        g.drawImage(drawn.image(), 0, 0, drawn.order().width(), drawn.order().height(), null);
        if (selection.isPresent()) {
            paintSelection(g, selection.get());
        } else if (pointed.isPresent()) {
            paintPointed(g, drawn, pointed.getAsInt());
        }
    }

    private void paintEmpty(Graphics2D g) {
        smoothText(g);
        g.setFont(UIManager.getFont("Label.font"));
        g.setColor(UIManager.getColor("Label.disabledForeground"));
        FontMetrics metrics = g.getFontMetrics();
        String text = texts.get("chart.empty");
        g.drawString(text, (getWidth() - metrics.stringWidth(text)) / 2, (getHeight() + metrics.getAscent()) / 2);
    }

    private static void paintSelection(Graphics2D g, Rectangle area) {
        g.setColor(UIManager.getColor("Component.accentColor"));
        g.draw(area);
        g.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, SELECTION_ALPHA));
        g.fill(area);
    }

    private void paintPointed(Graphics2D g, Picture drawn, int index) {
        Rectangle area = plotArea(drawn);
        int x = (int) drawn.chart().getScreenXFromChart(curve.step(index));
        if (x < area.x || x > area.x + area.width) {
            return;
        }
        smoothText(g);
        g.setColor(UIManager.getColor("Label.disabledForeground"));
        g.drawLine(x, area.y, x, area.y + area.height);
        g.setFont(UIManager.getFont("Label.font"));
        List<String> lines = words(index);
        FontMetrics metrics = g.getFontMetrics();
        int gap = UIScale.scale(8);
        int width = lines.stream().mapToInt(metrics::stringWidth).max().orElse(0) + 2 * gap;
        int height = lines.size() * metrics.getHeight() + gap;
        int left = x + gap + width <= getWidth() ? x + gap : x - gap - width;
        int top = area.y + gap;
        g.setColor(color("ToolTip.background"));
        g.fillRoundRect(left, top, width, height, gap, gap);
        g.setColor(color("Component.borderColor"));
        g.drawRoundRect(left, top, width, height, gap, gap);
        g.setColor(color("ToolTip.foreground"));
        int baseline = top + gap / 2 + metrics.getAscent();
        for (String line : lines) {
            g.drawString(line, left + gap, baseline);
            baseline += metrics.getHeight();
        }
    }

    /** What there is to say of a step. */
    List<String> words(int index) {
        List<String> lines = new ArrayList<>(List.of(
                texts.get("chart.step") + " " + numbers.count(curve.step(index)),
                texts.get("chart.title") + " " + numbers.loss(curve.value(Quantity.LOSS, index)),
                texts.get("chart.smoothed") + " " + numbers.loss(curve.value(Quantity.SMOOTHED, index)),
                texts.get("chart.rate") + " " + numbers.rate(curve.value(Quantity.RATE, index))));
        curve.validation()
                .at(curve.step(index))
                .map(point -> texts.get("chart.validation.at", numbers.loss(point.loss()), point.step()))
                .ifPresent(lines::add);
        return List.copyOf(lines);
    }

    private static Color color(String key) {
        return UIManager.getColor(key);
    }

    private static void smoothText(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    }
}
