package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import loralei.config.LrScheduler;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reference numbers: get_scheduler of diffusers 0.42.1, rate 1e-3, 20 steps, 4 of warm-up, 3 cycles, power 2. */
class LearningRateScheduleTest {
    private static final Offset<Double> ROUNDING = within(1e-12);
    private static final int STEPS = 20;

    private static LearningRateSchedule schedule(LrScheduler kind, int warmupSteps) {
        return new LearningRateSchedule(kind, 1e-3, STEPS, warmupSteps, 3, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CONSTANT_WITH_WARMUP; 0,.25,.5,.75,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
                "LINEAR; 0,.25,.5,.75,1,.9375,.875,.8125,.75,.6875,.625,.5625,.5,.4375,.375,.3125,.25,.1875,.125,.0625,0",
                "COSINE; 0,.25,.5,.75,1,0.9903926402016153,0.9619397662556434,0.9157348061512727,0.8535533905932737,"
                        + "0.7777851165098011,0.6913417161825449,0.5975451610080642,.5,0.4024548389919359,"
                        + "0.30865828381745514,0.22221488349019902,0.14644660940672627,0.08426519384872733,"
                        + "0.03806023374435663,0.009607359798384785,0",
                "COSINE_WITH_RESTARTS; 0,.25,.5,.75,1,0.9157348061512727,0.6913417161825449,0.4024548389919359,"
                        + "0.14644660940672627,0.009607359798384785,0.9619397662556434,0.7777851165098011,.5,"
                        + "0.22221488349019902,0.03806023374435663,0.9903926402016153,0.8535533905932737,"
                        + "0.5975451610080642,0.30865828381745514,0.08426519384872733,0",
                "POLYNOMIAL; 0,.25,.5,.75,1,0.878918359375,0.7656484374999999,0.6601902343749999,0.5625437499999999,"
                        + "0.472708984375,0.39068593749999997,0.31647460937499994,0.250075,0.191487109375,0.1407109375,"
                        + "0.097746484375,0.06259375,0.035252734375,0.0157234375,0.0040058593749999994,"
                        + "9.999999999999999e-05"
            })
    void followsDiffusersThroughTheWholeRun(LrScheduler kind, String expected) {
        double[] multipliers = Arrays.stream(expected.split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();

        assertThat(multipliers).hasSize(STEPS + 1);
        for (int step = 0; step <= STEPS; step++) {
            assertThat(schedule(kind, 4).multiplier(step)).as("step %d", step).isCloseTo(multipliers[step], ROUNDING);
        }
    }

    @ParameterizedTest
    @EnumSource(LrScheduler.class)
    void startsAtTheFullRateWithoutWarmup(LrScheduler kind) {
        assertThat(schedule(kind, 0).learningRate(0)).isCloseTo(1e-3, ROUNDING);
    }

    @ParameterizedTest
    @EnumSource(LrScheduler.class)
    void risesAtEachStepOfTheWarmupAndReachesTheFullRate(LrScheduler kind) {
        LearningRateSchedule schedule = schedule(kind, 5);

        assertThat(IntStream.rangeClosed(0, 5).mapToDouble(schedule::multiplier))
                .containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    }

    @Test
    void constantHonoursAWarmup() {
        assertThat(schedule(LrScheduler.CONSTANT, 4).multiplier(1)).isEqualTo(0.25);
        assertThat(schedule(LrScheduler.CONSTANT, 0).multiplier(STEPS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(LrScheduler.class)
    void stayWithinTheFullRateWhereTheWarmupIsLongerThanTheRun(LrScheduler kind) {
        LearningRateSchedule schedule = new LearningRateSchedule(kind, 1e-3, 2, 10, 1, 1);

        assertThat(IntStream.range(0, 30).mapToDouble(schedule::multiplier))
                .allSatisfy(multiplier -> assertThat(multiplier).isBetween(0.0, 1.0));
        assertThat(schedule.multiplier(1)).isEqualTo(0.1);
    }

    @ParameterizedTest
    @EnumSource(
            value = LrScheduler.class,
            names = {"LINEAR", "COSINE", "COSINE_WITH_RESTARTS"})
    void staysAtZeroPastTheEnd(LrScheduler kind) {
        assertThat(schedule(kind, 4).multiplier(STEPS + 2)).isCloseTo(0, ROUNDING);
    }

    @Test
    void polynomialNeverExceedsARateBelowItsEnd() {
        LearningRateSchedule schedule = new LearningRateSchedule(LrScheduler.POLYNOMIAL, 1e-8, STEPS, 0, 1, 1);

        assertThat(schedule.learningRate(10)).isCloseTo(1e-8, within(1e-20));
    }

    @ParameterizedTest
    @CsvSource({"0,20,0,1,1", "0.1,0,0,1,1", "0.1,20,-1,1,1", "0.1,20,0,0,1", "0.1,20,0,1,0", "NaN,20,0,1,1"})
    void refusesNumbersThatMakeNoSchedule(double rate, int total, int warmup, int cycles, double power) {
        assertThatThrownBy(() -> new LearningRateSchedule(LrScheduler.LINEAR, rate, total, warmup, cycles, power))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
