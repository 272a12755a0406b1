package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.queue.RunQueue;
import loralei.gui.run.RunController;
import loralei.gui.state.StateFile;
import loralei.gui.state.WindowStateStore;
import loralei.job.TrainRequest;
import loralei.train.RunFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartRunTest {
    @TempDir
    private Path folder;

    private final List<List<String>> asked = new ArrayList<>();
    private OptionalInt answer = OptionalInt.empty();
    private WindowStateStore store;
    private StartRun start;
    private TrainingConfig config;
    private RunFiles files;

    @BeforeEach
    void open() {
        store = WindowStateStore.open(new StateFile(folder));
        start = new StartRun(
                new RunQueue(store, new RunController((request, control, listener) -> {
                    throw new AssertionError(request);
                })),
                new Person());
        config = TrainingConfig.defaults(Family.SD15).with("outputDir", folder).with("outputName", "cat");
        files = new RunFiles(folder, "cat");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aFreeNameIsNotAskedAbout() {
        assertThat(start.decide(config)).contains(new StartRun.Decision(request(config, false), false));
        assertThat(asked).isEmpty();
    }

    @Test
    void aFinishedRunStaysAsItIs() throws IOException {
        Files.createFile(files.lora());
        answer = OptionalInt.of(0);

        assertThat(start.decide(config))
                .contains(new StartRun.Decision(request(config.with("outputName", "cat-2"), false), true));
        assertThat(asked).containsExactly(List.of("Train as cat-2"));
    }

    @Test
    void aStoppedRunCanGoOn() throws IOException {
        stopHalfWay();
        answer = OptionalInt.of(0);

        assertThat(start.decide(config)).contains(new StartRun.Decision(request(config, true), false));
        assertThat(asked).containsExactly(List.of("Go on with it", "Train as cat-2"));
    }

    @Test
    void besideAStoppedRunAnotherCanBegin() throws IOException {
        stopHalfWay();
        answer = OptionalInt.of(1);

        assertThat(start.decide(config))
                .contains(new StartRun.Decision(request(config.with("outputName", "cat-2"), false), true));
    }

    @Test
    void nothingStartsWherePeopleThinkBetterOfIt() throws IOException {
        stopHalfWay();
        assertThat(start.decide(config)).isEmpty();
        Files.createFile(files.lora());
        assertThat(start.decide(config)).isEmpty();
        assertThat(asked).hasSize(2);
    }

    private void stopHalfWay() throws IOException {
        Files.createDirectories(files.state());
        Files.createFile(files.stateFile());
    }

    private static TrainRequest request(TrainingConfig config, boolean resume) {
        return TrainRequest.of(config, resume, false);
    }

    /** Gives the answer of the test. */
    private final class Person implements Dialogs {
        @Override
        public void error(String title, Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public OptionalInt choose(String title, String question, List<String> ways, String no) {
            asked.add(ways);
            return answer;
        }
    }
}
