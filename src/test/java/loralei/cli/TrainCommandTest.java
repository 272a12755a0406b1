package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.ConfigJson;
import loralei.config.Family;
import loralei.config.OptimizerKind;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(folder);
    }

    @Test
    void previewPromptsAreThoseOfTheFileIfOneIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("prompts.txt"), "a cat --w 64 --h 64\n# no\na dog\n");
        cli.train("--preview-prompts", file.toString());
        assertThat(cli.err).isEmpty();
        assertThat(cli.trained.config().previewPrompts()).isEqualTo(Files.readString(file));

        cli.train("--preview-prompts", "a cat\na dog --d 3", "--preview-every", "7", "--no-preview-at-start");
        assertThat(cli.trained.config().previewPrompts()).isEqualTo("a cat\na dog --d 3");
        assertThat(cli.trained.config().previewEvery()).isEqualTo(7);
        assertThat(cli.trained.config().previewAtStart()).isFalse();
    }

    @Test
    void aFileWithoutPromptsAndAWrongLineAreOneClearMessage() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.txt"), "# nothing\n\n");
        cli.train("--preview-prompts", empty.toString());
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).contains("There is no prompt in " + empty).doesNotContain("at loralei");

        cli.train("--preview-prompts", "a cat\na dog --w 500");
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err)
                .contains("--preview-prompts")
                .contains("a dog --w 500")
                .contains("--w 500 must be");

        cli.train("--preview-prompts", folder.resolve("gone.txt").toString());
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).contains("gone.txt");
    }

    @Test
    void turnsOptionsIntoSettings() throws IOException {
        cli.train(
                "--family=sdxl",
                "--rank",
                "4",
                "--alpha",
                "2",
                "--class-prompt",
                "a @cat",
                "--optimizer",
                "adamw8bit",
                "--scale-lr",
                "--no-gradient-checkpointing",
                "--learning-rate",
                "1e-3");

        assertThat(cli.err).isEmpty();
        assertThat(cli.exitCode).isZero();
        TrainingConfig config = cli.trained.config();
        assertThat(config.family()).isEqualTo(Family.SDXL);
        assertThat(config.rank()).isEqualTo(4);
        assertThat(config.alpha()).isEqualTo(2);
        assertThat(config.classPrompt()).isEqualTo("a @cat");
        assertThat(config.optimizer()).isEqualTo(OptimizerKind.ADAMW_8BIT);
        assertThat(config.scaleLr()).isTrue();
        assertThat(config.gradientCheckpointing()).isEqualTo(AutoSwitch.OFF);
        assertThat(config.learningRate()).isEqualTo(1e-3);
        assertThat(config.resolution()).isEqualTo(Resolutions.of(1024));
    }

    @Test
    void leavesSwitchesAtTheirDefaultsUnlessTheyAreGiven() throws IOException {
        assertThat(cli.train("--family", "sdxl").trained.config())
                .extracting(TrainingConfig::scaleLr, TrainingConfig::gradientCheckpointing)
                .containsExactly(false, AutoSwitch.AUTO);
        assertThat(cli.train("--no-scale-lr", "--gradient-checkpointing")
                        .trained
                        .config())
                .extracting(TrainingConfig::scaleLr, TrainingConfig::gradientCheckpointing)
                .containsExactly(false, AutoSwitch.ON);
    }

    @Test
    void switchesWithAThirdPositionAreSetByNameAndByPosition() throws IOException {
        assertThat(cli.train("--gradient-checkpointing", "auto", "--offload", "on", "--base-weights", "fp8")
                        .trained
                        .config())
                .extracting(TrainingConfig::gradientCheckpointing, TrainingConfig::offload, TrainingConfig::baseWeights)
                .containsExactly(AutoSwitch.AUTO, AutoSwitch.ON, BaseWeights.FP8);
        assertThat(cli.train("--offload", "--no-gradient-checkpointing", "--rank", "4")
                        .trained
                        .config())
                .extracting(TrainingConfig::gradientCheckpointing, TrainingConfig::offload, TrainingConfig::rank)
                .containsExactly(AutoSwitch.OFF, AutoSwitch.ON, 4);
        assertThat(cli.train("--base-weights", "int8").trained.config().baseWeights())
                .isEqualTo(BaseWeights.INT8);
        cli.train("--offload", "sometimes");
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).contains("--offload", "one of auto, off, on");
    }

    @Test
    void hasNoOtherRequestsUnlessTheyAreGiven() throws IOException {
        cli.train();

        assertThat(cli.trained.resume()).isFalse();
        assertThat(cli.trained.overwrite()).isFalse();
        assertThat(cli.trained.dryRun()).isFalse();
        assertThat(cli.trained.trace()).isEmpty();
    }

    @Test
    void passesOnWhatElseIsAsked() throws IOException {
        cli.train("--resume", "--dry-run", "--trace", "t", "--trace-steps", "5");

        assertThat(cli.trained.resume()).isTrue();
        assertThat(cli.trained.dryRun()).isTrue();
        assertThat(cli.trained.trace()).isEqualTo(Optional.of(Path.of("t")));
        assertThat(cli.trained.traceSteps()).isEqualTo(5);
        assertThat(cli.train("--trace", "t").trained.traceSteps()).isEqualTo(3);
    }

    @Test
    void takesSettingsFromAFileAndOptionsBeforeIt() throws IOException {
        Path file = Files.writeString(
                folder.resolve("run.json"),
                ConfigJson.write(TrainingConfig.defaults(Family.SDXL)
                        .with("rank", 32)
                        .with("batchSize", 2)
                        .with("steps", 77)));
        cli.train("--config", file.toString(), "--rank", "8");

        assertThat(cli.trained.config())
                .extracting(
                        TrainingConfig::family,
                        TrainingConfig::rank,
                        TrainingConfig::batchSize,
                        TrainingConfig::steps,
                        TrainingConfig::instancePrompt)
                .containsExactly(Family.SDXL, 8, 2, 77, "fsk49");
        assertThat(cli.train("--config", file.toString(), "--epochs", "3")
                        .trained
                        .config()
                        .steps())
                .isZero();
    }

    @Test
    void readsNoPromptsFromFiles() throws IOException {
        String prompt = "@" + Files.writeString(folder.resolve("prompt.txt"), "from a file");

        assertThat(cli.train("--class-prompt", prompt).trained.config().classPrompt())
                .isEqualTo(prompt);
    }

    @Test
    void namesEveryProblemWithItsOptionAndDoesNotStart() throws IOException {
        cli.train("--resolution", "500", "--rank", "four", "--output-name", "a/b", "--trace-steps", "0");

        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.trained).isNull();
        assertThat(cli.err)
                .contains("--resolution 500 must be a multiple of 64", "such as 448")
                .contains("--rank four is not a whole number")
                .contains("--output-name a/b has a character")
                .contains("--trace-steps 0 is not a whole number from 1 to 2147483647");
        assertThat(folder.resolve("output")).doesNotExist();
    }

    @Test
    void namesUnknownSettingsOfAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("run.json"), "{\"learning_rate\": 1}");

        assertThat(cli.train("--config", file.toString()).exitCode).isEqualTo(2);
        assertThat(cli.err).contains("learning_rate 1 is not a setting", "Did you mean learningRate?");
    }

    @Test
    void asksForAPromptWhereThereIsNone() {
        cli.run("train", "--base-model", folder.toString(), "--instance-dir", folder.toString());

        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).contains("--instance-prompt is empty.");
    }

    @Test
    void neverReplacesTheResultOfAnotherRunUnasked() throws IOException {
        Path output = Files.createDirectories(folder.resolve("output"));
        Files.createFile(output.resolve("my-lora.safetensors"));

        assertThat(cli.train().exitCode).isEqualTo(2);
        assertThat(cli.err).contains("--output-name my-lora is the name of an earlier run", "--resume", "--overwrite");
        assertThat(cli.trained).isNull();
        assertThat(cli.train("--output-name", "other").exitCode).isZero();
        assertThat(cli.train("--overwrite").exitCode).isZero();
        assertThat(cli.trained.overwrite()).isTrue();
        assertThat(cli.train("--resume").exitCode).isEqualTo(2);
        assertThat(cli.err).contains("It left nothing to go on from.");
    }

    @Test
    void takesALeftStateForAnEarlierRunToo() throws IOException {
        Files.createFile(
                Files.createDirectories(folder.resolve("output/my-lora.state")).resolve("state.safetensors"));

        assertThat(cli.train().exitCode).isEqualTo(2);
        assertThat(cli.train("--resume").exitCode).isZero();
    }

    @Test
    void refusesToResumeAndOverwriteAtOnce() throws IOException {
        assertThat(cli.train("--resume", "--overwrite").exitCode).isEqualTo(2);
        assertThat(cli.err).contains("--overwrite does not go with --resume");
    }

    @Test
    void writesNothingButJsonOnRequest() throws IOException {
        cli.train = (request, control, listener) -> {
            listener.accept(new TrainingEvent.Warning(Message.text("caf\u00e9")));
            listener.accept(CliFixture.step(1, 2));
            listener.accept(new TrainingEvent.Finished(Path.of("out", "x.safetensors"), 2, 1.5));
        };
        cli.train("--json");

        List<String> lines = cli.out.lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode step = new ObjectMapper().readTree(lines.get(1));
        assertThat(lines.get(0)).isEqualTo("{\"type\":\"warning\",\"text\":\"caf\\u00E9\"}");
        assertThat(step.get("type").asText()).isEqualTo("step");
        assertThat(step.get("smoothedLoss").asDouble()).isEqualTo(0.04321);
        assertThat(lines.get(2))
                .contains("\"type\":\"finished\"")
                .contains("x.safetensors")
                .doesNotContain("file:");
        assertThat(cli.err).isEmpty();
    }

    @Test
    void keepsFailuresOutOfTheJson() throws IOException {
        cli.train = (request, control, listener) -> {
            throw UserError.run(Message.text("No."), Message.text("Yes."));
        };

        assertThat(cli.train("--json").exitCode).isEqualTo(1);
        assertThat(cli.out).isEmpty();
        assertThat(cli.err).contains("error: No.");
    }

    @Test
    void stopsAfterTheStepWhenTheProcessIsAskedToEnd() throws IOException {
        AtomicReference<Runnable> signal = new AtomicReference<>();
        AtomicInteger finished = new AtomicInteger(-1);
        cli.interrupts = stop -> {
            signal.set(stop);
            return finished::set;
        };
        cli.train = (request, control, listener) -> {
            assertThat(control.isStopRequested()).isFalse();
            signal.get().run();
            assertThat(control.isStopRequested()).isTrue();
            assertThat(finished).hasValue(-1);
            listener.accept(new TrainingEvent.Stopped(Path.of("out", "x.state"), 7));
        };
        cli.train();

        assertThat(cli.exitCode).isEqualTo(130);
        assertThat(finished).hasValue(130);
        assertThat(cli.err).contains("stopping after this step, saving");
        assertThat(cli.out).contains("stopped after step 7", "x.state", "--resume");
    }

    @Test
    void letsTheProcessEndWithTheCodeOfAFailedRun() throws IOException {
        AtomicInteger finished = new AtomicInteger(-1);
        cli.interrupts = stop -> finished::set;
        cli.train = (request, control, listener) -> {
            throw new StackOverflowError();
        };

        assertThat(cli.train().exitCode).isEqualTo(1);
        assertThat(finished).hasValue(1);
        assertThat(cli.err).contains("StackOverflowError");
    }

    @Test
    void leavesTheProgressLineBeforeAFailureIsTold() throws IOException {
        cli.terminal = true;
        cli.train = (request, control, listener) -> {
            listener.accept(CliFixture.step(1, 2));
            throw UserError.run(Message.text("No."), Message.text("Yes."));
        };

        assertThat(cli.train().out).startsWith("\r[").endsWith(System.lineSeparator());
    }
}
