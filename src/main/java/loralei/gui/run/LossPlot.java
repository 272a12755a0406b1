package loralei.gui.run;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import loralei.gui.run.LossCurve.Points;
import loralei.gui.run.LossCurve.Quantity;
import loralei.text.Texts;
import loralei.train.ValidationTrend;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a loss curve: the loss of each step, its running mean, and the learning rate on an axis of its own. */
final class LossPlot {
    /** More points than this look the same and only take time. */
    private static final int MOST_POINTS = 2_000;

    /** A learning rate changes so little that fewer will do; and dashes want room between the points. */
    private static final int MOST_RATES = 60;

    /** More dots than these would hide the line. */
    private static final int MOST_DOTS = 120;

    private static final int DOT = 5;

    /** Room above the highest point. */
    private static final double HEADROOM = 1.05;

    /** Single steps that are worse than this many times the worst mean leave the picture, or they would flatten it. */
    private static final double MOST_OVER_MEAN = 4;

    /** A part of an axis that nobody sees. */
    private static final double HAIR = 1e-4;

    /** The legend lies over a part of the axis title. */
    private static final Color CLEAR = new Color(0, 0, 0, 0);

    private static final int LOSS_AXIS = 0;
    private static final int RATE_AXIS = 1;

    /**
     * The part of a curve that is looked at.
     *
     * @param from first step
     * @param to last step
     * @param low lowest loss
     * @param high highest loss
     */
    record Zoom(double from, double to, double low, double high) {}

    /**
     * All that a picture depends on.
     *
     * @param curve what is drawn; it must have two steps
     * @param zoom the part of it; empty for all
     * @param width of the picture on the screen
     * @param height of the picture on the screen
     * @param sharpness points of the picture for one of the screen
     * @param look colours, font and lines
     */
    record Order(LossCurve curve, Optional<Zoom> zoom, int width, int height, double sharpness, PlotStyle look) {
        Zoom shown() {
            return zoom.orElseGet(() -> whole(curve));
        }
    }

    /**
     * What was drawn.
     *
     * @param order as it was ordered
     * @param chart tells what is where
     * @param image the picture
     */
    record Picture(Order order, XYChart chart, BufferedImage image) {}

    private final Texts texts;
    private final Locale locale;

    LossPlot(Locale locale) {
        this.texts = Texts.of("run", locale);
        this.locale = locale;
    }

    /** Draws a picture, on any thread. */
    Picture draw(Order order) {
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(order.width() * order.sharpness()),
                (int) Math.ceil(order.height() * order.sharpness()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.scale(order.sharpness(), order.sharpness());
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            XYChart chart = chart(order);
            chart.paint(g, order.width(), order.height());
            return new Picture(order, chart, image);
        } finally {
            g.dispose();
        }
    }

    private static Zoom whole(LossCurve curve) {
        double first = curve.step(0) == 1 ? 0 : curve.step(0); // so that round numbers are on the axis
        double last = curve.step(curve.size() - 1);
        double loss = highest(curve.line(Quantity.LOSS, first, last, MOST_POINTS));
        double mean = highest(curve.line(Quantity.SMOOTHED, first, last, MOST_POINTS));
        double validation = curve.validation().points().stream()
                .mapToDouble(ValidationTrend.Point::loss)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return new Zoom(
                first,
                last,
                0,
                Math.min(HEADROOM * Math.max(loss, validation), MOST_OVER_MEAN * Math.max(mean, validation)));
    }

    private static double highest(Points points) {
        return Arrays.stream(points.values()).filter(value -> value > 0).max().orElse(1);
    }

    private XYChart chart(Order order) {
        Zoom shown = order.shown();
        PlotStyle look = order.look();
        int points = Math.max(2, Math.min(MOST_POINTS, order.width()));
        Points rates = corners(order.curve().line(Quantity.RATE, shown.from(), shown.to(), MOST_RATES));
        int exponent = (int) Math.floor(Math.log10(2 * highest(rates))); // 0.9 says more than 9
        String rateName = texts.get("chart.rateIn", "1e" + exponent);
        Points rate = new Points(rates.steps(), scaled(rates.values(), Math.pow(10, -exponent)));
        XYChart chart = new XYChartBuilder().xAxisTitle(texts.get("chart.step")).build();
        style(chart.getStyler(), look);
        range(chart.getStyler(), shown, HEADROOM * highest(rate));
        line(
                        chart,
                        texts.get("chart.loss"),
                        order.curve().line(Quantity.LOSS, shown.from(), shown.to(), points),
                        look.loss())
                .setLineStyle(look.line(1));
        line(chart, rateName, rate, look.rate()).setLineStyle(look.dashes(1)).setYAxisGroup(RATE_AXIS);
        Points smoothed = order.curve().line(Quantity.SMOOTHED, shown.from(), shown.to(), points);
        line(chart, texts.get("chart.smoothed"), smoothed, look.smoothed()).setLineStyle(look.line(2));
        addValidation(chart, order);
        return chart;
    }

