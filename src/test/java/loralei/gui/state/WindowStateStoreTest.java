package loralei.gui.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WindowStateStoreTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final List<WindowState> saved = new CopyOnWriteArrayList<>();

    @Test
    void manyChangesAreOneSave() {
        WindowStateStore store = store(saved::add, NEVER);
        store.update(state -> state.withTab("sdxl"));
        store.update(state -> state.withAdvancedOpen(true));
        assertThat(saved).isEmpty();
        store.close();
        assertThat(saved).containsExactly(WindowState.FIRST.withTab("sdxl").withAdvancedOpen(true));
    }

    @Test
    void whatDoesNotChangeIsNotSaved() {
        WindowStateStore store = store(saved::add, NEVER);
        store.update(state -> state.withTab(""));
        store.close();
        assertThat(saved).isEmpty();
    }

    @Test
    void changesAreSavedOnAnotherThreadAfterAWhile() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        List<String> threads = new CopyOnWriteArrayList<>();
        try (WindowStateStore store = store(
                state -> {
                    threads.add(Thread.currentThread().getName());
                    done.countDown();
                },
                Duration.ofMillis(1))) {
            store.update(state -> state.withTab("queue"));
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(threads).containsExactly("window-state");
    }

    @Test
    void aSaveThatFailsIsTriedAgainAtTheEnd() {
        AtomicBoolean full = new AtomicBoolean(true);
        WindowStateStore store = store(
                state -> {
                    if (full.get()) {
                        throw new IOException("disk full");
                    }
                    saved.add(state);
                },
                NEVER);
        store.update(state -> state.withTab("queue"));
        store.saveNow();
        assertThat(saved).isEmpty();
        full.set(false);
        store.close();
        assertThat(saved).hasSize(1);
    }

    private static WindowStateStore store(WindowStateStore.Saver saver, Duration collected) {
        return new WindowStateStore(new Loaded(WindowState.FIRST, Optional.empty()), saver, collected);
    }
}
