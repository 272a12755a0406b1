package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunLogTest {
    private final RunLog log = new RunLog();

    @Test
    void onlyNewLinesAreHandedOut() {
        log.add("one");
        long seen = log.latest();
        log.add("two");
        assertThat(log.after(seen)).extracting(RunLog.Line::text).containsExactly("two");
    }

    @Test
    void aTextOfTwoLinesIsTwoLines() {
        log.add("what\nwhat to do");
        assertThat(log.after(0)).extracting(RunLog.Line::text).containsExactly("what", "what to do");
    }

    @Test
    void theOldestLinesGoWhenThereAreTooMany() {
        for (int i = 1; i <= RunLog.MOST_LINES + 10; i++) {
            log.add("line " + i);
        }
        assertThat(log.after(0))
                .hasSize(RunLog.MOST_LINES)
                .first()
                .extracting(RunLog.Line::text)
                .isEqualTo("line 11");
        assertThat(log.latest()).isEqualTo(RunLog.MOST_LINES + 10);
    }
}
