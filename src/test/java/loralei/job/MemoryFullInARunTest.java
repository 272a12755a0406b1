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

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    /** Fails in the forward pass of the step after so many, until all blocks are computed twice. */
    private MemoryPlan failing(MemoryPlan plan, int after) {
        boolean leaner = failures.get() > 0 && plan.checkpoints() == Checkpoints.ALL;
        return leaner ? plan : new MemoryPlan(plan.weights(), path -> failsAt(path, after));
    }

    private boolean failsAt(String path, int after) {
        if (path.startsWith("up_blocks.0") && done.get() >= after) {
            failures.incrementAndGet();
            throw UserError.run(Message.of("torch.memoryFull", "made up"), Message.text("buy some"));
        }
        return false;
    }

    private TinyRun run(String name) {
        return new TinyRun(folder.resolve(name)).with("steps", 6).watching(event -> {
            if (event instanceof TrainingEvent.Step step) {
                done.set(step.step());
            }
        });
    }

    private static List<Integer> steps(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Step.class::isInstance)
                .map(event -> ((TrainingEvent.Step) event).step())
                .toList();
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
        run("whole").run();
        done.set(0);
        List<TrainingEvent> events =
                run("full").planned(plan -> failing(plan, 3)).run();
        assertThat(failures).hasValue(1);
        assertThat(adapter("full")).isEqualTo(adapter("whole"));
        assertThat(warnings(events))
                .containsExactly(
                        "There is not enough memory: made up. The run goes on by itself with less, which takes "
                                + "longer and gives the same: 32 bits, all blocks computed twice.");
        assertThat(steps(events)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Files.readAllLines(folder.resolve("full/tiny.csv")))
                .extracting(row -> row.split(",", 2)[0])
                .containsExactly("step", "1", "2", "3", "4", "5", "6");
    }

    @Test
    void aRunWhoseFirstStepFailsBeginsAnew() {
        run("whole").run();
        done.set(0);
        run("full").planned(plan -> failing(plan, 0)).run();
        assertThat(failures).hasValue(1);
        assertThat(adapter("full")).isEqualTo(adapter("whole"));
    }

    @Test
    void whereThereIsNoLeanerPlanTheRunEndsWithItsStateSaved() {
        TinyRun failing = run("full")
                .with("gradientCheckpointing", AutoSwitch.OFF)
                .with("offload", AutoSwitch.OFF)
                .planned(plan -> failing(plan, 3));
        assertThatThrownBy(failing::run)
                .isInstanceOf(UserError.class)
                .hasMessage("There is not enough memory: made up.")
                .extracting(error -> ((UserError) error).remedy())
                .isEqualTo("buy some");
        assertThat(steps(run("full").resuming().run())).containsExactly(4, 5, 6);
        run("whole").run();
        assertThat(adapter("full")).isEqualTo(adapter("whole"));
    }

    @Test
    void anotherFailureIsTriedNoSecondTime() {
        AtomicInteger calls = new AtomicInteger();
        TinyRun broken = run("broken")
                .planned(plan -> new MemoryPlan(plan.weights(), path -> {
                    calls.incrementAndGet();
                    throw UserError.run(Message.text("broken"), Message.text("mend it"));
                }));
        assertThatThrownBy(broken::run).hasMessage("broken");
        assertThat(calls).hasValue(1);
    }
}
