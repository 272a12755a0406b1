package loralei.gui.queue;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.swing.JButton;
import javax.swing.JTable;
import javax.swing.JTextArea;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.gui.error.Dialogs;
import loralei.gui.state.StateFile;
import loralei.gui.state.WindowStateStore;
import loralei.job.TrainRequest;
import loralei.text.Texts;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueViewTest {
    @TempDir
    private Path folder;

    private final FakeRuns runs = new FakeRuns();
    private final Texts texts = Texts.of("queue");
    private final FakeDialogs dialogs = new FakeDialogs();
    private WindowStateStore store;
    private RunQueue queue;
    private QueueView view;

    @BeforeEach
    void open() throws Exception {
        store = WindowStateStore.open(new StateFile(folder));
        queue = new RunQueue(store, runs);
        doOnEventThread(() -> view = new QueueView(queue, dialogs));
    }

    @AfterEach
    void close() throws Exception {
        if (view != null) {
            doOnEventThread(view::dispose);
        }
        store.close();
    }

    @Test
    void anEmptyQueueExplainsItself() throws Exception {
        doOnEventThread(() -> assertThat(showing("emptyText")).isTrue());
        add("one");
        doOnEventThread(() -> {
            assertThat(showing("emptyText")).isFalse();
            assertThat(cell(0, 0)).isEqualTo("one");
        });
    }

    @Test
    void theSelectionGoesAlongWhenARunIsMoved() throws Exception {
        add("one", "two");
        doOnEventThread(() -> {
            table().setRowSelectionInterval(1, 1);
            button("up").doClick();
            assertThat(cell(0, 0)).isEqualTo("two");
            assertThat(table().getSelectedRow()).isZero();
            assertThat(button("up").isEnabled()).isFalse();
            assertThat(button("down").isEnabled()).isTrue();
        });
    }

    @Test
    void aRunThatWaitsIsRemovedWithoutAQuestion() throws Exception {
        add("one", "two");
        doOnEventThread(() -> {
            table().setRowSelectionInterval(0, 0);
            button("remove").doClick();
            assertThat(cell(0, 0)).isEqualTo("two");
            assertThat(table().getSelectedRow()).isZero();
        });
    }

    @Test
    void aRunThatTrainsIsRemovedOnlyIfThePersonMeansIt() throws Exception {
        add("one");
        queue.drive();
        doOnEventThread(() -> {
            table().setRowSelectionInterval(0, 0);
            button("remove").doClick();
            assertThat(dialogs.asked).contains("one");
            assertThat(queue.list().runs()).hasSize(1);
            dialogs.answer = true;
            button("remove").doClick();
            assertThat(queue.list().runs()).isEmpty();
            assertThat(runs.stopAsked).isTrue();
        });
    }

    @Test
    void whyTheQueuePausesIsSaidAndOneButtonEndsIt() throws Exception {
        add("one", "two");
        queue.drive();
        runs.stopped();
        doOnEventThread(() -> {
            assertThat(((JTextArea) find("note")).getText()).isEqualTo(texts.get("note.after-stop"));
            assertThat(button("pause").getText()).isEqualTo(texts.get("unpause"));
            button("pause").doClick();
            assertThat(((JTextArea) find("note")).getText()).isEqualTo(texts.get("note.waiting", 1));
            assertThat(button("pause").getText()).isEqualTo(texts.get("pause"));
        });
    }

    @Test
    void progressIsShownInTheRowOfTheRun() throws Exception {
        add("one");
        queue.drive();
        runs.step = Optional.of(new TrainingEvent.Step(3, 10, 1, 0.1, 0.1, 1e-4, 0.1, 1, 60));
        add("two"); // any change shows the list anew
        doOnEventThread(() -> assertThat(cell(0, 4)).isEqualTo(texts.get("progress", 3, 10, "1 min")));
    }

    @Test
    void buttonsThatCannotDoAnythingAreOff() throws Exception {
        add("one");
        doOnEventThread(() -> assertThat(Stream.of("up", "down", "again", "remove", "clear"))
                .noneMatch(name -> button(name).isEnabled()));
    }

    private void add(String... names) {
        for (String name : names) {
            TrainingConfig config = TrainingConfig.defaults(Family.SD15)
                    .with("outputDir", folder)
                    .with("outputName", name);
            queue.add(new TrainRequest(config, false, false, false, Optional.empty(), 1));
        }
    }

    private JTable table() {
        return (JTable) find("queue");
    }

    private String cell(int row, int column) {
        return String.valueOf(table().getValueAt(row, column));
    }

    private JButton button(String name) {
        return (JButton) find(name);
    }

    private boolean showing(String name) {
        return find(name).getParent().isVisible();
    }

    private Component find(String name) {
        return find(view.component(), name).orElseThrow();
    }

    private static Optional<Component> find(Container parent, String name) {
        return Stream.of(parent.getComponents())
                .flatMap(child -> name.equals(child.getName())
                        ? Stream.of(child)
                        : child instanceof Container inner ? find(inner, name).stream() : Stream.empty())
                .findFirst();
    }

    private static final class FakeDialogs implements Dialogs {
        private boolean answer;
        private String asked = "";

        @Override
        public void error(String title, Throwable failure) {
            throw new AssertionError(title, failure);
        }

        @Override
        public OptionalInt choose(String title, String question, List<String> ways, String no) {
            asked = question;
            return answer ? OptionalInt.of(0) : OptionalInt.empty();
        }
    }
}
