package loralei.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import loralei.lora.KeyFormat;
import loralei.lora.LoraFile;
import loralei.safetensors.DType;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LoRAs of other programs as a beginning and as settings, and other programs as the place where the LoRA goes. */
class TrainedElsewhereTest {
    private static final Path LORA = Path.of("src/test/resources/loralei/lora/stack/sd15-a.safetensors");

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void open() {
        cli = new CliFixture(folder);
    }

    @Test
    void theLoraToGoOnFromIsASettingAndAnotherRankIsRefused() throws IOException {
        cli.train("--start-from", LORA.toString());
        assertThat(cli.err).isEmpty();
        assertThat(cli.trained.config().startFrom()).isEqualTo(LORA);

        cli.train("--start-from", LORA.toString(), "--rank", "8");
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err)
                .contains("--rank 8 is not that of the LoRA that the run goes on from, which keeps its own (3)")
                .contains("Leave out --rank.");
    }

    @Test
    void settingsComeFromALoraOfKohya() throws IOException {
        Path kohya = folder.resolve("kohya.safetensors");
        LoraFile.write(
                kohya,
                LoraFile.read(LORA).weights(),
                KeyFormat.KOHYA,
                DType.F32,
                Map.of("ss_network_dim", "24", "ss_learning_rate", "0.0002", "ss_noise_offset", "0.1", "ss_seed", "5"));

        cli.train("--config", kohya.toString(), "--seed", "6");

        assertThat(cli.exitCode).isZero();
        assertThat(cli.trained.config().rank()).isEqualTo(24);
        assertThat(cli.trained.config().learningRate()).isEqualTo(2e-4);
        assertThat(cli.trained.config().seed()).isEqualTo(6);
        assertThat(cli.err).contains("warning: Not taken over, for there is nothing like it here: noise_offset = 0.1");
    }

    @Test
    void aLoraWithoutSettingsIsNoConfiguration() throws IOException {
        cli.train("--config", LORA.toString());
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).contains("sd15-a.safetensors holds no settings of a run");
    }

    @Test
    void theFinishedLoraIsCopiedToTheDrawingProgram() throws IOException {
        Path loras = Files.createDirectories(folder.resolve("ComfyUI/models/loras"));
        trains("the LoRA");

        copyTo(folder.resolve("ComfyUI"));

        assertThat(cli.exitCode).isZero();
        assertThat(loras.resolve("cat.safetensors")).hasContent("the LoRA");
        assertThat(cli.out).contains("copied to " + loras.resolve("cat.safetensors"));

        trains("trained longer"); // the copy of the same run is replaced
        Files.writeString(
                Files.createDirectories(folder.resolve("output/cat.state")).resolve("state.safetensors"), "");
        copyTo(folder.resolve("ComfyUI"), "--resume");
        assertThat(loras.resolve("cat.safetensors")).hasContent("trained longer");
    }

    @Test
    void whatCannotBeCopiedToIsToldBeforeTheTraining() throws IOException {
        Path other = Files.writeString(folder.resolve("cat.safetensors"), "somebody else's");
        trains("the LoRA");

        copyTo(folder);
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).contains("would replace another file, " + other);
        copyTo(folder.resolve("gone"));
        assertThat(cli.exitCode).isEqualTo(2);
        assertThat(cli.err).contains("is not there");
        assertThat(cli.trained).isNull();

        copyTo(folder, "--overwrite");
        assertThat(cli.exitCode).isZero();
        assertThat(other).hasContent("the LoRA");
    }

    private void copyTo(Path named, String... more) throws IOException {
        String[] all = {"--output-name", "cat", "--copy-to", named.toString()};
        String[] options = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, options, all.length, more.length);
        cli.train(options);
    }

    private void trains(String content) {
        cli.train = (request, control, listener) -> {
            cli.trained = request;
            Path lora = Files.createDirectories(folder.resolve("output")).resolve("cat.safetensors");
            listener.accept(new TrainingEvent.Finished(Files.writeString(lora, content), 1, 1));
        };
    }
}
