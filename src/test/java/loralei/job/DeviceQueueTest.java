package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import loralei.config.DeviceChoice;
import loralei.config.PictureSpec;
import loralei.config.PrecisionChoice;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import loralei.torch.Card;
import loralei.train.Preparation;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeviceQueueTest {
    private final List<Future<Boolean>> held = new ArrayList<>();
    private static final DeviceQueue.Wish ANYWHERE = DeviceQueue.Wish.of(DeviceChoice.AUTO);

    private DeviceQueue queue = new DeviceQueue(List::of);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void end() throws InterruptedException {
        firstMayEnd.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasksHaveTheirTurnInTheOrderInWhichTheyCame() throws Exception {
        CompletableFuture<Boolean> first = first();
        List<CompletableFuture<Boolean>> others = new ArrayList<>();
        for (String name : List.of("two", "three", "four")) {
            CountDownLatch waits = new CountDownLatch(1);
            others.add(started(name, new AtomicBoolean(), waits));
            waits.await();
        }
        assertThat(queue.tasks()).extracting(Message::toString).containsExactly("one", "two", "three", "four");
        firstMayEnd.countDown();
        assertThat(first.get()).isTrue();
        for (CompletableFuture<Boolean> other : others) {
            assertThat(other.get()).isTrue();
        }
        assertThat(happened.stream().filter(event -> event.endsWith("runs")))
                .containsExactly("one runs", "two runs", "three runs", "four runs");
        assertThat(happened).contains("two waits for [one]", "four waits for [one, two, three]");
        assertThat(queue.tasks()).isEmpty();
    }

    @Test
    void oneThatWaitsCanBeStoppedAndIsNotInTheWay() throws Exception {
        CompletableFuture<Boolean> first = first();
        CountDownLatch waits = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Boolean> second = started("two", stop, waits);
        waits.await();
        CountDownLatch thirdWaits = new CountDownLatch(1);
        CompletableFuture<Boolean> third = started("three", new AtomicBoolean(), thirdWaits);
        thirdWaits.await();
        stop.set(true);
        assertThat(second.get()).isFalse();
        firstMayEnd.countDown();
        assertThat(first.get()).isTrue();
        assertThat(third.get()).isTrue();
        assertThat(happened).doesNotContain("two runs").endsWith("three runs");
    }

    @Test
    void aTaskThatFailsLetsTheNextOneIn() throws IOException {
        assertThatThrownBy(() -> queue.run(Message.text("one"), ANYWHERE, () -> false, before -> {}, () -> {
                    throw new IOException("broken");
                }))
                .hasMessage("broken");
        assertThat(queue.run(Message.text("two"), ANYWHERE, () -> true, before -> {}, () -> happened.add("two")))
                .isTrue();
        assertThat(happened).containsExactly("two");
    }

    @Test
    void aPartOfWhatGoesOnDoesNotWaitForTheWhole() throws IOException {
        queue.run(
                Message.text("whole"),
                ANYWHERE,
                () -> false,
                before -> {},
                () -> queue.run(Message.text("part"), ANYWHERE, () -> false, before -> {}, () -> happened.add("part")));
        assertThat(happened).containsExactly("part");
        assertThat(queue.tasks()).isEmpty();
    }

    @Test
    void aDrawingAndATrainingTellThatTheyWaitAndHowTheyAreStopped() throws Exception {
        CompletableFuture<Boolean> first = first();
        DeviceTurns turns = new DeviceTurns(queue);
        List<DrawEvent> drawn = new ArrayList<>();
        DrawRequest request = new DrawRequest(
                Path.of("model"),
                List.of(),
                List.of(PictureSpec.of("a cat", 64)),
                1,
                DeviceChoice.CPU,
                PrecisionChoice.AUTO,
                Path.of("out"));
        turns.draw((asked, stop, listener) -> happened.add("drawn")).run(request, () -> !drawn.isEmpty(), drawn::add);
        assertThat(drawn)
                .containsExactly(new DrawEvent.Waiting(List.of(Message.text("one"))), new DrawEvent.Stopped(0));

        List<TrainingEvent> trained = new ArrayList<>();
        TrainingControl control = new TrainingControl();
        TrainingConfig config = TrainingConfig.of(Map.of("outputDir", Path.of("out"), "outputName", "mine"));
        turns.train((asked, asking, listener) -> happened.add("trained"))
                .run(TrainRequest.of(config, false, false), control, event -> {
                    trained.add(event);
                    control.requestStop();
                });
        assertThat(trained)
                .containsExactly(
                        new TrainingEvent.Preparing(Preparation.WAITING, 0, 0),
                        new TrainingEvent.Stopped(Path.of("out", "mine.state"), 0));
        firstMayEnd.countDown();
        assertThat(first.get()).isTrue();
        turns.draw((asked, stop, listener) -> happened.add("drawn")).run(request, () -> false, drawn::add);
        assertThat(happened).contains("drawn").doesNotContain("trained");
    }

    private static Card card(int number, int gigabytes) {
        return new Card(number, "made up", "1", (long) gigabytes << 30, OptionalInt.of(86));
    }

    /** Starts a task that holds its place until the end of the test; waits until it has one or waits for one. */
    private void holding(String name, DeviceQueue.Wish wish) throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(1);
        held.add(threads.submit(() -> queue.run(
                Message.text(name),
                wish,
                () -> firstMayEnd.getCount() == 0,
                before -> {
                    happened.add(name + " waits for " + before);
                    settled.countDown();
                },
                () -> {
                    happened.add(name + " on " + DeviceQueue.card());
                    settled.countDown();
                    await(firstMayEnd);
                })));
        settled.await();
    }

    @Test
    void eachCardHasATaskAtATimeAndTheProcessorToo() throws Exception {
        queue = new DeviceQueue(() -> List.of(card(0, 8), card(1, 24)));
        assertThat(queue.atOnce()).isEqualTo(2);
        holding("one", ANYWHERE);
        holding("two", ANYWHERE);
        holding("three", ANYWHERE);
        holding("slow", DeviceQueue.Wish.of(DeviceChoice.CPU));
        holding("slower", DeviceQueue.Wish.of(DeviceChoice.CPU));
        assertThat(happened)
                .containsExactly(
                        "one on OptionalInt[0]",
                        "two on OptionalInt[1]",
                        "three waits for [one, two]",
                        "slow on OptionalInt.empty",
                        "slower waits for [slow]");
    }

    @Test
    void aTaskThatNamesACardWaitsForItAndIsInNobodysWayElsewhere() throws Exception {
        queue = new DeviceQueue(() -> List.of(card(0, 8), card(1, 24)));
        holding("one", ANYWHERE);
        holding("named", DeviceQueue.Wish.of(DeviceChoice.card(0)));
        holding("two", DeviceQueue.Wish.of(DeviceChoice.CUDA));
        assertThat(happened).containsExactly("one on OptionalInt[0]", "named waits for [one]", "two on OptionalInt[1]");
    }

    @Test
    void aTaskTakesTheCardOnWhichItGivesUpLeastAndNoneOnWhichItDoesNotFit() throws Exception {
        queue = new DeviceQueue(() -> List.of(card(0, 4), card(1, 8), card(2, 24)));
        DeviceQueue.Wish large = new DeviceQueue.Wish(
                DeviceChoice.AUTO, card -> card.number() == 0 ? Integer.MAX_VALUE : 2 - card.number());
        holding("one", large);
        holding("two", large);
        holding("three", large);
        DeviceQueue.Wish huge = new DeviceQueue.Wish(DeviceChoice.AUTO, card -> Integer.MAX_VALUE);
        holding("huge", huge);
        holding("small", ANYWHERE);
        assertThat(happened)
                .containsExactly(
                        "one on OptionalInt[2]",
                        "two on OptionalInt[1]",
                        "three waits for [one, two]",
                        "huge waits for [one, three]",
                        "small on OptionalInt[0]");
    }

    @Test
    void withOneCardAllTakeTurnsWhereverTheyCompute() throws Exception {
        queue = new DeviceQueue(() -> List.of(card(0, 8)));
        holding("one", ANYWHERE);
        holding("slow", DeviceQueue.Wish.of(DeviceChoice.CPU));
        assertThat(happened).containsExactly("one on OptionalInt.empty", "slow waits for [one]");
    }

    /** A task that has the device until it may end. */
    private CompletableFuture<Boolean> first() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        CompletableFuture<Boolean> first = async("one", new AtomicBoolean(), new CountDownLatch(1), () -> {
            runs.countDown();
            await(firstMayEnd);
        });
        runs.await();
        return first;
    }

    private CompletableFuture<Boolean> started(String name, AtomicBoolean stop, CountDownLatch waits) {
        return async(name, stop, waits, () -> {});
    }

    private CompletableFuture<Boolean> async(String name, AtomicBoolean stop, CountDownLatch waits, Runnable body) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return queue.run(
                                Message.text(name),
                                ANYWHERE,
                                stop::get,
                                before -> {
                                    happened.add(name + " waits for " + before);
                                    waits.countDown();
                                },
                                () -> {
                                    happened.add(name + " runs");
                                    body.run();
                                });
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
