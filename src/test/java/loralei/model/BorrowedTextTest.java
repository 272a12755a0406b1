package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.TinyFile;
import loralei.TinyModel;
import loralei.config.Companions;
import loralei.config.UserError;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A base model without text encoders, with those of another. */
class BorrowedTextTest {
    private static final Path OWN = Path.of("");

    @TempDir
    private Path folder;

    private static boolean isText(String name) {
        return name.startsWith("cond_stage_model.") || name.startsWith("conditioner.");
    }

    private Path bare(String family) throws IOException {
        return TinyFile.of(family)
                .without(BorrowedTextTest::isText)
                .write(folder.resolve("bare-" + family + ".safetensors"));
    }

    private Path whole(String family) throws IOException {
        return TinyFile.of(family).write(folder.resolve("whole-" + family + ".safetensors"));
    }

    private BaseModel open(Path model, Path texts) {
        return BaseModel.open(model, new Companions(OWN, texts), nothing -> folder.resolve("none"));
    }

    private UserError refused(Path model, Path texts) {
        UserError error = catchThrowableOfType(UserError.class, () -> open(model, texts));
        assertThat(error).isNotNull();
        return error;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void withThoseOfAWholeFileItIsTheWholeModel(String family) throws IOException {
        Path bare = bare(family);
        assertThat(refused(bare, OWN).remedy()).contains("--text-encoders", "download " + family);
        BaseModel model = open(bare, whole(family));
        model.check();
        BaseModel whole = open(whole(family), OWN);
        assertThat(model.mark()).isEqualTo(whole.mark());
        assertThat(model.unetConfig()).isEqualTo(whole.unetConfig());
        assertThat(model.folder()).isEqualTo(bare);
    }

    @Test
    void aFolderAndOneOfTextEncodersOnlyDoAsWell() throws IOException {
        Path model = TinyModel.copy("sdxl", folder.resolve("m")).folder();
        BaseModel borrowed = open(bare("sdxl"), model);
        borrowed.check();
        String mark = borrowed.textMark();
        for (String part : new String[] {"unet", "vae"}) {
            TinyModel.copy("sdxl", folder.resolve(part)).without(part);
        }
        Path texts = folder.resolve("unet");
        assertThat(open(bare("sdxl"), texts).textMark()).isEqualTo(mark);
    }

    @Test
    void theyTakeThePlaceOfTheModelsOwnAndAnotherOneGivesAnotherMark() throws IOException {
        TinyFile other = TinyFile.of("sd15");
        String name = "cond_stage_model.transformer.text_model.final_layer_norm.weight";
        float[] values = other.tensors().get(name).floats();
        values[0] += 1;
        other.tensors().put(name, TensorData.ofFloats(values, values.length));
        Path changed = other.write(folder.resolve("other.safetensors"));
        Path whole = whole("sd15");
        BaseModel borrowed = open(whole, changed);
        assertThat(borrowed.textMark()).isNotEqualTo(open(whole, OWN).textMark());
        assertThat(borrowed.mark())
                .isEqualTo(open(changed, OWN).mark())
                .isNotEqualTo(open(whole, OWN).mark());
    }

    @Test
    void whatHasNoneOrOthersIsRefusedByItsName() throws IOException {
        Path bare = bare("sd15");
        assertThat(refused(bare, whole("sdxl")))
                .hasMessageContaining("whole-sdxl.safetensors is a model of SDXL")
                .hasMessageContaining("SD1.5");
        assertThat(refused(bare, bare).remedy()).contains("--text-encoders");
        assertThat(refused(bare, folder.resolve("nowhere"))).hasMessageContaining("nowhere");
        Path pickle = Files.writeString(folder.resolve("old.ckpt"), "x");
        assertThat(refused(bare, pickle)).hasMessageContaining("old.ckpt");
        Path second = TinyModel.copy("sd15", folder.resolve("sd2"))
                .with("unet/config.json", "{\"cross_attention_dim\": 1024}")
                .folder();
        assertThat(refused(bare, second)).hasMessageContaining("Stable Diffusion 2");
    }
}
