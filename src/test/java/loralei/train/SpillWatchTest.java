package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import loralei.data.PictureSize;
import org.junit.jupiter.api.Test;

class SpillWatchTest {
    private static final PictureSize SIZE = PictureSize.square(512);
    private static final long GIB = 1L << 30;

    /** The steps after which something was said. */
    private static List<Integer> told(SpillWatch watch, double... seconds) {
        List<Boolean> told = DoubleStream.of(seconds)
                .mapToObj(time -> watch.after(SIZE, time).isPresent())
                .toList();
        return IntStream.range(0, told.size())
                .filter(told::get)
                .mapToObj(step -> step + 1)
                .toList();
    }

    private static SpillWatch ofSteps(boolean gpu) {
        return new SpillWatch(gpu, 0, () -> {
            throw new AssertionError("asked");
        });
    }

    @Test
    void stepsThatHaveBecomeManyTimesSlowerAreToldOnce() {
        assertThat(told(ofSteps(true), 9, 1, 1, 1, 1, 1, 6, 6, 6, 6, 6, 6)).containsExactly(9);
        assertThat(ofSteps(true).after(SIZE, 1)).isEmpty();
    }

    @Test
    void aPauseAndTheSlowFirstStepsAreNone() {
        assertThat(told(ofSteps(true), 9, 9, 1, 1, 1, 1, 1, 30, 1, 1, 1, 30, 1, 1))
                .isEmpty();
        assertThat(told(ofSteps(true), 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4)).isEmpty();
    }

    @Test
    void onTheProcessorNothingIsTold() {
        assertThat(told(ofSteps(false), 1, 1, 1, 1, 1, 9, 9, 9, 9, 9)).isEmpty();
    }

    @Test
    void stepsOfLargerPicturesAreComparedWithTheirLike() {
        SpillWatch watch = ofSteps(true);
        PictureSize large = PictureSize.square(1024);
        for (int i = 0; i < 5; i++) {
            assertThat(watch.after(SIZE, 1)).isEmpty();
        }
        for (int i = 0; i < 5; i++) {
            assertThat(watch.after(large, 8)).isEmpty();
        }
    }

    @Test
    void aFullCardIsToldWithWhatToDo() {
        SpillWatch watch = new SpillWatch(true, 8 * GIB, () -> 8 * GIB - GIB / 10);
        assertThat(watch.after(SIZE, 1)).isEmpty();
        assertThat(watch.after(SIZE, 1)).isEmpty();
        assertThat(watch.after(SIZE, 1))
                .hasValueSatisfying(text -> assertThat(text.toString())
                        .startsWith("The memory of the graphics card is full")
                        .contains("--gradient-checkpointing on", "--offload on", "--resume"));
        assertThat(watch.after(SIZE, 1)).isEmpty();
        assertThat(told(new SpillWatch(true, 8 * GIB, () -> 7 * GIB), 1, 1, 1, 1))
                .isEmpty();
    }
}
