package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import loralei.job.ConceptsJob;
import loralei.job.DoctorReport;
import loralei.job.Finding;
import loralei.job.UseCases;
import loralei.job.tool.LoraTools;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals end whole processes, so each test starts one. */
class ShutdownInterruptsTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    /** A program whose training takes steps until it is asked to stop, then takes its time to save. */
    static final class Trainer {
        private Trainer() {}

        public static void main(String[] args) {
            Path state = Path.of(args[0]);
            UseCases useCases = new UseCases(
                    (request, control, listener) -> {
                        for (int step = 1; !control.isStopRequested(); step++) {
                            sleep();
                            listener.accept(CliFixture.step(step, 1_000_000));
                        }
                        sleep();
                        if (args[1].equals("fail")) {
                            throw new IOException("no room");
                        }
                        Files.writeString(state, "saved");
                        if (args[1].equals("finish")) {
                            listener.accept(new TrainingEvent.Finished(state, 1, 1));
                        } else {
                            listener.accept(new TrainingEvent.Stopped(state, 1));
                        }
                    },
                    CliFixture::report,
                    request -> new CliFixture.Measured(0),
                    (dir, control, listener) -> Optional.empty(),
                    config -> {
                        throw new AssertionError("nobody asked for a preview");
                    },
                    config -> {
                        throw new AssertionError("nobody asked for advice");
                    },
                    (request, control, listener) -> Optional.empty(),
                    request -> new DoctorReport(Finding.Verdict.GREEN, List.of()),
                    (request, stop, listener) -> {
                        throw new AssertionError("nobody asked for pictures");
                    },
                    (request, stop, listener) -> {
                        throw new AssertionError("nobody asked for a grid");
                    },
                    new ConceptsJob(),
                    LoraTools.ofThisProgram());
            IntSupplier width = () -> 80;
            Surroundings surroundings = new Surroundings(
                    false,
                    width,
                    new ShutdownInterrupts(),
                    System::nanoTime,
                    state.resolveSibling("log"),
                    Locale.ENGLISH);
            String here = state.getParent().toString();
            String[] words = {
                "train", "--base-model", here, "--instance-dir", here, "--instance-prompt", "x", "--output-dir", here
            };
            System.exit(new Cli(useCases, tab -> {}, surroundings).execute(words, System.out, System.err));
        }

        private static void sleep() {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private int signalled(String signal, String way) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs a system with kill");
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Trainer.class.getName(),
                folder.resolve("state").toString(),
                way));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            for (int i = 0; i < PATIENCE_SECONDS * 10 && !text(output).contains("step 1/"); i++) {
                Thread.sleep(100);
            }
            assertThat(text(output)).contains("step 1/");
            new ProcessBuilder("/bin/kill", signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(text(output)).contains("stopping after this step, saving");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-TERM", "-HUP"})
    void aSignalLetsTheRunSaveAndEndsWithTheCodeOfAStoppedRun(String signal) throws Exception {
        assertThat(signalled(signal, "stop")).isEqualTo(130);
        assertThat(folder.resolve("state")).hasContent("saved");
        assertThat(text(folder.resolve("output.txt"))).contains("stopped after step 1, state saved");
    }

    @Test
    void aRunThatFailsWhileItStopsEndsAsAFailure() throws Exception {
        assertThat(signalled("-TERM", "fail")).isEqualTo(1);
        assertThat(text(folder.resolve("output.txt"))).contains("no room");
    }

    @Test
    void aRunThatFinishesMeanwhileEndsAsDone() throws Exception {
        assertThat(signalled("-TERM", "finish")).isZero();
    }
}
