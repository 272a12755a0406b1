package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlockOrderTest {
    private static final int BLOCKS = 5;
    private static final List<Integer> THERE_AND_BACK = List.of(0, 1, 2, 3, 4, 4, 3, 2, 1, 0);
    private static final List<Integer> WITH_CHECKPOINTS = List.of(0, 1, 2, 3, 4, 4, 2, 3, 3, 2, 0, 1, 1, 0);

    private final BlockOrder order = new BlockOrder();

    @Test
    void theSecondRoundIsForeseenWhole() {
        ask(THERE_AND_BACK);
        assertThat(ask(THERE_AND_BACK)).isEqualTo(others(THERE_AND_BACK));
    }

    @Test
    void soIsOneWithBlocksThatRunAgain() {
        ask(WITH_CHECKPOINTS);
        assertThat(ask(WITH_CHECKPOINTS)).isEqualTo(others(WITH_CHECKPOINTS));
    }

    @Test
    void inTheFirstRoundItIsTheNextOneInTheDirection() {
        assertThat(ask(THERE_AND_BACK)).startsWith(1, 2, 3, 4).contains(3, 2, 1);
    }

    @Test
    void anotherKindOfRoundIsLearnedAnew() {
        ask(THERE_AND_BACK);
        ask(WITH_CHECKPOINTS);
        assertThat(ask(WITH_CHECKPOINTS)).isEqualTo(others(WITH_CHECKPOINTS));
    }

    @Test
    void oneThatOnlyGoesThereLeavesTheOtherKnown() {
        ask(THERE_AND_BACK);
        assertThat(ask(List.of(0, 1, 2, 3, 4))).startsWith(1, 2, 3, 4);
        assertThat(ask(THERE_AND_BACK)).isEqualTo(others(THERE_AND_BACK));
    }

    @Test
    void oneBlockAloneHasNoOther() {
        assertThat(order.asked(0, 1)).isZero();
        assertThat(order.asked(0, 1)).isZero();
    }

    private List<Integer> ask(List<Integer> round) {
        List<Integer> foreseen = new ArrayList<>();
        order.begin();
        round.forEach(block -> foreseen.add(order.asked(block, BLOCKS)));
        return foreseen;
    }

    /** For each block of a round the next one that is another, in this round or the one after it. */
    private static List<Integer> others(List<Integer> round) {
        List<Integer> twice = Stream.concat(round.stream(), round.stream()).toList();
        return IntStream.range(0, round.size())
                .mapToObj(at -> twice.stream()
                        .skip(at)
                        .filter(next -> !next.equals(round.get(at)))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}