    /** The losses of the held-out pictures with a dot at each measurement, and a ring around the lowest. */
    private void addValidation(XYChart chart, Order order) {
        ValidationCurve validation = order.curve().validation();
        List<ValidationTrend.Point> points = validation.points().stream()
                .filter(point -> Double.isFinite(point.loss()))
                .toList();
        if (points.isEmpty()) {
            return;
        }
        PlotStyle look = order.look();
        XYSeries all = line(chart, texts.get("chart.validation"), points(points), look.validation());
        all.setLineStyle(look.line(2));
        if (points.size() <= MOST_DOTS) {
            all.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(look.validation());
        }
        validation.trend().ifPresent(trend -> {
            Points best = new Points(new double[] {trend.bestStep()}, new double[] {trend.bestLoss()});
            line(chart, texts.get("chart.validation.lowest"), best, look.validation())
                    .setMarker(new Ring(look))
                    .setMarkerColor(look.text())
                    .setShowInLegend(false);
        });
    }

    private static Points points(List<ValidationTrend.Point> measured) {
        return new Points(
                measured.stream().mapToDouble(ValidationTrend.Point::step).toArray(),
                measured.stream().mapToDouble(ValidationTrend.Point::loss).toArray());
    }

    /** A ring around a point. */
    private static final class Ring extends Marker {
        private static final double SIZE = 2.2;
        private final PlotStyle look;

        Ring(PlotStyle look) {
            this.look = look;
        }

        @Override
        public void paint(Graphics2D g, double x, double y, int markerSize) {
            double size = SIZE * markerSize;
            g.setStroke(look.line(2));
            g.draw(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
        }
    }

    /** Without the points inside level parts, for XChart begins its dashes anew at each point. */
    private static Points corners(Points line) {
        double[] values = line.values();
        int[] kept = IntStream.range(0, values.length)
                .filter(i ->
                        i == 0 || i == values.length - 1 || values[i] != values[i - 1] || values[i] != values[i + 1])
                .toArray();
        return new Points(
                IntStream.of(kept).mapToDouble(i -> line.steps()[i]).toArray(),
                IntStream.of(kept).mapToDouble(i -> values[i]).toArray());
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> value * factor).toArray();
    }

    private static XYSeries line(XYChart chart, String name, Points points, Color color) {
        XYSeries series = chart.addSeries(name, points.steps(), points.values());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        return series;
    }

    /** XChart leaves out a label that lies exactly on the edge, so that the edge is put a hair's breadth further out. */
    private static void range(XYStyler styler, Zoom shown, double highestRate) {
        double steps = HAIR * (shown.to() - shown.from());
        styler.setXAxisMin(shown.from() - steps).setXAxisMax(shown.to() + steps);
        double losses = HAIR * (shown.high() - shown.low());
        styler.setYAxisMin(LOSS_AXIS, shown.low() - losses).setYAxisMax(LOSS_AXIS, shown.high() + losses);
        styler.setYAxisMin(RATE_AXIS, -HAIR * highestRate).setYAxisMax(RATE_AXIS, highestRate);
    }

    private void style(XYStyler styler, PlotStyle look) {
        styler.setLocale(locale);
        styler.setChartTitleVisible(false).setChartPadding(look.px(4));
        styler.setChartBackgroundColor(look.background()).setPlotBackgroundColor(look.background());
        styler.setPlotBorderVisible(false).setPlotContentSize(1);
        styler.setBaseFont(look.font());
        styler.setAxisTitleFont(look.font()).setAxisTickLabelsFont(look.font()).setLegendFont(look.font());
        styler.setChartFontColor(look.text());
        styler.setAxisTickLabelsColor(look.text()).setAxisTickMarksColor(look.grid());
        styler.setXAxisTitleColor(look.text());
        styler.setXAxisTickLabelsColor(look.text()).setXAxisTickMarksColor(look.grid());
        styler.setYAxisTickLabelsColor(look.text()).setYAxisTickMarksColor(look.grid());
        for (int axis : new int[] {LOSS_AXIS, RATE_AXIS}) {
            styler.setYAxisGroupTickLabelsColorMap(axis, look.text());
            styler.setYAxisGroupTickMarksColorMap(axis, look.grid());
        }
        styler.setYAxisGroupPosition(RATE_AXIS, Styler.YAxisPosition.Right);
        styler.setXAxisDecimalPattern("#,##0");
        styler.putYAxisGroupDecimalPatternMap(LOSS_AXIS, "0.####");
        styler.putYAxisGroupDecimalPatternMap(RATE_AXIS, "0.##");
        styler.setYAxisTitleVisible(false);
        styler.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false);
        styler.setAxisTickPadding(look.px(4)).setAxisTitlePadding(look.px(4)).setPlotMargin(0);
        styler.setXAxisTickMarkSpacingHint(look.px(90)).setYAxisTickMarkSpacingHint(look.px(36));
        styler.setPlotGridLinesColor(look.grid()).setPlotGridLinesStroke(look.line(1));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBackgroundColor(CLEAR).setLegendBorderColor(CLEAR);
        styler.setMarkerSize(look.px(DOT));
        styler.setLegendPadding(look.px(12)).setLegendSeriesLineLength(look.px(20));
    }
}
