package loralei.gui.run;

import java.awt.Color;
import java.util.Locale;
import java.util.Optional;
import loralei.gui.run.LossCurve.Points;
import loralei.gui.run.LossCurve.Quantity;
import loralei.gui.text.Texts;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a loss curve: the loss of each step, its running mean, and the learning rate on an axis of its own. */
final class LossPlot {
    /** More points than this look the same and only take time. */
    private static final int MOST_POINTS = 2_000;

    /** Room above the highest point. */
    private static final double HEADROOM = 1.05;

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

    private final Texts texts;
    private final Locale locale;

    LossPlot(Locale locale) {
        this.texts = Texts.of("run", locale);
        this.locale = locale;
    }

    /** The part that shows everything; the curve must have two steps. */
    static Zoom whole(LossCurve curve) {
        double first = curve.step(0);
        double last = curve.step(curve.size() - 1);
        return new Zoom(first, last, 0, HEADROOM * highest(curve.line(Quantity.LOSS, first, last, MOST_POINTS)));
    }

    private static double highest(Points points) {
        double highest = 0;
        for (double value : points.values()) {
            highest = Math.max(highest, value);
        }
        return highest > 0 ? highest : 1;
    }

    /** A chart to be painted; the curve must have two steps. */
    XYChart chart(LossCurve curve, Optional<Zoom> part, PlotStyle look) {
        Zoom shown = part.orElseGet(() -> whole(curve));
        XYChart chart = new XYChartBuilder().xAxisTitle(texts.get("chart.step")).build();
        Points rate = curve.line(Quantity.RATE, shown.from(), shown.to(), MOST_POINTS);
        style(chart.getStyler(), look);
        range(chart.getStyler(), shown, HEADROOM * highest(rate));
        chart.setCustomXAxisTickLabelsFormatter(this::stepLabel);
        chart.setYAxisGroupTitle(LOSS_AXIS, texts.get("chart.title"));
        chart.setYAxisGroupTitle(RATE_AXIS, texts.get("chart.rate"));
        line(chart, "chart.loss", curve.line(Quantity.LOSS, shown.from(), shown.to(), MOST_POINTS), look.loss())
                .setLineStyle(look.line(1));
        line(chart, "chart.rate", rate, look.rate()).setLineStyle(look.dashes(1)).setYAxisGroup(RATE_AXIS);
        line(chart, "chart.smoothed", curve.line(Quantity.SMOOTHED, shown.from(), shown.to(), MOST_POINTS), look.smoothed())
                .setLineStyle(look.line(2));
        return chart;
    }

    /** There is no step between two steps, so no label either. */
    private String stepLabel(double step) {
        return step == Math.rint(step) ? new RunNumbers(locale).count((long) step) : " ";
    }

    private XYSeries line(XYChart chart, String name, Points points, Color color) {
        XYSeries series = chart.addSeries(texts.get(name), points.steps(), points.values());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        return series;
    }

    private static void range(XYStyler styler, Zoom shown, double highestRate) {
        styler.setXAxisMin(shown.from()).setXAxisMax(shown.to());
        styler.setYAxisMin(LOSS_AXIS, shown.low()).setYAxisMax(LOSS_AXIS, shown.high());
        styler.setYAxisMin(RATE_AXIS, 0.0).setYAxisMax(RATE_AXIS, highestRate);
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
            styler.setYAxisGroupTitleColor(axis, look.text());
            styler.setYAxisGroupTickLabelsColorMap(axis, look.text());
            styler.setYAxisGroupTickMarksColorMap(axis, look.grid());
        }
        styler.setYAxisGroupPosition(RATE_AXIS, Styler.YAxisPosition.Right);
        styler.putYAxisGroupDecimalPatternMap(LOSS_AXIS, "0.####");
        styler.putYAxisGroupDecimalPatternMap(RATE_AXIS, "0.#E0");
        styler.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false);
        styler.setAxisTickPadding(look.px(4)).setAxisTitlePadding(look.px(4)).setPlotMargin(0);
        styler.setXAxisTickMarkSpacingHint(look.px(90)).setYAxisTickMarkSpacingHint(look.px(36));
        styler.setPlotGridLinesColor(look.grid()).setPlotGridLinesStroke(look.line(1));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBackgroundColor(look.background()).setLegendBorderColor(look.background());
        styler.setLegendPadding(look.px(4)).setLegendSeriesLineLength(look.px(20));
    }
}
