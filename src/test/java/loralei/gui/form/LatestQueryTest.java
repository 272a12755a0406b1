package loralei.gui.form;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestQueryTest {
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<String> answers = new ArrayList<>();
    private final LatestQuery<String> latest = new LatestQuery<>(background::add, answers::add);

    @Test
    void anAnswerArrives() throws Exception {
        ask("a");
        work();

        assertThat(answers).containsExactly("a");
    }

    @Test
    void onlyTheNewestOfSeveralQuestionsIsAnswered() throws Exception {
        ask("a");
        ask("b");
        ask("c");
        assertThat(background).hasSize(1);

        work(); // a, which is stale by now
        assertThat(answers).isEmpty();
        work(); // c; b was never asked
        assertThat(answers).containsExactly("c");
        assertThat(background).isEmpty();
    }

    @Test
    void aFailureHasNoAnswerAndBlocksNothing() throws Exception {
        doOnEventThread(() -> latest.ask(() -> {
            throw new IllegalStateException("made for this test");
        }));
        work();
        ask("b");
        work();

        assertThat(answers).containsExactly("b");
    }

    private void ask(String answer) throws Exception {
        doOnEventThread(() -> latest.ask(() -> answer));
    }

    private void work() throws Exception {
        background.remove().run();
        doOnEventThread(() -> {}); // what was handed to the event thread is done
    }
}
