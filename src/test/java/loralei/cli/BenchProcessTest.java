package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import loralei.cli.BenchSeries.Outcome;
import loralei.config.PartialConfig;
import loralei.config.TrainingConfig;
import loralei.conformance.ConformanceData;
import loralei.job.BenchRequest;
import loralei.job.BenchResult;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchProcessTest {
    private static final String CLASSES =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    Path folder;

    /** A program that fails as it is told to. */
    static final class Failing {
        private Failing() {}

        public static void main(String[] args) {
            System.err.println(args[1]);
            Runtime.getRuntime().halt(Integer.parseInt(args[0]));
        }
    }

    /** A program that takes its time. */
    static final class Lasting {
        private Lasting() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }

    private static TrainingConfig tiny() {
        return PartialConfig.ofTexts(Map.of(
                        "baseModel", ConformanceData.of("sd15").model().toString(),
                        "resolution", "64",
                        "rank", "4",
                        "gradientCheckpointing", "true",
                        "device", "cpu"))
                .config();
    }

    private static BenchProcess process(List<String> program, Locale language) {
        return new BenchProcess(BenchCommand.handedOn(false), Texts.ofCommandLine(language), program);
    }

    private static List<String> java(Class<?> main, String... words) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> program = new java.util.ArrayList<>(List.of(java, "-cp", CLASSES, main.getName()));
        program.addAll(List.of(words));
        return program;
    }

    @Test
    void measuresInAProcessWithTheSettingsOfTheRow() throws IOException {
        BenchProcess process = process(BenchProcess.thisProgram(CLASSES), Locale.ENGLISH);
        Outcome outcome = process.run(new BenchRequest(tiny(), false, 1));

        assertThat(outcome).isInstanceOf(Outcome.Measured.class);
        BenchResult result = ((Outcome.Measured) outcome).result();
        assertThat(result.gradientCheckpointing()).isTrue();
        assertThat(result.resolution()).isEqualTo(64);
        assertThat(result.rank()).isEqualTo(4);
        assertThat(result.stepSeconds()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "en,1,error: the card burns,failed: the card burns",
        "de,1,Fehler: die Karte brennt,gescheitert: die Karte brennt",
        "en,137,nothing,'ended by the system (exit code 137), most likely for lack of memory'",
        "en,3,nothing,failed with exit code 3; the log file tells more"
    })
    void whatFailsTellsWhy(String language, String code, String said, String why) throws IOException {
        Locale locale = Locale.forLanguageTag(language);
        Outcome outcome = process(java(Failing.class, code, said), locale).run(new BenchRequest(tiny(), false, 1));

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(Texts.ofCommandLine(locale).say(((Outcome.Failed) outcome).why()))
                .isEqualTo(why);
    }

    @Test
    @Timeout(60)
    void isEndedByStop() throws Exception {
        BenchProcess process = process(java(Lasting.class), Locale.ENGLISH);
        Thread stopping = new Thread(() -> {
            while (!process.isRunning()) {
                Thread.onSpinWait();
            }
            process.stop();
        });
        stopping.start();

        assertThat(process.run(new BenchRequest(tiny(), false, 1, Optional.empty())))
                .isInstanceOf(Outcome.Failed.class);
        stopping.join();
    }
}
