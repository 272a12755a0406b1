package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
    @ParameterizedTest
    @CsvSource({
        "512, 512, 512, 512",
        "4000, 3000, 576, 448",
        "3000, 4000, 448, 576",
        "640, 512, 576, 448", // the advice of the program that this one replaces: shapes as they lie
        "384, 512, 384, 512",
        "256, 512, 256, 512",
        "1920, 1080, 640, 384",
        "1000, 1000, 512, 512",
        "10000, 256, 1024, 256", // no shape is longer than four to one
        "400, 500, 384, 448", // never enlarged
        "100, 100, 256, 256", // but for what is too small for all
        "100, 200, 192, 384"
    })
    void aPictureKeepsItsShape(int width, int height, int bucketWidth, int bucketHeight) {
        assertThat(new Buckets(512, 64, false).of(new PictureSize(width, height)))
                .isEqualTo(new PictureSize(bucketWidth, bucketHeight));
    }

    @Test
    void smallPicturesAreEnlargedWhereThatIsWanted() {
        assertThat(new Buckets(512, 64, true).of(PictureSize.square(100))).isEqualTo(PictureSize.square(512));
    }

    @Test
    void aStepBeyondTheResolutionLeavesTheSquare() {
        assertThat(new Buckets(64, 128, false).of(new PictureSize(300, 200))).isEqualTo(PictureSize.square(64));
    }

    @ParameterizedTest
    @CsvSource({"512, 64, 0.05", "512, 32, 0.035", "1024, 64, 0.02"})
    void ofAThousandShapesLittleIsCroppedAndNoneExceedsTheArea(int resolution, int step, double most) {
        Random random = new Random(14);
        Buckets buckets = new Buckets(resolution, step, false);
        List<Double> cropped = new ArrayList<>();
        List<Double> area = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            PictureSize picture =
                    new PictureSize(resolution + random.nextInt(3_500), resolution + random.nextInt(3_500));
            PictureSize bucket = buckets.of(picture);
            assertThat(bucket.pixels()).isLessThanOrEqualTo((long) resolution * resolution);
            assertThat(bucket.width() % step + bucket.height() % step).isZero();
            assertThat(bucket.width()).isLessThanOrEqualTo(picture.width());
            assertThat(bucket.height()).isLessThanOrEqualTo(picture.height());
            cropped.add(Buckets.cropped(picture, bucket));
            area.add(bucket.pixels() / (double) ((long) resolution * resolution));
        }
        assertThat(cropped.stream().mapToDouble(share -> share).average().orElseThrow())
                .isLessThan(most);
        assertThat(area.stream().mapToDouble(share -> share).average().orElseThrow())
                .isGreaterThan(0.85);
    }

    /** What is shown more often than the epochs tell is what fills up the last batch of its size. */
    @ParameterizedTest
    @CsvSource({"1, 3", "4, 1", "4, 3"})
    void ofAThousandShapesEachIsShownAsOftenAsEveryOther(int batch, int epochs) {
        Random random = new Random(16);
        Buckets buckets = new Buckets(512, 64, false);
        List<Example> examples = IntStream.range(0, 1_000)
                .mapToObj(i -> new PictureSize(100 + random.nextInt(3_900), 100 + random.nextInt(3_900)))
                .map(size -> Example.plain(picture(size), buckets.of(size), "a dog"))
                .toList();
        BatchPlan plan = new BatchPlan(examples, batch, 5);
        int[] shown = new int[examples.size()];
        for (long step = 1; step <= plan.totalSteps(epochs); step++) {
            for (int index : plan.indices(step)) {
                shown[index]++;
            }
        }
        long sizes = examples.stream().map(Example::bucket).distinct().count();
        assertThat(sizes).isGreaterThan(20);
        assertThat(IntStream.of(shown).min().orElseThrow()).isEqualTo(epochs);
        assertThat(IntStream.of(shown).max().orElseThrow()).isLessThanOrEqualTo(epochs + batch - 1);
        assertThat((long) IntStream.of(shown).sum() - (long) epochs * shown.length)
                .isLessThanOrEqualTo(sizes * (batch - 1));
    }

    @Test
    void smallPicturesAreNeverEnlarged() {
        Random random = new Random(15);
        Buckets buckets = new Buckets(1024, 64, false);
        for (int i = 0; i < 1_000; i++) {
            PictureSize picture = new PictureSize(600 + random.nextInt(900), 600 + random.nextInt(900));
            assertThat(Example.plain(picture(picture), buckets.of(picture), "a dog")
                            .isEnlarged())
                    .isFalse();
        }
    }

    private static Picture picture(PictureSize size) {
        return new Picture(java.nio.file.Path.of("a.png"), PictureFormat.PNG, size, Orientation.NONE, 1, "sha of a");
    }
}
