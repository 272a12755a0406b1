package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import loralei.TinyFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code merge}, {@code resize} and {@code extract}, with the real tools behind them. */
class MergeCommandsTest {
    private static final String LORA = "src/test/resources/loralei/lora/stack/sd15-a.safetensors";
    private static final String OTHER = "src/test/resources/loralei/lora/stack/sd15-b.safetensors";

    @TempDir
    Path folder;

    private CliFixture cli;
    private String target;

    @BeforeEach
    void open() {
        cli = new CliFixture(folder);
        target = folder.resolve("made.safetensors").toString();
    }

    @Test
    void mergesLorasWithWeights() {
        cli.run("merge", LORA + ":0.8", OTHER + ":-0.5", "--output", target, "--type", "fp16");
        assertThat(cli.err).isEmpty();
        assertThat(cli.exitCode).isZero();
        assertThat(cli.out).contains("LoRAs made one: 2; exactly, written as F16", "The file is " + target);
        assertThat(Path.of(target)).isRegularFile();
        assertThat(cli.run("inspect", target).exitCode).isZero();
    }

    @Test
    void saysInJsonWhatItMade() throws IOException {
        cli.run("resize", LORA, "--rank", "2", "--output", target, "--json");
        JsonNode result = new ObjectMapper().readTree(cli.out);
        assertThat(result.get("file").asText()).isEqualTo(target);
        assertThat(result.get("lines").toString()).contains("rank 2 in all modules");
    }

    @Test
    void speaksGerman() {
        cli.language = Locale.GERMAN;
        cli.run("resize", LORA, "--energy", "0.9", "--max-rank", "2", "--output", target);
        assertThat(cli.out).contains("größter Rang vorher: 3", "von der Änderung bleiben");
    }

    @Test
    void mergesIntoAModelAndExtractsAgain() throws IOException {
        Path model = TinyFile.of("sd15").write(folder.resolve("dream.safetensors"));
        Path tuned = folder.resolve("tuned.safetensors");
        cli.run("merge", LORA, "--into", model.toString(), "--output", tuned.toString());
        assertThat(cli.err).isEmpty();
        assertThat(cli.out).contains("LoRAs made part of the base model: 1, in 9 layers");
        cli.run("extract", model.toString(), tuned.toString(), "--rank", "3", "--no-text-encoders", "--output", target);
        assertThat(cli.err).isEmpty();
        assertThat(cli.out).contains("7 of ", "The file is " + target);
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        refused("--output", "merge", LORA);
        refused("FILE[:WEIGHT]", "merge", "--output", target);
        refused("has something behind the colon", "merge", "my.safetensors:strong", "--output", target);
        refused("--rank 0", "resize", LORA, "--rank", "0", "--output", target);
        refused("--energy 1.5 is not a share", "resize", LORA, "--energy", "1.5", "--output", target);
        refused("--rank is missing", "resize", LORA, "--output", target);
        refused("does not go with --rank", "resize", LORA, "--rank", "2", "--energy", "0.5", "--output", target);
        refused("only means something with", "resize", LORA, "--rank", "2", "--max-rank", "4", "--output", target);
        refused("--type fp8", "merge", LORA, "--type", "fp8", "--output", target);
        refused("does not go with a rank", "merge", LORA, "--into", "m", "--rank", "2", "--output", target);
        refused("There is no file", "merge", "none.safetensors", "--output", target);
        refused("--no-convolution", "extract", "a", "b", "--no-convolution", "--rank", "2", "--output", target);
        Files.writeString(Path.of(target), "mine");
        refused("is there already", "merge", LORA, "--output", target);
        assertThat(Path.of(target)).hasContent("mine");
        assertThat(cli.run("merge", LORA, "--output", target, "--overwrite").exitCode)
                .isZero();
    }

    private void refused(String message, String... args) {
        cli.run(args);
        assertThat(cli.exitCode).as(cli.out + cli.err).isEqualTo(2);
        assertThat(cli.err).contains(message);
    }

    @Test
    void stopsInGoodOrder() {
        cli.interrupts = stop -> {
            stop.run();
            return exitCode -> {};
        };
        cli.run("resize", LORA, "--rank", "2", "--output", target);
        assertThat(cli.exitCode).isEqualTo(130);
        assertThat(cli.out).contains("Stopped; nothing was written.");
        assertThat(Path.of(target)).doesNotExist();
    }
}
