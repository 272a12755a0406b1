package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> NAMES = List.of("learningRate", "rank", "saveEvery");

    @Test
    void findsAMisspeltName() {
        assertThat(NearestNames.closest("learnigRate", NAMES)).contains("learningRate");
        assertThat(NearestNames.closest("LEARNING-RATE", NAMES)).contains("learningRate");
        assertThat(NearestNames.closest("rnk", NAMES)).contains("rank");
    }

    @Test
    void findsNothingWhereNoNameIsNear() {
        assertThat(NearestNames.closest("colour", NAMES)).isEmpty();
        assertThat(NearestNames.closest("x", List.of())).isEmpty();
    }

    @Test
    void sortsByDistance() {
        assertThat(NearestNames.of("rang", NAMES, 2)).startsWith("rank").hasSize(2);
    }
}
