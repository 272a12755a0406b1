package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import loralei.config.UserError;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.ComputeDevice;
import loralei.torch.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base models as diffusers 0.42 and transformers 5 write them, and where Hugging Face's programs keep them. */
class TodaysModelsTest {
    private static final String TEXT = "text_encoder/model.safetensors";
    private static final long CAT = 2368;

    @TempDir
    private Path folder;

    private static Map<String, List<TokenizedPrompt>> tokens(Path model, String prompt) {
        return PromptEncoder.tokenize(BaseModel.open(model), List.of(prompt));
    }

    private static float[] states(Path model, String prompt) {
        try (Scope scope = Scope.open()) {
            BaseModel base = BaseModel.open(model);
            return PromptEncoder.encode(base, tokens(model, prompt), ComputeDevice.cpu())
                    .get(0)
                    .encoderHiddenStates()
                    .floats();
        }
    }

    @Test
    void textEncodersWithoutTheirPrefixGiveTheSameStates() throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        float[] before = states(model.folder(), "a cat");
        model.rewrite(TEXT, name -> name.replace("text_model.", ""));
        BaseModel.open(model.folder()).check();
        assertThat(states(model.folder(), "a cat")).containsExactly(before);
    }

    @Test
    void bothTextEncodersOfSdxlMayBeWithoutTheirPrefixAndInParts() throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sdxl", folder.resolve("model"));
        for (String file : new String[] {TEXT, "text_encoder_2/model.safetensors"}) {
            model.rewrite(file, name -> name.replace("text_model.", ""));
            model.split(file, "");
        }
        BaseModel.open(model.folder()).check();
    }

    @Test
    void aTensorUnderBothNamesIsNamed() throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        Map<String, TensorData> tensors = ModelFolderFixture.read(model.path(TEXT));
        tensors.put("final_layer_norm.bias", TensorData.ofFloats(new float[] {1}, 1));
        SafetensorsWriter.write(model.path(TEXT), tensors, Map.of());
        assertThatThrownBy(() -> BaseModel.open(model.folder()).check())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("more than once:")
                .hasMessageContaining("final_layer_norm.bias");
    }

    /** Makes the model know a word whose embedding is that of "cat". */
    private void teach(ModelFolderFixture model, String word) throws IOException {
        String name = "text_model.embeddings.token_embedding.weight";
        Map<String, TensorData> tensors = ModelFolderFixture.read(model.path(TEXT));
        try (SafetensorsFile file = SafetensorsFile.open(model.path(TEXT))) {
            int rows = file.tensor(name).shape().get(0).intValue();
            int width = file.tensor(name).shape().get(1).intValue();
            float[] values = Arrays.copyOf(file.floats(name), (rows + 1) * width);
            System.arraycopy(values, (int) CAT * width, values, rows * width, width);
            tensors.put(name, TensorData.ofFloats(values, rows + 1, width));
        }
        SafetensorsWriter.write(model.path(TEXT), tensors, Map.of());
        Path config = model.path("text_encoder/config.json");
        Files.writeString(config, Files.readString(config).replace("49408", "49409"));
        Files.writeString(model.path("tokenizer/added_tokens.json"), "{\"" + word + "\": 49408}");
    }

    @Test
    void anAddedWordHasTheEmbeddingThatBelongsToIt() throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        teach(model, "<cat-toy>");
        assertThat(tokens(model.folder(), "a <cat-toy> dog")
                        .get("a <cat-toy> dog")
                        .get(0)
                        .ids())
                .startsWith(49406, 320, 49408, 1929, 49407);
        assertThat(states(model.folder(), "a <cat-toy> dog")).containsExactly(states(model.folder(), "a cat dog"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"<cat-toy>\": 49408}", "{\"sks\": 49408}"})
    void aWordWithoutEmbeddingIsRefusedWhereItIsUsed(String added) throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        Files.writeString(model.path("tokenizer/added_tokens.json"), added);
        assertThat(tokens(model.folder(), "a cat")).hasSize(1);
        assertThatThrownBy(() -> tokens(model.folder(), "sks <cat-toy>"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("49408")
                .hasMessageContaining("text_encoder");
    }

    @Test
    void configurationsMayHaveAMarkAndNumbersOfPython() throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        for (String part : new String[] {"unet", "vae", "text_encoder"}) {
            Path config = model.path(part + "/config.json");
            Files.writeString(
                    config, "\ufeff" + Files.readString(config).replaceFirst("\\{", "{\"x\": [NaN, -Infinity],"));
        }
        BaseModel.open(model.folder()).check();
        Path vae = model.path("vae/config.json");
        Files.writeString(
                vae, Files.readString(vae).replaceFirst("\"scaling_factor\": [0-9.]+", "\"scaling_factor\": NaN"));
        assertThatThrownBy(() -> BaseModel.open(model.folder()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("\"scaling_factor\" is not a number");
    }

    private Path cache(String... revisions) throws IOException {
        Path cache = folder.resolve("models--org--name");
        for (String revision : revisions) {
            ModelFolderFixture.copy("sd15", cache.resolve("snapshots").resolve(revision));
        }
        return cache;
    }

    private static void main(Path cache, String revision) throws IOException {
        Files.createDirectories(cache.resolve("refs"));
        Files.writeString(cache.resolve("refs/main"), revision);
    }

    @Test
    void aFolderOfTheCacheStandsForTheSnapshotThatItsMainNames() throws IOException {
        Path cache = cache("1a2b", "3c4d");
        main(cache, "3c4d\n");
        Path snapshot = cache.resolve("snapshots/3c4d");
        assertThat(BaseModel.open(cache).folder()).isEqualTo(snapshot);
        assertThat(BaseModel.open(cache.resolve("snapshots")).folder().toAbsolutePath())
                .isEqualTo(snapshot);
        assertThat(BaseModel.open(cache.resolve("snapshots/1a2b")).folder().getFileName())
                .hasToString("1a2b");
    }

    @Test
    void theOnlySnapshotNeedsNoMainAndOfSeveralOneHasToBeChosen() throws IOException {
        Path cache = cache("1a2b");
        assertThat(BaseModel.open(cache).folder().getFileName()).hasToString("1a2b");
        cache("3c4d");
        main(cache, "../../elsewhere");
        assertThatThrownBy(() -> BaseModel.open(cache))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).contains("1a2b"))
                .hasMessageContaining("2 snapshots");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void linksOfTheCacheThatLeadNowhereAreNamed() throws IOException {
        Path snapshot = cache("1a2b").resolve("snapshots/1a2b");
        for (String file : new String[] {"tokenizer/vocab.json", TEXT, "vae/config.json"}) {
            Files.delete(snapshot.resolve(file));
            Files.createSymbolicLink(snapshot.resolve(file), Path.of("../../../blobs/5e6f"));
            assertThatThrownBy(() -> {
                        BaseModel.open(snapshot).check();
                        tokens(snapshot, "a");
                    })
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(snapshot.resolve(file) + " is a link to ../../../blobs/5e6f");
        }
    }
}
