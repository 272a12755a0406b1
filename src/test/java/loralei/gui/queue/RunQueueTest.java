package loralei.gui.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.gui.run.RunPhase;
import loralei.gui.state.QueuePause;
import loralei.gui.state.QueuedRun;
import loralei.gui.state.QueuedStatus;
import loralei.gui.state.StateFile;
import loralei.gui.state.WindowStateStore;
import loralei.job.TrainRequest;
import loralei.text.Message;
import loralei.train.RunFiles;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunQueueTest {
    @TempDir
    private Path folder;

    private final FakeRuns runs = new FakeRuns();
    private WindowStateStore store;
    private RunQueue queue;

    @BeforeEach
    void open() {
        store = WindowStateStore.open(new StateFile(folder));
        queue = new RunQueue(store, runs);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void runsTrainInTheirOrder() {
        add("one", "two");
        queue.drive();
        queue.drive();
        assertThat(runs.started).extracting(this::name).containsExactly("one");
        assertThat(status("one")).isEqualTo(QueuedStatus.RUNNING);
        runs.done(folder.resolve("one.safetensors"));
        assertThat(status("one")).isEqualTo(QueuedStatus.DONE);
        assertThat(run("one").lora()).contains(folder.resolve("one.safetensors"));
        queue.drive();
        assertThat(runs.started).extracting(this::name).containsExactly("one", "two");
    }

    @Test
    void severalRunsGoOnAtOnceWhereThereAreSeveralCards() {
        FakeRuns other = new FakeRuns();
        queue = new RunQueue(store, runs, () -> other, () -> 2);
        add("one", "two", "three");
        queue.drive();
        assertThat(runs.started).extracting(this::name).containsExactly("one");
        assertThat(other.started).extracting(this::name).containsExactly("two");
        other.step = Optional.of(new TrainingEvent.Step(7, 10, 1, 0.1, 0.1, 1e-4, 0.1, 1, 3));
        assertThat(queue.progress(run("two").id())).isEqualTo(other.step);
        assertThat(queue.progress(run("one").id())).isEmpty();
        other.done(folder.resolve("two.safetensors"));
        assertThat(status("two")).isEqualTo(QueuedStatus.DONE);
        assertThat(status("one")).isEqualTo(QueuedStatus.RUNNING);
        queue.drive();
        assertThat(other.started).extracting(this::name).containsExactly("two", "three");
        queue.remove(run("three").id());
        assertThat(other.stopAsked).isTrue();
        assertThat(runs.stopAsked).isFalse();
    }

    @Test
    void aRunForABusyCardLetsTheNextOneGoFirst() {
        FakeRuns other = new FakeRuns();
        queue = new RunQueue(store, runs, () -> other, () -> 2);
        for (String name : List.of("one", "two")) {
            queue.add(on(name, DeviceChoice.card(0)));
        }
        queue.add(on("three", DeviceChoice.AUTO));
        queue.drive();
        assertThat(runs.started).extracting(this::name).containsExactly("one");
        assertThat(other.started).extracting(this::name).containsExactly("three");
        assertThat(status("two")).isEqualTo(QueuedStatus.WAITING);
    }

    @Test
    void aRunOfThePersonIsLeftAlone() {
        add("one");
        TrainRequest own = request("own", false, false);
        runs.running = true;
        queue.drive();
        assertThat(runs.started).isEmpty();
        runs.end(own, RunPhase.FAILED);
        assertThat(status("one")).isEqualTo(QueuedStatus.WAITING);
        queue.drive();
        runs.end(own, RunPhase.STOPPED); // told late, when the queue's run has begun
        assertThat(status("one")).isEqualTo(QueuedStatus.RUNNING);
        assertThat(queue.list().pause()).isEqualTo(QueuePause.NONE);
    }

    @Test
    void aRunThatThePersonStartsInTheSameMomentGoesFirst() {
        add("one");
        runs.refusal = Optional.of(new IllegalStateException("a run goes on"));
        queue.drive();
        assertThat(status("one")).isEqualTo(QueuedStatus.WAITING);
        runs.refusal = Optional.empty();
        queue.drive();
        assertThat(status("one")).isEqualTo(QueuedStatus.RUNNING);
    }

    @Test
    void aFailureIsRecordedAndTheNextRunFollows() {
        add("one", "two");
        queue.drive();
        runs.failed(UserError.run(Message.text("The disk is full."), Message.text("Free some space.")));
        assertThat(status("one")).isEqualTo(QueuedStatus.FAILED);
        assertThat(run("one").message()).isEqualTo("The disk is full. Free some space.");
        queue.drive();
        assertThat(status("two")).isEqualTo(QueuedStatus.RUNNING);
    }

    @Test
    void aFailureIsRecordedInTheLanguageOfTheWindow() {
        Locale before = Locale.getDefault(Locale.Category.DISPLAY);
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
        try {
            add("one");
            queue.drive();
            UserError failure = UserError.request(Message.of("inspect.noFile", "x"), Message.of("inspect.checkPath"));
            runs.failed(failure);
            assertThat(run("one").message()).isEqualTo("Die Datei x gibt es nicht. Den Pfad prüfen.");
        } finally {
            Locale.setDefault(Locale.Category.DISPLAY, before);
        }
    }

    @Test
    void aRunThatCannotEvenStartIsAFailureToo() {
        add("one", "two");
        runs.refusal = Optional.of(UserError.request(Message.text("No."), Message.text("Yes.")));
        queue.drive();
        assertThat(status("one")).isEqualTo(QueuedStatus.FAILED);
        runs.refusal = Optional.empty();
        queue.drive();
        assertThat(status("two")).isEqualTo(QueuedStatus.RUNNING);
    }

    @Test
    void whoStopsARunIsNotSurprisedByTheNext() {
        add("one", "two");
        queue.drive();
        runs.stopped();
        queue.drive();
        assertThat(status("one")).isEqualTo(QueuedStatus.STOPPED);
        assertThat(queue.list().pause()).isEqualTo(QueuePause.AFTER_STOP);
        assertThat(status("two")).isEqualTo(QueuedStatus.WAITING);
        queue.unpause();
        queue.drive();
        assertThat(status("two")).isEqualTo(QueuedStatus.RUNNING);
    }

    @Test
    void aPausedQueueStartsNothing() {
        add("one");
        queue.pause();
        queue.drive();
        assertThat(runs.started).isEmpty();
    }

    @Test
    void aRunThatIsRemovedWhileItTrainsIsStoppedAndTheNextFollows() {
        add("one", "two");
        queue.drive();
        queue.remove(run("one").id());
        assertThat(runs.stopAsked).isTrue();
        runs.stopped();
        queue.drive();
        assertThat(queue.list().runs()).hasSize(1);
        assertThat(status("two")).isEqualTo(QueuedStatus.RUNNING);
    }

    @Test
    void aRunThatWaitsIsRemovedWithoutAStop() {
        add("one", "two");
        queue.drive();
        queue.remove(run("two").id());
        assertThat(runs.stopAsked).isFalse();
        assertThat(status("one")).isEqualTo(QueuedStatus.RUNNING);
    }

    @Test
    void runsChangePlacesAndStayInTheList() {
        add("one", "two", "three");
        queue.move(run("three").id(), -1);
        queue.move(run("one").id(), 5);
        queue.move(run("three").id(), -7);
        assertThat(queue.list().runs())
                .extracting(run -> run.config().outputName())
                .containsExactly("three", "two", "one");
    }

    @Test
    void clearingLeavesWhatHasNotEnded() {
        add("one", "two");
        queue.drive();
        runs.done(folder.resolve("one.safetensors"));
        queue.drive();
        queue.clearEnded();
        assertThat(queue.list().runs())
                .extracting(run -> run.config().outputName())
                .containsExactly("two");
    }

    @Test
    void aRunThatWasCutOffGoesOnAfterTheNextStart() throws IOException {
        add("one", "two");
        queue.drive();
        saveState("one");
        restart();
        assertThat(status("one")).isEqualTo(QueuedStatus.WAITING);
        assertThat(queue.list().pause()).isEqualTo(QueuePause.AFTER_CRASH);
        queue.drive();
        assertThat(runs.started).hasSize(1);
        queue.unpause();
        queue.drive();
        assertThat(name(runs.last())).isEqualTo("one");
        assertThat(runs.last().resume()).isTrue();
        assertThat(runs.last().overwrite()).isFalse();
    }

    @Test
    void aRunThatWasCutOffBeforeItsFirstSaveBeginsAnew() throws IOException {
        add("one");
        queue.drive();
        Files.writeString(folder.resolve("one.csv"), "step,loss\n");
        restart();
        queue.unpause();
        queue.drive();
        assertThat(runs.last().resume()).isFalse();
        assertThat(runs.last().overwrite()).isTrue();
    }

    @Test
    void beginningAnewNeverReplacesALoraOrACheckpoint() throws IOException {
        for (String left : new String[] {"one.safetensors", "one-step00000500.safetensors"}) {
            add("one");
            queue.drive();
            Files.writeString(folder.resolve(left), "");
            restart();
            queue.unpause();
            queue.drive();
            assertThat(runs.last().overwrite()).as(left).isFalse();
            runs.running = false;
            queue.remove(run("one").id());
            Files.delete(folder.resolve(left));
        }
    }

    @Test
    void aRunThatIsStoppedBecauseTheProgramEndsGoesOnWithTheNextStart() throws IOException {
        add("one");
        queue.drive();
        queue.close();
        saveState("one");
        runs.stopped();
        queue.drive();
        assertThat(runs.started).hasSize(1);
        restart();
        assertThat(queue.list().pause()).isEqualTo(QueuePause.NONE);
        queue.drive();
        assertThat(runs.last().resume()).isTrue();
    }

    @Test
    void aRunThatFailedCanBeQueuedAgainAndOneThatIsDoneCannot() throws IOException {
        add("one", "two");
        queue.drive();
        runs.failed(new IOException("x"));
        saveState("one");
        queue.again(run("one").id());
        queue.drive();
        assertThat(runs.last().resume()).isTrue();
        runs.done(folder.resolve("one.safetensors"));
        queue.again(run("one").id());
        assertThat(status("one")).isEqualTo(QueuedStatus.DONE);
    }

    @Test
    void twoRunsWithOneOutputAreRefusedWithAFreeName() {
        add("my-cat");
        assertThatThrownBy(() -> queue.add(request("My-Cat", false, false)))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("My-Cat-2"));
        assertThat(queue.list().runs()).hasSize(1);
        add("my-cat-2");
        assertThat(queue.freeName(request("my-cat", false, false).config())).isEqualTo("my-cat-3");
    }

    @Test
    void aNameThatIsOnTheDiskIsRefusedUnlessTheRunMayHaveIt() throws IOException {
        saveState("my-cat");
        assertThat(queue.problemWith(request("my-cat", false, false))).isPresent();
        assertThat(queue.problemWith(request("my-cat", true, false))).isEmpty();
        assertThat(queue.problemWith(request("my-cat", false, true))).isEmpty();
        assertThat(queue.freeName(request("my-cat", false, false).config())).isEqualTo("my-cat-2");
    }

    @Test
    void theFreeNameOfALongNameIsNotTooLong() {
        String longest = "x".repeat(64);
        add(longest);
        assertThat(queue.freeName(request(longest, false, false).config())).isEqualTo("x".repeat(62) + "-2");
    }

    @Test
    void whatHasEndedDoesNotKeepItsName() {
        add("one");
        queue.drive();
        runs.failed(new IOException("x"));
        assertThat(queue.problemWith(request("one", false, false))).isEmpty();
    }

    @Test
    void listenersHearOfEachChange() {
        AtomicInteger heard = new AtomicInteger();
        queue.onChange(heard::incrementAndGet);
        add("one");
        queue.drive();
        runs.done(folder.resolve("one.safetensors"));
        assertThat(heard).hasValue(3);
    }

    private void restart() {
        store.close();
        runs.running = false;
        open();
    }

    private void add(String... names) {
        for (String name : names) {
            queue.add(request(name, false, false));
        }
    }

    private TrainRequest on(String name, DeviceChoice device) {
        TrainingConfig config = request(name, false, false).config().with("device", device);
        return TrainRequest.of(config, false, false);
    }

    private TrainRequest request(String name, boolean resume, boolean overwrite) {
        TrainingConfig config =
                TrainingConfig.defaults(Family.SD15).with("outputDir", folder).with("outputName", name);
        return new TrainRequest(config, resume, overwrite, false, Optional.empty(), 1);
    }

    private void saveState(String name) throws IOException {
        RunFiles files = new RunFiles(folder, name);
        Files.createDirectories(files.state());
        Files.writeString(files.stateFile(), "");
    }

    private QueuedRun run(String name) {
        return queue.list().runs().stream()
                .filter(run -> run.config().outputName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private QueuedStatus status(String name) {
        return run(name).status();
    }

    private String name(TrainRequest request) {
        return request.config().outputName();
    }
}
