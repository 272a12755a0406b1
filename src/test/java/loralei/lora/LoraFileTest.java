package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loralei.config.Family;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoraFileTest {
    @TempDir
    Path folder;

    private static Map<String, TensorData> tensors(Path path) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), file.read(info.name())));
            }
        }
        return tensors;
    }

    private static Map<ModuleName, LoraModule> byName(LoraWeights weights) {
        Map<ModuleName, LoraModule> modules = new TreeMap<>();
        weights.modules().forEach(module -> modules.put(module.name(), module));
        return modules;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void kohyaAndDiffusersFilesOfOneAdapterHaveTheSameMatrices(Family family) throws IOException {
        LoraWeights kohya = LoraFile.read(LoraFixtures.conformance(family, "lora.kohya.safetensors"))
                .weights();
        LoraWeights diffusers = LoraFile.read(LoraFixtures.conformance(family, "lora.diffusers.safetensors"))
                .weights();
        assertThat(kohya.modules()).hasSize(family == Family.SD15 ? 128 : 224);
        Map<ModuleName, LoraModule> others = byName(diffusers);
        assertThat(byName(kohya)).hasSameSizeAs(others);
        for (LoraModule module : kohya.modules()) {
            LoraModule other = others.get(module.name());
            assertThat(module.down()).as(module.name().toString()).isEqualTo(other.down());
            assertThat(module.up()).as(module.name().toString()).isEqualTo(other.up());
            // The diffusers script stores no alpha, though this adapter was trained with alpha 2 and rank 4.
            assertThat(module.scale()).isEqualTo(0.5f);
            assertThat(other.scale()).isEqualTo(1f);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void writingWhatWasReadGivesTheSameTensors(Family family) throws IOException {
        for (KeyFormat format : List.of(KeyFormat.KOHYA, KeyFormat.DIFFUSERS)) {
            String name = format == KeyFormat.KOHYA ? "lora.kohya.safetensors" : "lora.diffusers.safetensors";
            Path source = LoraFixtures.conformance(family, name);
            Path copy = folder.resolve("copy.safetensors");
            LoraFile.write(copy, LoraFile.read(source).weights(), format, DType.F32, Map.of());
            assertThat(tensors(copy)).isEqualTo(tensors(source));
        }
    }

    @Test
    void theTrainedMatricesAreThoseOfTheTraining() throws IOException {
        Path training = LoraFixtures.conformance(Family.SD15, "lora_training.safetensors");
        LoraWeights weights = LoraFile.read(LoraFixtures.conformance(Family.SD15, "lora.kohya.safetensors"))
                .weights();
        try (SafetensorsFile file = SafetensorsFile.open(training)) {
            for (LoraModule module : weights.modules()) {
                String path = "step3." + module.name().path();
                assertThat(module.down().floats()).isEqualTo(file.floats(path + ".lora_A.weight"));
                assertThat(module.up().floats()).isEqualTo(file.floats(path + ".lora_B.weight"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void everyFormatGivesBackTheSameChangeOfTheWeights(Family family) throws IOException {
        LoraWeights all = LoraFixtures.small(family);
        for (KeyFormat format : KeyFormat.values()) {
            LoraWeights weights = new LoraWeights(
                    family,
                    all.modules().stream()
                            .filter(module -> format.has(module.name().component()))
                            .toList());
            Path file = folder.resolve(format + ".safetensors");
            LoraFile.write(file, weights, format, DType.F32, Map.of());
            LoraFile read = LoraFile.read(file);
            LoraWeights back = read.weights();
            assertThat(back.family()).isEqualTo(family);
            assertThat(byName(back).keySet()).isEqualTo(byName(weights).keySet());
            for (LoraModule module : weights.modules()) {
                LoraModule same = byName(back).get(module.name());
                assertThat(same.down()).isEqualTo(module.down());
                assertThat(same.up().shape()).isEqualTo(module.up().shape());
                float[] up = same.up().floats();
                float[] expected = module.up().floats();
                for (int i = 0; i < up.length; i++) {
                    assertThat(up[i] * same.scale()).isCloseTo(expected[i] * module.scale(), within(1e-6f));
                }
            }
            boolean likeKohya = family == Family.SD15 && format == KeyFormat.KOHYA_DIFFUSERS_PATHS;
            assertThat(read.report().lora().orElseThrow().formats())
                    .containsExactly(likeKohya ? KeyFormat.KOHYA : format);
        }
    }

    @Test
    void aFormatWithoutAlphaHoldsTheScaledUpMatrix() throws IOException {
        LoraWeights weights = LoraFixtures.small(Family.SD15);
        Path file = folder.resolve("diffusers.safetensors");
        LoraFile.write(file, weights, KeyFormat.DIFFUSERS, DType.F32, Map.of());
        LoraModule module = weights.modules().get(0);
        String up = "unet." + module.name().path() + ".lora.up.weight";
        assertThat(tensors(file).get(up).floats()[4]).isEqualTo(module.up().floats()[4] * 0.5f);
        assertThat(tensors(file).keySet()).noneMatch(name -> name.contains("alpha"));
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.metadata()).isEqualTo(Map.of("format", "pt"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16", "F32"})
    void everyTensorIsWrittenInTheChosenType(DType dtype) throws IOException {
        LoraWeights weights = LoraFixtures.small(Family.SDXL);
        Path file = folder.resolve("lora.safetensors");
        LoraFile.write(file, weights, KeyFormat.KOHYA, dtype, Map.of());
        Map<String, TensorData> tensors = tensors(file);
        assertThat(tensors)
                .hasSize(12)
                .allSatisfy((name, data) -> assertThat(data.dtype()).isEqualTo(dtype));
        LoraModule module = weights.modules().get(0);
        String base = "lora_unet_middle_block_1_transformer_blocks_0_attn2_to_q";
        assertThat(tensors.get(base + ".lora_down.weight"))
                .isEqualTo(module.down().as(dtype));
        assertThat(tensors.get(base + ".lora_up.weight")).isEqualTo(module.up().as(dtype));
        assertThat(tensors.get(base + ".alpha").shape()).isEmpty();
        assertThat(tensors.get(base + ".alpha").floats()).containsExactly(1.5f);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aFullSizeLoraHasThreeTensorsForEachModule(Family family) throws IOException {
        List<LoraModule> modules = FullSizeUnet.transformers(family).stream()
                .map(path -> LoraFixtures.module(ModuleName.unet(path), 1, 1, 6))
                .toList();
        Path file = folder.resolve("lora.safetensors");
        LoraFile.write(file, new LoraWeights(family, modules), KeyFormat.KOHYA, DType.F16, Map.of());
        Set<String> names = tensors(file).keySet();
        assertThat(names).hasSize(3 * modules.size());
        String other = family == Family.SD15 ? "_blocks_[0-9]_attentions_" : "(input|output)_blocks_[0-9]_1_";
        assertThat(names).allMatch(name -> name.matches("lora_unet_(.*" + other + "|mid(dle)?_block_).*"));
    }

    @Test
    void aValueTooLargeForHalfPrecisionIsRefusedWithTheWayOut() throws IOException {
        Path file = Files.writeString(folder.resolve("lora.safetensors"), "old");
        ModuleName name = ModuleName.unet("mid_block.attentions.0.proj_in");
        LoraModule module = new LoraModule(
                name, TensorData.ofFloats(new float[] {1}, 1, 1), TensorData.ofFloats(new float[] {70000}, 1, 1), 1);
        LoraWeights weights = new LoraWeights(Family.SD15, List.of(module));
        assertThatThrownBy(() -> LoraFile.write(file, weights, KeyFormat.KOHYA, DType.F16, Map.of()))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("lora_unet_mid_block_attentions_0_proj_in.lora_up.weight")
                .hasMessageContaining("70000.0, too large for F16. Save as fp32 or bf16");
        assertThat(file).hasContent("old");
        LoraFile.write(file, weights, KeyFormat.KOHYA, DType.BF16, Map.of());
        assertThat(LoraFile.read(file).report().errors()).isEmpty();
    }

    @Test
    void aDivergedAdapterIsNotWritten() {
        Path file = folder.resolve("lora.safetensors");
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            LoraModule module = new LoraModule(
                    ModuleName.unet("mid_block.attentions.0.proj_in"),
                    TensorData.ofFloats(new float[] {1, bad}, 1, 2),
                    TensorData.ofFloats(new float[] {1}, 1, 1),
                    1);
            LoraWeights weights = new LoraWeights(Family.SD15, List.of(module));
            assertThatThrownBy(() -> LoraFile.write(file, weights, KeyFormat.KOHYA, DType.F32, Map.of()))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("out of bounds");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void modulesMustFitTogether() {
        ModuleName name = ModuleName.unet("mid_block.attentions.0.proj_in");
        TensorData down = TensorData.ofFloats(new float[6], 2, 3);
        TensorData up = TensorData.ofFloats(new float[9], 3, 3);
        assertThatThrownBy(() -> new LoraModule(name, down, up, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rank differs");
        LoraModule module = LoraFixtures.module(name, 1, 1, 2);
        assertThatThrownBy(() -> new LoraWeights(Family.SD15, List.of(module, module)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comes twice");
    }
}
