package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import loralei.config.AutoSwitch;
import loralei.config.UserError;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.text.Message;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in whose steps the memory is not enough. */
class MemoryFullInARunTest {
    @TempDir
    private Path folder;

    /** Fails in the forward pass of each step from one on, as long as not all blocks are computed twice. */
    private static MemoryPlan failing(MemoryPlan plan, AtomicInteger steps, int from, AtomicInteger failures) {
        return plan.checkpoints() == Checkpoints.ALL && failures.get() > 0
                ? plan
                : new MemoryPlan(plan.weights(), path -> {
                    boolean first = path.equals("down_blocks.0.resnets.0");
                    if (path.startsWith("up_blocks.0") && steps.get() >= from) {
                        failures.incrementAndGet();
                        throw UserError.run(Message.of("torch.memoryFull", "made up"), Message.text("buy some"));
                    }
                    if (first) {
                        steps.incrementAndGet();
                    }
                    return false;
                });
    }

    private Map<String, List<Float>> adapter(String run) {
        return TinyRun.values(folder.resolve(run).resolve("tiny.safetensors"));
    }

    private static List<String> warnings(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Warning.class::isInstance)
                .map(event -> ((TrainingEvent.Warning) event).text().toString())
                .toList();
    }

    @Test
    void theRunGoesOnWithALeanerPlanToTheSameBits() throws Exception {
        new TinyRun(folder.resolve("whole")).with("steps", 6).run();
        AtomicInteger steps = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        List<TrainingEvent> events = new TinyRun(folder.resolve("full"))
                .with("steps", 6)
                .planned(plan -> failing(plan, steps, 4, failures))
                .run();
        assertThat(failures).hasValue(1);
        assertThat(adapter("full")).isEqualTo(adapter("whole"));
        assertThat(warnings(events))
                .containsExactly(
                        "There is not enough memory: made up. The run goes on by itself with less, which takes "
                                + "longer and gives the same: 32 bits, all blocks computed twice.");
        assertThat(events.stream()
                        .filter(TrainingEvent.Step.class::isInstance)
                        .map(event -> ((TrainingEvent.Step) event).step()))
                .containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Files.readAllLines(folder.resolve("full/tiny.csv")))
                .extracting(row -> row.split(",", 2)[0])
                .containsExactly("step", "1", "2", "3", "4", "5", "6");
    }

    @Test
    void aRunWhoseFirstStepFailsBeginsAnewAndLeavesNoState() {
        new TinyRun(folder.resolve("whole")).with("steps", 2).run();
        AtomicInteger failures = new AtomicInteger();
        new TinyRun(folder.resolve("full"))
                .with("steps", 2)
                .planned(plan -> failing(plan, new AtomicInteger(), 0, failures))
                .run();
        assertThat(failures).hasValue(1);
        assertThat(adapter("full")).isEqualTo(adapter("whole"));
    }

    @Test
    void whereThereIsNoLeanerPlanTheRunEndsWithItsStateSaved() {
        AtomicInteger steps = new AtomicInteger();
        TinyRun run = new TinyRun(folder.resolve("full"))
                .with("steps", 6)
                .with("gradientCheckpointing", AutoSwitch.OFF)
                .with("offload", AutoSwitch.OFF)
                .planned(plan -> failing(plan, steps, 4, new AtomicInteger()));
        assertThatThrownBy(run::run)
                .isInstanceOf(UserError.class)
                .hasMessage("There is not enough memory: made up.")
                .extracting(error -> ((UserError) error).remedy())
                .isEqualTo("buy some");
        new TinyRun(folder.resolve("whole")).with("steps", 6).run();
        List<TrainingEvent> rest =
                new TinyRun(folder.resolve("full")).with("steps", 6).resuming().run();
        assertThat(rest.stream()
                        .filter(TrainingEvent.Step.class::isInstance)
                        .map(event -> ((TrainingEvent.Step) event).step()))
                .containsExactly(4, 5, 6);
        assertThat(adapter("full")).isEqualTo(adapter("whole"));
    }

    @Test
    void anotherFailureIsTriedNoSecondTime() {
        AtomicInteger calls = new AtomicInteger();
        TinyRun run = new TinyRun(folder)
                .with("steps", 2)
                .planned(plan -> new MemoryPlan(plan.weights(), path -> {
                    calls.incrementAndGet();
                    throw UserError.run(Message.text("broken"), Message.text("mend it"));
                }));
        assertThatThrownBy(run::run).hasMessage("broken");
        assertThat(calls).hasValue(1);
    }
}
