package loralei.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 5 s",
        "2, 5 s",
        "19, 20 s",
        "42, 40 s",
        "57.4, 55 s",
        "58, 1 min",
        "74, 1 min",
        "76, 1 min 30 s",
        "150, 2 min 30 s",
        "269, 4 min 30 s",
        "286, 5 min",
        "310, 5 min",
        "3590, 1 h 0 min",
        "4320, 1 h 12 min",
        "86390, 1 d 0 h",
        "183600, 2 d 3 h",
        "185600, 2 d 4 h",
        "NaN, –",
        "-1, –"
    })
    void estimatesAreNoMoreExactThanTheyAreAndNoLess(double seconds, String said) {
        assertThat(Durations.estimate(seconds)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"42.9, 42 s", "303, 5 min 3 s", "4321, 1 h 12 min", "185600, 2 d 3 h", "NaN, –"})
    void elapsedTimeCountsSecondsForAnHour(double seconds, String said) {
        assertThat(Durations.elapsed(seconds)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "59.4,59 s", "59.6,1:00", "65,1:05", "3599.6,1:00:00", "3725,1:02:05", "NaN,-", "-1,-"})
    void aTerminalHasTheShortestForm(double seconds, String text) {
        assertThat(Durations.clock(seconds)).isEqualTo(text);
    }
}
