package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import loralei.cli.BenchChart.Line;
import loralei.job.StepMemory;
import loralei.job.StepMemory.Part;
import loralei.job.StepMemory.Sample;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchChartTest {
    private static final int BLUE = 0xFF0072B2;
    private static final int ORANGE = 0xFFD55E00;

    @TempDir
    Path folder;

    private static StepMemory constant(double seconds, long gib) {
        return new StepMemory(List.of(
                new Sample(0, gib << 30, Part.FORWARD),
                new Sample(seconds / 3, gib << 30, Part.FORWARD),
                new Sample(seconds, gib << 30, Part.BACKWARD)));
    }

    /** The rows of the picture in which a colour stands, of the plot alone. */
    private static List<Integer> rows(BufferedImage image, int colour) {
        int plot = image.getHeight() * 3 / 4; // below it is the legend
        return IntStream.range(0, plot)
                .filter(y -> IntStream.range(0, image.getWidth()).anyMatch(x -> image.getRGB(x, y) == colour))
                .boxed()
                .toList();
    }

    @Test
    void whatNeedsLessMemoryLiesLower() throws IOException {
        BufferedImage image = new BenchChart(Texts.ofCommandLine(Locale.ENGLISH))
                .draw("title", List.of(new Line("all", constant(9, 4)), new Line("less", constant(12, 2))));

        List<Integer> all = rows(image, BLUE);
        List<Integer> less = rows(image, ORANGE);
        assertThat(all).isNotEmpty();
        assertThat(less).isNotEmpty();
        assertThat(less.get(0)).isGreaterThan(all.get(all.size() - 1));
        Path file = folder.resolve("chart.png");
        BenchChart.write(image, file);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(image.getWidth());
    }

    @Test
    void aPeakOfOneSampleStays() {
        List<Sample> samples = IntStream.range(0, 10_000)
                .mapToObj(i -> new Sample(i, i == 1_234 ? 99 : 1, Part.FORWARD))
                .toList();

        assertThat(BenchChart.thinned(samples))
                .hasSizeLessThanOrEqualTo(900)
                .extracting(Sample::bytes)
                .contains(99L);
    }
}
