package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loralei.data.Caption;
import loralei.data.Example;
import loralei.data.ExampleFixture;
import org.junit.jupiter.api.Test;

class SampleDrawTest {
    private static Example example(Caption caption, boolean flip) {
        Example plain = ExampleFixture.plain(1).get(0);
        return new Example(
                plain.picture(), plain.bucket(), caption, 1, 1, Optional.empty(), Example.Role.INSTANCE, flip);
    }

    private static final Caption TWO = new Caption(List.of("a"), List.of("a", "b"), 0, true, true);

    @Test
    void halfOfTheStepsAreMirroredAndHalfHaveEachText() {
        int flips = 0;
        int firsts = 0;
        int both = 0;
        for (int step = 1; step <= 4000; step++) {
            SampleDraw draw = SampleDraw.of(42, step, 0, example(TWO, true));
            flips += draw.flip() ? 1 : 0;
            firsts += draw.prompt().equals("a") ? 1 : 0;
            both += draw.flip() && draw.prompt().equals("a") ? 1 : 0;
        }
        assertThat(flips).isBetween(1900, 2100);
        assertThat(firsts).isBetween(1900, 2100);
        assertThat(both).as("one does not depend on the other").isBetween(900, 1100);
    }

    @Test
    void seedStepAndPlaceEachMakeAnotherDraw() {
        Set<String> rows = new HashSet<>();
        for (long seed : List.of(1L, 2L)) {
            for (int place = 0; place < 3; place++) {
                StringBuilder row = new StringBuilder();
                for (int step = 1; step <= 40; step++) {
                    row.append(SampleDraw.of(seed, step, place, example(TWO, false))
                            .prompt());
                }
                rows.add(row.toString());
            }
        }
        assertThat(rows).hasSize(6);
    }

    @Test
    void mirroringChangesNoCaption() {
        for (int step = 1; step <= 50; step++) {
            assertThat(SampleDraw.of(3, step, 1, example(TWO, true)).prompt())
                    .isEqualTo(SampleDraw.of(3, step, 1, example(TWO, false)).prompt());
            assertThat(SampleDraw.of(3, step, 1, example(TWO, false)).flip()).isFalse();
        }
    }
}
