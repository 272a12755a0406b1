package loralei.gui.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.gui.EventThread;
import loralei.gui.run.RunController;
import loralei.gui.run.RunPhase;
import loralei.job.DemoResult;
import loralei.job.UseCases;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;

class DemoRunTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Path FOLDER = Path.of("output", "demo");
    private static final DemoResult MADE =
            new DemoResult(Path.of("model"), FOLDER.resolve("fsk49.safetensors"), Path.of("sheet.png"));

    private final List<DemoResult> shown = new ArrayList<>();
    private final RunController controller = new RunController((request, control, listener) -> {
        throw new AssertionError("this is no training of the person");
    });

    @Test
    void itIsARunLikeAnyOtherAndItsResultIsShownAtTheEnd() throws Exception {
        run((folder, control, listener) -> {
            assertThat(folder).isEqualTo(FOLDER);
            listener.accept(new TrainingEvent.Finished(MADE.lora(), 400, 60));
            return Optional.of(MADE);
        });

        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(controller.snapshot().request().orElseThrow().config().trainingPrompt())
                .isEqualTo("fsk49 shape");
        assertThat(shown).containsExactly(MADE);
    }

    @Test
    void oneThatWasStoppedShowsNothing() throws Exception {
        run((folder, control, listener) -> {
            listener.accept(new TrainingEvent.Stopped(FOLDER, 3));
            return Optional.empty();
        });

        assertThat(controller.snapshot().phase()).isEqualTo(RunPhase.STOPPED);
        assertThat(shown).isEmpty();
    }

    private void run(UseCases.Demo demo) throws Exception {
        DemoRun run = new DemoRun(demo, controller, FOLDER, shown::add);
        run.start();
        assertThat(controller.awaitEnd(LONG)).isTrue();
        EventThread.doOnEventThread(() -> {});
    }
}
