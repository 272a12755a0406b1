package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassSizesTest {
    private static final PictureSize WIDE = new PictureSize(640, 384);
    private static final PictureSize TALL = new PictureSize(384, 640);
    private static final PictureSize SQUARE = PictureSize.square(512);

    /** Six wide pictures, three tall ones and one square. */
    private static ClassSizes sizes() {
        List<Example> instances = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            instances.add(ExampleFixture.of(i, i < 6 ? WIDE : i < 9 ? TALL : SQUARE, 1));
        }
        return new ClassSizes(instances);
    }

    private static List<PictureSize> of(List<PictureSize> pictures) {
        return sizes().of(pictures).stream().map(all -> all.get(0)).toList();
    }

    @Test
    void eachSizeHasItsShare() {
        List<PictureSize> squares = Collections.nCopies(20, PictureSize.square(1024));
        assertThat(of(squares).stream().filter(WIDE::equals)).hasSize(12);
        assertThat(of(squares).stream().filter(TALL::equals)).hasSize(6);
        assertThat(of(squares).stream().filter(SQUARE::equals)).hasSize(2);
    }

    @Test
    void aPictureGetsTheSizeOfItsOwnShape() {
        List<PictureSize> pictures = List.of(
                new PictureSize(1000, 1000),
                new PictureSize(900, 1500),
                new PictureSize(1500, 900),
                new PictureSize(900, 1500),
                new PictureSize(1500, 900),
                new PictureSize(1500, 900));
        assertThat(of(pictures)).containsExactly(SQUARE, TALL, WIDE, TALL, WIDE, WIDE);
    }

    @Test
    void noSizeGoesWithoutAPicture() {
        List<List<PictureSize>> sizes = sizes().of(List.of(new PictureSize(1500, 900)));
        assertThat(sizes).hasSize(1);
        assertThat(sizes.get(0)).containsExactlyInAnyOrder(WIDE, TALL, SQUARE);
    }

    @Test
    void whatIsDrawnMakesTheSharesWhole() {
        List<PictureSize> there = List.of(WIDE, WIDE, SQUARE);
        List<PictureSize> missing = sizes().missing(there, 20);
        assertThat(missing).hasSize(17);
        assertThat(missing.stream().filter(WIDE::equals)).hasSize(10);
        assertThat(missing.stream().filter(TALL::equals)).hasSize(6);
        assertThat(missing.stream().filter(SQUARE::equals)).hasSize(1);
        assertThat(sizes().missing(IntStream.range(0, 5).mapToObj(i -> WIDE).toList(), 5))
                .isEmpty();
    }
}
