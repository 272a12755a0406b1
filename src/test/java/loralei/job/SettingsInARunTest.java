package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loralei.config.AutoSwitch;
import loralei.config.LrScheduler;
import loralei.config.OptimizerKind;
import loralei.train.TrainingEvent;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings of rate, clipping and decay do in a run what they say; rates by the formulas of diffusers 0.42.1. */
class SettingsInARunTest {
    private static final double RATE = 1e-3;
    private static final Offset<Double> ROUNDING = within(1e-12);

    /** AdamW's first step moves no value by more than the rate; and fp32 rounds. */
    private static final double ONE_STEP = 1.001 * RATE;

    @TempDir
    private Path folder;

    private TinyRun run() {
        return new TinyRun(folder.resolve("output")).with("learningRate", RATE);
    }

    private static List<TrainingEvent.Step> steps(TinyRun run) {
        return run.run().stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(TrainingEvent.Step.class::cast)
                .toList();
    }

    private static void assertRates(TinyRun run, double... expected) {
        List<TrainingEvent.Step> steps = steps(run.with("steps", expected.length));
        for (int i = 0; i < expected.length; i++) {
            assertThat(steps.get(i).learningRate()).as("step %d", i + 1).isCloseTo(expected[i], ROUNDING);
        }
    }

    @Test
    void theRateRisesInTheWarmUpAndFallsAsTheScheduleSaysToTheLastStep() {
        assertRates(
                run().with("lrScheduler", LrScheduler.COSINE).with("lrWarmupSteps", 2),
                0,
                0.5e-3,
                1e-3,
                8.53553390593e-4,
                0.5e-3,
                1.46446609407e-4);
    }

    @Test
    void restartsArePutInAsOftenAsAsked() {
        assertRates(
                run().with("lrScheduler", LrScheduler.COSINE_WITH_RESTARTS).with("lrNumCycles", 2),
                1e-3,
                0.5e-3,
                1e-3,
                0.5e-3);
    }

    @Test
    void thePowerBendsThePolynomial() {
        assertRates(
                run().with("lrScheduler", LrScheduler.POLYNOMIAL).with("lrPower", 2.0),
                1e-3,
                0.56254375e-3,
                0.250075e-3,
                0.06259375e-3);
    }

    @Test
    void theRateIsScaledByTheBatchWhereThatIsAsked() {
        assertRates(run().with("batchSize", 2).with("scaleLr", true), 2e-3, 2e-3);
    }

    /** All values of the adapter before and after the first step, in the order of the file. */
    private List<List<Float>> firstStep(TinyRun run) {
        run.with("steps", 1).tracing(folder.resolve("trace")).run();
        return List.of(values("lora-000000"), values("lora-000001"));
    }

    private List<Float> values(String name) {
        Map<String, List<Float>> all = TinyRun.values(folder.resolve("trace/" + name + ".safetensors"));
        return all.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith(".alpha"))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private static double farthest(List<Float> from, double factor, List<Float> to) {
        double farthest = 0;
        for (int i = 0; i < from.size(); i++) {
            farthest = Math.max(farthest, Math.abs(to.get(i) - factor * from.get(i)));
        }
        return farthest;
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void aStepMovesTheAdapterByItsRate(OptimizerKind optimizer) {
        List<List<Float>> step = firstStep(run().with("optimizer", optimizer).with("weightDecay", 0.0));
        assertThat(farthest(step.get(0), 1, step.get(1))).isBetween(0.9 * RATE, ONE_STEP);
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void aStepAtRateZeroLeavesTheAdapterAlone(OptimizerKind optimizer) {
        List<List<Float>> step = firstStep(run().with("optimizer", optimizer).with("lrWarmupSteps", 5));
        assertThat(step.get(1)).isEqualTo(step.get(0));
    }

    /** Values are multiplied by 1 - rate x decay. */
    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void theDecayPullsTowardsZero(OptimizerKind optimizer) {
        List<List<Float>> step = firstStep(run().with("optimizer", optimizer).with("weightDecay", 100.0));
        assertThat(farthest(step.get(0), 0.9, step.get(1))).isLessThan(ONE_STEP);
        assertThat(farthest(step.get(0), 1, step.get(1))).isGreaterThan(10 * RATE);
    }

    /** A gradient far below AdamW's eps of 1e-8 moves almost nothing. */
    @Test
    void gradientsAreClippedToTheNormThatIsAsked() {
        List<List<Float>> step = firstStep(run().with("weightDecay", 0.0).with("maxGradNorm", 1e-10));
        assertThat(farthest(step.get(0), 1, step.get(1))).isLessThan(0.05 * RATE);
    }

    private TinyRun dropping(double share, String name) {
        return new TinyRun(folder.resolve(name))
                .with("rankDropout", share)
                .with("batchSize", 2)
                .with("steps", 4);
    }

    private Map<String, List<Float>> lora(String name) {
        return TinyRun.values(folder.resolve(name).resolve("tiny.safetensors"));
    }

    /** The first step sees the base model alone: its loss tells of latents, noise and timesteps. */
    @Test
    void rankDropoutChangesWhatIsLearnedAndNoOtherDraw() {
        List<Double> without = dropping(0, "without").losses();
        List<Double> with = dropping(0.3, "with").losses();

        assertThat(with.get(0)).isEqualTo(without.get(0));
        assertThat(with.subList(1, 4)).doesNotContainAnyElementsOf(without);
    }

    @Test
    void withRankDropoutAStoppedRunGoesOnToTheSameBits() {
        dropping(0.3, "whole").run();
        dropping(0.3, "stopped").stoppingAt(2).run();
        dropping(0.3, "stopped").resuming().run();

        assertThat(lora("stopped")).isEqualTo(lora("whole"));
    }

    @Test
    void whatIsComputedAgainToSaveMemorySeesTheSameRank() {
        dropping(0.3, "whole").run();
        dropping(0.3, "again").with("gradientCheckpointing", AutoSwitch.ON).run();

        assertThat(lora("again")).isEqualTo(lora("whole"));
    }

    @Test
    void theTimeLeftIsThatOfTheStepsToCome() {
        List<TrainingEvent.Step> steps = steps(run().with("steps", 3));
        assertThat(steps)
                .allSatisfy(step -> assertThat(step.secondsLeft() * step.stepsPerSecond())
                        .isCloseTo(3 - step.step(), within(1e-9)));
    }

    @Test
    void checkpointsAndEpochsAreAnnouncedAsTheyCome() {
        List<TrainingEvent> events =
                run().with("steps", 6).with("saveEvery", 2).with("batchSize", 3).run();
        TrainingEvent.Ready ready = events.stream()
                .filter(TrainingEvent.Ready.class::isInstance)
                .map(TrainingEvent.Ready.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(ready.checkpointSteps()).containsExactly(2, 4);
        assertThat(events.stream()
                        .filter(TrainingEvent.Saved.class::isInstance)
                        .map(TrainingEvent.Saved.class::cast)
                        .filter(saved -> !saved.last())
                        .map(TrainingEvent.Saved::step))
                .containsExactly(2, 4);
        assertThat(ready.epochs()).isEqualTo(3); // 6 steps of 3 pictures, of which there are 6
    }
}
