package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Optional;
import loralei.train.ValidationTrend;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

class LossPlotTest {
    /** Half the ring's width. */
    private static final int RING = 5;

    private static final Color LOSS = new Color(200, 100, 0);
    private static final Color SMOOTHED = new Color(0, 0, 255);
    private static final Color VALIDATION = new Color(255, 0, 255);
    private static final PlotStyle LOOK = new PlotStyle(
            Color.WHITE,
            Color.BLACK,
            Color.WHITE,
            LOSS,
            SMOOTHED,
            Color.GREEN,
            VALIDATION,
            new Font(Font.DIALOG, Font.PLAIN, 11),
            1);

    private final LossHistory history = new LossHistory();
    private final LossPlot plot = new LossPlot(Locale.ENGLISH);

    @Test
    void theSmoothedLossIsDrawnWhereItIs() {
        for (int step = 1; step <= 100; step++) {
            history.add(step, 0.5, 0.5, 1e-4);
        }
        LossPlot.Picture picture = plot.draw(order(Optional.of(new LossPlot.Zoom(1, 100, 0, 1))));
        int x = (int) picture.chart().getScreenXFromChart(50);
        int y = (int) picture.chart().getScreenYFromChart(0.5);
        assertThat(picture.image().getRGB(x, y)).isEqualTo(SMOOTHED.getRGB());
    }

    @Test
    void aSinglePeakAmongThousandsOfStepsIsSeen() {
        for (int step = 1; step <= 20_000; step++) {
            history.add(step, step == 10_000 ? 0.9 : 0.1, 0.1, 1e-4);
        }
        LossPlot.Picture picture = plot.draw(order(Optional.of(new LossPlot.Zoom(1, 20_000, 0, 1))));
        int x = (int) picture.chart().getScreenXFromChart(10_000);
        int y = (int) picture.chart().getScreenYFromChart(0.8);
        assertThat(colours(picture.image(), x, y)).anyMatch(colour -> colour.getBlue() < 128 && colour.getRed() > 128);
    }

    @Test
    void oneWildStepDoesNotFlattenTheWholeCurve() {
        for (int step = 1; step <= 1_000; step++) {
            history.add(step, step == 500 ? 50 : 0.1, 0.2, 1e-4);
        }
        assertThat(order(Optional.empty()).shown().high()).isEqualTo(0.8);
    }

    @Test
    void aCalmCurveFillsItsHeight() {
        for (int step = 1; step <= 10; step++) {
            history.add(step, 0.2, 0.2, 1e-4);
        }
        assertThat(order(Optional.empty()).shown().high()).isBetween(0.2, 0.22);
    }

    @Test
    void aRunFromItsFirstStepOnBeginsAtNothing() {
        history.add(1, 1, 1, 1);
        history.add(2, 1, 1, 1);
        assertThat(order(Optional.empty()).shown().from()).isZero();
    }

    @Test
    void aRunThatWentOnBeginsWhereItDid() {
        history.add(201, 1, 1, 1);
        history.add(202, 1, 1, 1);
        assertThat(order(Optional.empty()).shown().from()).isEqualTo(201);
    }

    @Test
    void aLevelRateIsDrawnAsOneLine() {
        for (int step = 1; step <= 500; step++) {
            history.add(step, 0.1, 0.1, 1e-4);
        }
        XYSeries rate = plot.draw(order(Optional.empty())).chart().getSeriesMap().values().stream()
                .filter(series -> series.getName().startsWith("Learning rate"))
                .findFirst()
                .orElseThrow();
        assertThat(rate.getXData()).containsExactly(1, 500);
    }

    @Test
    void theHeldOutPicturesHaveALineAndARingAroundTheLowest() {
        for (int step = 1; step <= 100; step++) {
            history.add(step, 0.5, 0.5, 1e-4);
        }
        history.add(new ValidationTrend.Point(20, 0.8));
        history.add(new ValidationTrend.Point(60, 0.3));
        history.add(new ValidationTrend.Point(100, 0.4));
        LossPlot.Picture picture = plot.draw(order(Optional.of(new LossPlot.Zoom(1, 100, 0, 1))));
        int x = (int) picture.chart().getScreenXFromChart(40);
        int y = (int) picture.chart().getScreenYFromChart(0.55);
        assertThat(colours(picture.image(), x, y)).contains(VALIDATION);
        int best = (int) picture.chart().getScreenXFromChart(60);
        int lowest = (int) picture.chart().getScreenYFromChart(0.3);
        assertThat(colours(picture.image(), best, lowest + RING))
                .anyMatch(colour -> colour.getRed() == colour.getGreen() && colour.getRed() < 128);
        assertThat(picture.chart().getSeriesMap().get("Held out").getXData()).containsExactly(20, 60, 100);
    }

    @Test
    void highLossesOfTheHeldOutPicturesAreInThePicture() {
        history.add(1, 0.1, 0.1, 1e-4);
        history.add(2, 0.1, 0.1, 1e-4);
        history.add(new ValidationTrend.Point(2, 0.9));
        assertThat(order(Optional.empty()).shown().high()).isGreaterThan(0.9);
    }

    @Test
    void losslessAndBrokenStepsAreDrawnWithoutFailure() {
        history.add(1, Double.NaN, 0, 0);
        history.add(2, 0, 0, 0);
        assertThat(plot.draw(order(Optional.empty())).image().getWidth()).isEqualTo(400);
    }

    private static Color[] colours(BufferedImage image, int x, int y) {
        return new Color[] {
            new Color(image.getRGB(x - 1, y)), new Color(image.getRGB(x, y)), new Color(image.getRGB(x + 1, y))
        };
    }

    private LossPlot.Order order(Optional<LossPlot.Zoom> zoom) {
        return new LossPlot.Order(history.curve(), zoom, 400, 300, 1, LOOK);
    }
}
