package loralei.gui;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import javax.swing.JLabel;
import org.junit.jupiter.api.Test;

class LateTabTest {
    private final AtomicInteger times = new AtomicInteger();
    private final LateTab<JLabel> tab = new LateTab<>(() -> new JLabel("built " + times.incrementAndGet()), it -> it);

    @Test
    void aTabIsBuiltWhenItIsNeededAndOnce() throws Exception {
        onEventThread(() -> {
            assertThat(tab.built()).isEmpty();
            assertThat(tab.place().getComponents()).isEmpty();

            JLabel label = tab.get();

            assertThat(label.getText()).isEqualTo("built 1");
            assertThat(tab.get()).isSameAs(label);
            assertThat(tab.built()).contains(label);
            assertThat(tab.place().getComponents()).containsExactly(label);
            return null;
        });
    }
}
