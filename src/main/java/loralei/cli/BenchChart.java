package loralei.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import loralei.job.StepMemory;
import loralei.job.StepMemory.Part;
import loralei.job.StepMemory.Sample;
import loralei.safetensors.AtomicFile;
import loralei.text.Texts;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of the memory in use over a step, one line for each way to save memory. */
final class BenchChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 440;
    private static final double GIB = 1L << 30;

    /** More points than the picture is wide look the same. */
    private static final int MOST_POINTS = WIDTH;

    /** Of Okabe and Ito: told apart by all eyes. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9));

    private static final Color TEXT = new Color(0x404040);
    private static final Color GRID = new Color(0xDDDDDD);

    /**
     * A line of the picture.
     *
     * @param name for the legend
     * @param memory its values
     */
    record Line(String name, StepMemory memory) {}

    private final Texts texts;

    BenchChart(Texts texts) {
        this.texts = texts.part("bench");
    }

    /** Draws lines, and marks where forward and backward end. */
    BufferedImage draw(String title, List<Line> lines) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(texts.get("chart.seconds"))
                .yAxisTitle(texts.get("chart.memory"))
                .build();
        style(chart.getStyler());
        for (int i = 0; i < lines.size(); i++) {
            Color colour = COLOURS.get(i % COLOURS.size());
            add(chart, lines.get(i).name(), thinned(lines.get(i).memory().samples()), colour);
        }
        for (int i = 0; i < lines.size(); i++) {
            List<Sample> samples = lines.get(i).memory().samples();
            end(chart, texts.get("chart.forwardEnds"), samples, Part.FORWARD, SeriesMarkers.CIRCLE, i);
            end(chart, texts.get("chart.backwardEnds"), samples, Part.BACKWARD, SeriesMarkers.DIAMOND, i);
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            chart.paint(g, WIDTH, HEIGHT);
        } finally {
            g.dispose();
        }
        return image;
    }

    /** Writes a picture as PNG. */
    static void write(BufferedImage image, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        AtomicFile.replace(file, channel -> channel.write(ByteBuffer.wrap(bytes.toByteArray())));
    }

    private static XYSeries add(XYChart chart, String name, List<Sample> samples, Color colour) {
        XYSeries series = chart.addSeries(
                name, values(samples, Sample::seconds), values(samples, sample -> sample.bytes() / GIB));
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(colour).setLineStyle(new BasicStroke(2));
        return series;
    }

    /** A mark at the last sample of a part; of all lines together it stands in the legend once. */
    private static void end(XYChart chart, String name, List<Sample> samples, Part part, Marker marker, int line) {
        List<Sample> of =
                samples.stream().filter(sample -> sample.part() == part).toList();
        if (!of.isEmpty()) {
            String unique = line == 0 ? name : name + " " + line;
            XYSeries mark = add(chart, unique, of.subList(of.size() - 1, of.size()), TEXT);
            mark.setMarker(marker).setMarkerColor(TEXT).setShowInLegend(line == 0);
            mark.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        }
    }

    private static double[] values(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).toArray();
    }

    /** Of as many neighbours as share a point of the picture the highest, for peaks are what counts. */
    static List<Sample> thinned(List<Sample> samples) {
        int together = (samples.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Sample> kept = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += together) {
            samples.subList(from, Math.min(from + together, samples.size())).stream()
                    .max((a, b) -> Long.compare(a.bytes(), b.bytes()))
                    .ifPresent(kept::add);
        }
        return kept;
    }

    private void style(XYStyler styler) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        styler.setLocale(texts.locale());
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        styler.setChartFontColor(TEXT)
                .setChartTitleFont(font.deriveFont(Font.BOLD))
                .setChartTitleBoxVisible(false);
        styler.setBaseFont(font);
        styler.setAxisTitleFont(font).setAxisTickLabelsFont(font).setLegendFont(font);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID).setPlotGridVerticalLinesVisible(false);
        styler.setYAxisMin(0.0).setXAxisMin(0.0);
        styler.setXAxisDecimalPattern("0.##");
        styler.setYAxisDecimalPattern("0.##");
        styler.setLegendPosition(Styler.LegendPosition.OutsideS).setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setMarkerSize(9);
    }
}
