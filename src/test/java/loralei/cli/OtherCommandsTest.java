package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.AutoSwitch;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.PrecisionChoice;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(folder);
    }

    @Test
    void inspectShowsAReportToPeople() {
        cli.run("inspect", "cake.safetensors");

        assertThat(cli.exitCode).isZero();
        assertThat(cli.out.lines()).contains("kind: a cake", "metadata: baker = Ann");
    }

    @Test
    void inspectWritesJsonOnRequest() throws IOException {
        JsonNode report = new ObjectMapper().readTree(cli.run("inspect", "cake.safetensors", "--json").out);

        assertThat(report.get("file").asText()).isEqualTo("cake.safetensors");
        assertThat(report.get("metadata").get("baker").asText()).isEqualTo("Ann");
        assertThat(report.get("lora").isNull()).isTrue();
    }

    @Test
    void refusesPathsThatTheSystemDoesNotKnow() {
        assertThat(cli.run("inspect", "a\0b").exitCode).isEqualTo(2);
        assertThat(cli.err).contains("is not a path");
    }

    @Test
    void benchPassesOnItsSettingsAndWritesJson() {
        cli.run(
                "bench",
                "--family",
                "sdxl",
                "--random-weights",
                "--resolution",
                "512",
                "--precision",
                "bf16",
                "--steps",
                "7",
                "--batch-size",
                "2",
                "--gradient-checkpointing",
                "--rank",
                "4",
                "--device",
                "cpu");

        assertThat(cli.err).isEmpty();
        assertThat(cli.out).contains("\"secondsPerStep\" : 0.5");
        assertThat(cli.benched.randomWeights()).isTrue();
        assertThat(cli.benched.steps()).isEqualTo(7);
        assertThat(cli.benched.config())
                .extracting(
                        TrainingConfig::family,
                        TrainingConfig::resolution,
                        TrainingConfig::precision,
                        TrainingConfig::batchSize,
                        TrainingConfig::gradientCheckpointing,
                        TrainingConfig::rank,
                        TrainingConfig::device)
                .containsExactly(
                        Family.SDXL, Resolutions.of(512), PrecisionChoice.BF16, 2, AutoSwitch.ON, 4, DeviceChoice.CPU);
    }

    @Test
    void benchMeasuresABaseModelWhereWeightsAreNotRandom() {
        assertThat(cli.run("bench", "--base-model", folder.toString()).exitCode).isZero();
        assertThat(cli.benched.randomWeights()).isFalse();
        assertThat(cli.benched.config().baseModel()).isEqualTo(folder);
    }

    @Test
    void benchRefusesAMissingBaseModelAndContradictions() {
        assertThat(cli.run("bench", "--base-model", folder.resolve("none").toString()).exitCode)
                .isEqualTo(2);
        assertThat(cli.err).contains("--base-model", "does not exist");
        assertThat(cli.run("bench", "--random-weights", "--base-model", folder.toString()).exitCode)
                .isEqualTo(2);
        assertThat(cli.err).contains("--random-weights does not go with --base-model");
        assertThat(cli.run("bench", "--random-weights", "--steps", "0", "--resolution", "100").exitCode)
                .isEqualTo(2);
        assertThat(cli.err).contains("--steps 0", "--resolution 100");
        assertThat(cli.benched).isNull();
    }

    @Test
    void benchHandsItsSettingsOnInWordsThatItReads() {
        TrainingConfig config = TrainingConfig.defaults(Family.SDXL)
                .with("resolution", Resolutions.of(512))
                .with("precision", PrecisionChoice.BF16)
                .with("rank", 4)
                .with("batchSize", 4)
                .with("device", DeviceChoice.CPU);
        List<String> words = new ArrayList<>(List.of("bench", "--random-weights"));
        words.addAll(BenchCommand.handedOn(true).words(config));

        assertThat(cli.run(words.toArray(String[]::new)).exitCode).as(cli.err).isZero();
        assertThat(cli.benched.config()).isEqualTo(config);
    }

    @Test
    void benchRefusesOptionsThatGoNotTogetherAndATableWithoutRows() {
        String file = folder.resolve("x").toString();
        assertThat(cli.run("bench", "--matrix", "--chart", file).exitCode).isEqualTo(2);
        assertThat(cli.err).contains("--matrix does not go with --chart");
        assertThat(cli.run("bench", "--random-weights", "--table", "--memory-csv", file).exitCode)
                .isEqualTo(2);
        assertThat(cli.err).contains("--memory-csv does not go with");
        assertThat(cli.run("bench", "--matrix", "--resolution", "640").exitCode).isEqualTo(2);
        assertThat(cli.err).contains("--matrix has no row with these settings");
        assertThat(cli.run("bench", "--random-weights", "--repeat", "0").exitCode)
                .isEqualTo(2);
        assertThat(cli.err).contains("--repeat 0");
        assertThat(cli.benched).isNull();
    }

    @Test
    void benchCanTellTheMemoryOverAStep() {
        Path file = folder.resolve("memory.csv");
        assertThat(cli.run("bench", "--random-weights", "--memory-csv", file.toString()).exitCode)
                .isZero();
        assertThat(cli.benched.memory()).contains(file);
    }

    @Test
    void demoNamesWhatItMade() {
        cli.run("demo", "--output-dir", "there");

        assertThat(cli.exitCode).isZero();
        assertThat(cli.out)
                .contains("LoRA:    " + Path.of("there", "demo.safetensors"))
                .contains("picture: " + Path.of("there", "demo.png"));
        assertThat(cli.run("demo").out)
                .contains(Path.of("output", "demo", "demo.png").toString());
    }

    @Test
    void demoCanBeStopped() {
        cli.demo = (dir, control, listener) -> {
            listener.accept(new TrainingEvent.Stopped(dir, 3));
            return Optional.empty();
        };

        assertThat(cli.run("demo").exitCode).isEqualTo(130);
    }
}
