package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loralei.TinyFile;
import loralei.config.Companions;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base models in one file that cannot be used: one message each. */
@ParameterizedClass
@ValueSource(strings = {"sd15", "sdxl"})
class BrokenOneFileTest {
    private static final Companions NO_VAE = Companions.NONE;
    private static final String UNET = "model.diffusion_model.";

    @TempDir
    private Path folder;

    private final String family;
    private final ConformanceData data;

    BrokenOneFileTest(String family) {
        this.family = family;
        this.data = ConformanceData.of(family);
    }

    private Path file() {
        return folder.resolve("dream.safetensors");
    }

    private BaseModel open(TinyFile tiny) throws IOException {
        return BaseModel.open(tiny.write(file()), NO_VAE, nothing -> folder.resolve("none"));
    }

    @Test
    void whatIsNoVaeIsRefusedByName() throws IOException {
        Path file = TinyFile.of(family).write(file());
        Path lora = data.path("lora.kohya.safetensors");
        UserError error = catchThrowableOfType(UserError.class, () -> BaseModel.open(file, Companions.ofVae(lora)));
        assertThat(error).hasMessageContaining("is no VAE, but a LoRA");
        Path pickle = Files.writeString(folder.resolve("vae-ft-mse.ckpt"), "x");
        error = catchThrowableOfType(UserError.class, () -> BaseModel.open(file, Companions.ofVae(pickle)));
        assertThat(error.remedy()).contains("can run code").contains("Checkpoint Merger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"in_layers.2.weight", "conv2.weight", "mlp.fc1.weight", "to_k.weight", "conv_in.weight"})
    void wrongShapesAreOneMessage(String ending) throws IOException {
        TinyFile tiny = TinyFile.of(family);
        for (String name : List.copyOf(tiny.tensors().keySet())) {
            if (name.endsWith(ending)) {
                tiny.with(name);
            }
        }
        UserError error = catchThrowableOfType(UserError.class, () -> open(tiny).check());
        assertThat(error).isNotNull();
        assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST);
        assertThat(error).hasMessageContaining("dream.safetensors");
        assertThat(error.remedy()).isNotBlank();
    }

    @Test
    void aTensorThatNoUnetHasIsRefused() throws IOException {
        TinyFile tiny = TinyFile.of(family).with(UNET + "input_blocks.1.1.of.tomorrow.weight");
        UserError error = catchThrowableOfType(UserError.class, () -> open(tiny).check());
        assertThat(error).hasMessageContaining("unexpected: down_blocks.0.attentions.0.of.tomorrow.weight");
    }

    @Test
    void weightsWithScalesOfTheirOwnAreRefused() throws IOException {
        TinyFile tiny = TinyFile.of(family).with(UNET + "input_blocks.1.0.in_layers.2.scale_weight");
        UserError error = catchThrowableOfType(UserError.class, () -> open(tiny));
        assertThat(error).hasMessageContaining("scales of their own");
    }
}
