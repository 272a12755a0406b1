package loralei.gui.form;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.JComboBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChoiceEditorTest {
    private final AtomicInteger edits = new AtomicInteger();
    private ChoiceEditor editor;

    @BeforeEach
    void build() throws Exception {
        editor = onEventThread(() -> new ChoiceEditor(List.of("auto", "cpu"), id -> "<" + id + ">"));
        editor.onEdit(edits::incrementAndGet);
    }

    private List<String> shown() throws Exception {
        return onEventThread(() -> {
            List<String> items = new ArrayList<>();
            JComboBox<?> box = (JComboBox<?>) editor.field();
            for (int i = 0; i < box.getItemCount(); i++) {
                items.add(box.getItemAt(i).toString());
            }
            return items;
        });
    }

    private void show(String id) throws Exception {
        onEventThread(() -> {
            editor.show(id);
            return null;
        });
    }

    private void offer(Map<String, String> more) throws Exception {
        onEventThread(() -> {
            editor.offer(new TreeMap<>(more));
            return null;
        });
    }

    @Test
    void whatThisComputerHasIsOfferedAfterTheFixedValues() throws Exception {
        show("cpu");
        offer(Map.of("cuda:0", "A", "cuda:1", "B"));
        assertThat(shown()).containsExactly("<auto>", "<cpu>", "A", "B");
        assertThat(onEventThread(editor::text)).isEqualTo("cpu");
        offer(Map.of("cuda:0", "A"));
        assertThat(shown()).containsExactly("<auto>", "<cpu>", "A");
        assertThat(edits).hasValue(0);
    }

    @Test
    void aValueThatThisComputerLacksIsKeptAndShown() throws Exception {
        show("cuda:1");
        assertThat(onEventThread(editor::text)).isEqualTo("cuda:1");
        offer(Map.of());
        assertThat(shown()).containsExactly("<auto>", "<cpu>", "<cuda:1>");
        assertThat(onEventThread(editor::text)).isEqualTo("cuda:1");
        offer(Map.of("cuda:0", "A", "cuda:1", "B"));
        assertThat(shown()).containsExactly("<auto>", "<cpu>", "A", "B");
        assertThat(onEventThread(editor::text)).isEqualTo("cuda:1");
        assertThat(edits).hasValue(0);
    }

    @Test
    void aPersonsChoiceIsHeard() throws Exception {
        offer(Map.of("cuda:0", "A"));
        onEventThread(() -> {
            ((JComboBox<?>) editor.field()).setSelectedIndex(2);
            return null;
        });
        assertThat(onEventThread(editor::text)).isEqualTo("cuda:0");
        assertThat(edits).hasValue(1);
    }
}
