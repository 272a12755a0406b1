package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights under all the names that diffusers and transformers give them. */
class WeightFilesTest {
    private static final String STEM = "diffusion_pytorch_model";
    private static final String UNET = "unet/" + STEM + ".safetensors";
    private static final String TEXT = "text_encoder/model.safetensors";

    @TempDir
    private Path folder;

    private void touch(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), "");
        }
    }

    private String found() {
        return WeightFiles.find(folder, STEM).named().getFileName().toString().replace(STEM, "");
    }

    private void index(String variant, String... parts) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        for (String part : parts) {
            map.put("tensor" + map.size(), part);
        }
        ModelFolderFixture.writeIndex(folder.resolve(STEM + ".safetensors.index" + variant + ".json"), map);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> WeightFiles.find(folder, STEM))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'.fp16 .bf16 .non_ema .fp32', .fp32",
        "'.non_ema .bf16 .fp16', .fp16",
        "'.non_ema .ema .bf16', .bf16",
        "'.non_ema .ema', .ema",
        "'.my-own', .my-own",
        "'.fp16-00001-of-00002 .non_ema', .non_ema",
        "'_other .fp16', .fp16"
    })
    void ofSeveralVariantsOneIsPreferred(String there, String taken) throws IOException {
        for (String variant : there.split(" ", -1)) {
            touch(STEM + variant + ".safetensors");
        }
        assertThat(found()).isEqualTo(taken + ".safetensors");
        touch(STEM + ".safetensors");
        assertThat(found()).isEqualTo(".safetensors");
    }

    @Test
    void oneFileGoesBeforePartsAndPartsBeforeAVariant() throws IOException {
        touch("a.safetensors", STEM + ".fp16.safetensors");
        index("", "a.safetensors");
        index(".fp16", "a.safetensors");
        assertThat(found()).isEqualTo(".safetensors.index.json");
        Files.delete(folder.resolve(STEM + ".safetensors.index.json"));
        assertThat(found()).isEqualTo(".fp16.safetensors");
        Files.delete(folder.resolve(STEM + ".fp16.safetensors"));
        assertThat(found()).isEqualTo(".safetensors.index.fp16.json");
    }

    @Test
    void anIndexWhosePartsWereNotDownloadedDoesNotHideAVariant() throws IOException {
        index("", STEM + "-00001-of-00001.safetensors");
        assertRefused("names the part " + STEM + "-00001-of-00001.safetensors, which is not there");
        touch(STEM + ".fp16.safetensors");
        assertThat(found()).isEqualTo(".fp16.safetensors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../a.safetensors", "/etc/a.safetensors", "C:a.safetensors", "x/a.safetensors", "a.bin", ""})
    void anIndexMayNameOnlyFilesBesideIt(String name) throws IOException {
        touch("a.safetensors", "a.bin");
        index("", "a.safetensors", name);
        assertRefused("no .safetensors file beside it");
    }

    @Test
    void anIndexThatNamesItselfIsRefused() throws IOException {
        index("", STEM + ".safetensors.index.json");
        assertRefused("no .safetensors file beside it");
    }

    @ParameterizedTest
    @CsvSource({
        "'{', not valid JSON",
        "'{}', names no weights",
        "'{\"weight_map\": {}}', names no weights",
        "'{\"weight_map\": [\"a.safetensors\"]}', no .safetensors file",
        "'{\"weight_map\": {\"a\": {\"b\": 1}}}', no .safetensors file"
    })
    void aBrokenIndexIsNamed(String json, String reason) throws IOException {
        touch("a.safetensors");
        Files.writeString(folder.resolve(STEM + ".safetensors.index.json"), json);
        assertRefused(reason);
    }

    @Test
    void partsWithoutTheirIndexAreNamed() throws IOException {
        touch(STEM + "-00001-of-00002.safetensors", STEM + "-00002-of-00002.safetensors");
        assertRefused("not the index that belongs to them: " + STEM + ".safetensors.index.json");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void aLinkThatLeadsNowhereIsNamed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve(STEM + ".safetensors"), Path.of("../blobs/gone"));
        assertRefused(link + " is a link to ../blobs/gone, which is not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".fp16"})
    void partsGiveTheSameNetworkAsOneFile(String variant) throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        Map<DType, Long> whole = BaseModel.open(model.folder()).unetValues();
        for (String file : new String[] {UNET, TEXT, "vae/" + STEM + ".safetensors"}) {
            model.split(file, variant);
        }
        BaseModel parts = BaseModel.open(model.folder());
        parts.check();
        assertThat(parts.unetValues()).isEqualTo(whole);
        ConformanceData data = ConformanceData.of("sd15");
        try (Scope scope = Scope.open();
                VaeEncoder encoder = parts.loadVaeEncoder(ComputeDevice.cpu(), ComputeType.FP32)) {
            float[] mean = encoder.encode(data.tensor("vae_pixels")).mean().floats();
            assertThat(ConformanceData.difference(mean, data.floats("vae_mean")))
                    .isLessThan(ConformanceData.FORWARD);
        }
    }

    @Test
    void aTensorInTwoPartsIsNamed() throws IOException {
        ModelFolderFixture model = ModelFolderFixture.copy("sd15", folder.resolve("model"));
        model.split(UNET, "");
        Path second = model.path("unet/" + ModelFolderFixture.part(STEM, "", 2));
        Map<String, TensorData> tensors = ModelFolderFixture.read(second);
        String twice = ModelFolderFixture.read(model.path("unet/" + ModelFolderFixture.part(STEM, "", 1)))
                .keySet()
                .iterator()
                .next();
        tensors.put(twice, TensorData.ofFloats(new float[] {1}, 1));
        SafetensorsWriter.write(second, tensors, Map.of());
        assertThatThrownBy(() -> BaseModel.open(model.folder()).check())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("more than once: " + twice);
    }
}
