package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogFileTest {
    private static final Logger LOG = LoggerFactory.getLogger(LogFileTest.class);

    @TempDir
    Path folder;

    @Test
    void takesWhatIsLoggedWithTimeLevelAndStackTraceAndNothingBelowInfo() throws IOException {
        try (LogFile log = LogFile.openIn(folder.resolve("a/b"))) {
            LOG.debug("hidden");
            LOG.info("caf\u00e9 {}", 1);
            LOG.warn("careful", new IOException("disk"));

            assertThat(Files.readString(log.path().orElseThrow()))
                    .containsPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.* INFO \\[.*] LogFileTest: caf\u00e9 1")
                    .contains("WARN", "careful", "java.io.IOException: disk", "at loralei.cli.LogFileTest")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void addsToTheFileOfEarlierRunsAndStopsWhenItIsClosed() throws IOException {
        for (String line : new String[] {"first", "second"}) {
            try (LogFile log = LogFile.openIn(folder)) {
                assertThat(log.path()).isPresent();
                LOG.info(line);
            }
            LOG.info("between");
        }

        assertThat(Files.readString(folder.resolve("loralei.log")))
                .contains("first", "second")
                .doesNotContain("between");
    }

    @Test
    void beginsANewFileWhereTheOldOneHasGrownLong() throws IOException {
        Files.writeString(folder.resolve("loralei.log"), "x".repeat(2_000_001));
        try (LogFile log = LogFile.openIn(folder)) {
            assertThat(log.path()).isPresent();
            LOG.info("new");
        }

        assertThat(folder.resolve("loralei.log.old")).hasSize(2_000_001);
        assertThat(Files.readString(folder.resolve("loralei.log")))
                .contains("new")
                .doesNotContain("x");
    }
}
