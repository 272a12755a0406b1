package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import loralei.config.Family;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoraReportTest {
    private static final String QUERY = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_q";
    private static final String VALUE = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_v";

    @TempDir
    Path folder;

    private LoraReport report(Map<String, TensorData> tensors, Map<String, String> metadata) throws IOException {
        Path file = folder.resolve("lora.safetensors");
        SafetensorsWriter.write(file, tensors, metadata);
        return LoraFile.read(file).report();
    }

    /** The report of a sound SD1.5 LoRA in kohya's names after something was done to its tensors. */
    private LoraReport after(Consumer<Map<String, TensorData>> change) throws IOException {
        Path sound = folder.resolve("sound.safetensors");
        LoraFile.write(sound, LoraFixtures.small(Family.SD15), KeyFormat.KOHYA, DType.F32, Map.of());
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(sound)) {
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), file.read(info.name())));
            }
        }
        change.accept(tensors);
        return report(tensors, Map.of());
    }

    private static List<String> texts(LoraReport report) {
        return report.problems().stream().map(LoraProblem::toString).toList();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aKohyaFileIsDescribed(Family family) throws IOException {
        LoraReport report = LoraFile.read(LoraFixtures.conformance(family, "lora.kohya.safetensors"))
                .report();
        LoraReport.Lora lora = report.lora().orElseThrow();
        int modules = family == Family.SD15 ? 128 : 224;
        assertThat(report.kind()).hasToString("a LoRA");
        assertThat(lora.family()).contains(family);
        assertThat(lora.familyText()).hasToString(family.label() + " (told by module names)");
        assertThat(lora.formats()).containsExactly(KeyFormat.KOHYA);
        assertThat(lora.modules()).isEqualTo(modules);
        assertThat(lora.targets()).isEqualTo(Map.of(TargetKind.ATTENTION, modules));
        assertThat(lora.ranks()).isEqualTo(Map.of(4, modules));
        assertThat(lora.alphas()).isEqualTo(Map.of(2f, modules));
        assertThat(report.tensors()).isEqualTo(Map.of(DType.F32, 3 * modules));
        assertThat(report.metadata()).isEmpty();
        assertThat(report.problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void aDiffusersFileIsDescribedWithTheAlphaThatProgramsTake(Family family) throws IOException {
        LoraReport report = LoraFile.read(LoraFixtures.conformance(family, "lora.diffusers.safetensors"))
                .report();
        LoraReport.Lora lora = report.lora().orElseThrow();
        int modules = family == Family.SD15 ? 128 : 224;
        assertThat(lora.family()).contains(family);
        assertThat(lora.formats()).containsExactly(KeyFormat.DIFFUSERS);
        assertThat(lora.alphas()).isEqualTo(Map.of(4f, modules));
        assertThat(texts(report)).singleElement().asString().startsWith("warning: " + modules + " without alpha");
    }

    @Test
    void everyKindOfTargetIsCounted() throws IOException {
        LoraReport report = after(tensors -> {});
        assertThat(report.lora().orElseThrow().targets())
                .isEqualTo(Map.of(TargetKind.ATTENTION, 2, TargetKind.RESNET, 1, TargetKind.TEXT_ENCODER, 1));
        assertThat(report.lora().orElseThrow().ranks()).isEqualTo(Map.of(2, 1, 3, 3));
        assertThat(report.lora().orElseThrow().familyText()).hasToString("SD1.5 (attends to text of width 768)");
        assertThat(report.problems()).isEmpty();
        assertThat(report.lines().stream().map(Message::toString))
                .contains(
                        "kind: a LoRA",
                        "family: SD1.5 (attends to text of width 768)",
                        "names: kohya",
                        "modules: 4 (attention (q, k, v, out) 2, resnet 1, text encoder 1)",
                        "rank: several (2 1, 3 3)",
                        "tensors: 12 (F32 12), " + report.values() + " values");
    }

    @Test
    void aMissingPartnerIsNamed() throws IOException {
        assertThat(texts(after(tensors -> tensors.remove(QUERY + ".lora_up.weight"))))
                .containsExactly("error: " + QUERY + ".lora_down.weight: there is no up matrix beside it");
        assertThat(texts(after(tensors -> tensors.remove(QUERY + ".lora_down.weight"))))
                .containsExactly("error: " + QUERY + ".lora_up.weight: there is no down matrix beside it");
        assertThat(texts(after(tensors -> {
                    tensors.remove(QUERY + ".lora_up.weight");
                    tensors.remove(QUERY + ".lora_down.weight");
                })))
                .containsExactly("error: " + QUERY + ".alpha: there is no down and up matrix beside it");
    }

    @Test
    void matricesOfDifferentRankAreNamed() throws IOException {
        LoraReport report =
                after(tensors -> tensors.put(QUERY + ".lora_up.weight", TensorData.ofFloats(new float[10], 5, 2)));
        assertThat(texts(report))
                .containsExactly("error: unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_q:"
                        + " rank differs: down has shape [3, 6] and up [5, 2]");
        assertThat(report.lora().orElseThrow().modules()).isEqualTo(3);
    }

    @Test
    void aMatrixOfNumbersThatAreNoneIsNamed() throws IOException {
        TensorData longs = TensorData.ofLongs(new long[18], 3, 6);
        assertThat(texts(after(tensors -> tensors.put(QUERY + ".lora_down.weight", longs))))
                .singleElement()
                .asString()
                .contains("types are I64 and F32");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void valuesThatAreNotFiniteAreFound(float bad) throws IOException {
        float[] values = new float[18];
        values[17] = bad;
        LoraReport report =
                after(tensors -> tensors.put(QUERY + ".lora_down.weight", TensorData.ofFloats(values, 3, 6)));
        assertThat(texts(report))
                .singleElement()
                .asString()
                .startsWith("error: 1 with NaN or infinite values")
                .contains(QUERY + ".lora_down.weight");
    }

    @Test
    void upMatricesThatAreAllZeroAreFound() throws IOException {
        LoraReport one =
                after(tensors -> tensors.put(QUERY + ".lora_up.weight", TensorData.ofFloats(new float[15], 5, 3)));
        assertThat(texts(one)).singleElement().asString().startsWith("warning: 1 all zero: these modules");
        LoraReport all = after(tensors -> tensors.replaceAll((name, data) -> name.contains("lora_up")
                ? TensorData.ofFloats(DType.F32, new float[data.floats().length], data.shape())
                : data));
        assertThat(texts(all)).singleElement().asString().startsWith("warning: 4 all zero: this LoRA changes nothing");
    }

    @Test
    void aMissingAlphaIsTakenAsTheRank() throws IOException {
        LoraReport report = after(tensors -> tensors.remove(QUERY + ".alpha"));
        assertThat(texts(report)).singleElement().asString().startsWith("warning: 1 without alpha");
        assertThat(report.lora().orElseThrow().alphas()).isEqualTo(Map.of(1.5f, 2, 2f, 1, 3f, 1));
    }

    @Test
    void anAlphaThatIsNoNumberIsAnError() throws IOException {
        TensorData nan = TensorData.ofFloats(new float[] {Float.NaN});
        assertThat(texts(after(tensors -> tensors.put(QUERY + ".alpha", nan))))
                .singleElement()
                .asString()
                .startsWith("error: ")
                .endsWith("alpha is NaN");
    }

    @Test
    void namesThatMeanNothingAreListed() throws IOException {
        TensorData any = TensorData.ofFloats(new float[] {1}, 1);
        assertThat(texts(after(tensors -> tensors.put("bundle_emb.word.clip_l", any))))
                .singleElement()
                .asString()
                .startsWith("warning: 1 tensors of embeddings")
                .contains("OneTrainer");
        assertThat(texts(after(tensors -> tensors.put("strange", any))))
                .containsExactly("warning: 1 not understood (strange)");
        assertThat(texts(after(tensors -> tensors.put(QUERY + ".dora_scale", any))))
                .singleElement()
                .asString()
                .startsWith("error: 1 tensors of DoRA, not supported");
        assertThat(texts(after(tensors -> {
                    for (int i = 0; i < 5; i++) {
                        tensors.put("lora_unet_elsewhere_" + i + ".lora_up.weight", any);
                    }
                })))
                .singleElement()
                .asString()
                .startsWith("error: 5 for modules that neither family has (lora_unet_elsewhere_0.lora_up.weight, ")
                .endsWith(", ...)");
    }

    @Test
    void oneModuleUnderTwoNamesIsAnError() throws IOException {
        LoraReport report = after(tensors -> tensors.put(
                "unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_q.lora.up.weight",
                TensorData.ofFloats(new float[15], 5, 3)));
        assertThat(texts(report)).anyMatch(text -> text.startsWith("error: 1 given twice"));
    }

    @Test
    void anSd2LoraIsToldApart() throws IOException {
        LoraReport report = after(
                tensors -> tensors.put(VALUE + ".lora_down.weight", TensorData.ofFloats(new float[3 * 1024], 3, 1024)));
        assertThat(report.lora().orElseThrow().family()).isEmpty();
        assertThat(texts(report))
                .containsExactly("error: made for SD2.x (attends to text of width 1024), which is not" + " supported");
    }

    @Test
    void contradictionsWithTheMetadataAreFound() throws IOException {
        Map<String, TensorData> tensors = Map.of(
                QUERY + ".lora_down.weight", TensorData.ofFloats(new float[] {1}, 1, 1),
                QUERY + ".lora_up.weight", TensorData.ofFloats(new float[] {1}, 1, 1),
                VALUE + ".lora_down.weight", TensorData.ofFloats(new float[768], 1, 768),
                VALUE + ".lora_up.weight", TensorData.ofFloats(new float[] {1}, 1, 1),
                QUERY + ".alpha", TensorData.ofFloats(new float[] {1}),
                VALUE + ".alpha", TensorData.ofFloats(new float[] {1}));
        LoraReport report = report(
                tensors,
                Map.of("ss_base_model_version", "sdxl_base_v1-0", "ss_network_dim", "8", "sshs_model_hash", "0"));
        assertThat(report.lora().orElseThrow().family()).contains(Family.SD15);
        assertThat(texts(report))
                .hasSize(3)
                .anyMatch(text -> text.contains("the metadata says SDXL, but the tensors are of SD1.5"))
                .anyMatch(text -> text.contains("the metadata says rank 8, but the tensors have [1]"))
                .anyMatch(text -> text.contains("the file was changed later"));
        assertThat(report.errors()).isEmpty();
    }

    @Test
    void theFamilyComesFromMetadataWhereTheTensorsDoNotTell() throws IOException {
        Map<String, TensorData> tensors = Map.of(
                QUERY + ".lora_down.weight", TensorData.ofFloats(new float[] {1}, 1, 1),
                QUERY + ".lora_up.weight", TensorData.ofFloats(new float[] {1}, 1, 1),
                QUERY + ".alpha", TensorData.ofFloats(new float[] {1}));
        LoraReport told = report(tensors, Map.of("modelspec.architecture", "stable-diffusion-xl-v1-base/lora"));
        assertThat(told.lora().orElseThrow().familyText()).hasToString("SDXL (told by metadata)");
        LoraReport untold = report(tensors, Map.of());
        assertThat(untold.lora().orElseThrow().family()).isEmpty();
        LoraFile file = LoraFile.read(untold.file());
        assertThatThrownBy(file::weights)
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("which model family");
    }

    /** Modules that only one family has, in a naming that both share. */
    @ParameterizedTest
    @CsvSource({
        "SD15,unet.down_blocks.0.attentions.0.proj_in",
        "SD15,unet.up_blocks.2.attentions.0.proj_in",
        "SD15,unet.up_blocks.3.resnets.0.conv1",
        "SDXL,unet.up_blocks.0.attentions.1.proj_in",
        "SDXL,unet.mid_block.attentions.0.transformer_blocks.1.attn1.to_q",
        "SDXL,unet.add_embedding.linear_1",
        "SDXL,text_encoder_2.text_projection"
    })
    void oneModuleCanTellTheFamily(Family family, String base) throws IOException {
        LoraReport report = report(
                Map.of(
                        base + ".lora_A.weight", TensorData.ofFloats(new float[] {1}, 1, 1),
                        base + ".lora_B.weight", TensorData.ofFloats(new float[] {1}, 1, 1)),
                Map.of());
        assertThat(report.lora().orElseThrow().family()).contains(family);
    }

    @Test
    void aLoraWithErrorsGivesNoWeights() throws IOException {
        LoraReport report = after(tensors -> tensors.remove(QUERY + ".lora_up.weight"));
        LoraFile file = LoraFile.read(report.file());
        assertThatThrownBy(file::weights)
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(report.file().toString())
                .hasMessageContaining("there is no up matrix beside it");
    }

    @ParameterizedTest
    @CsvSource({"false,6.0", "true,12.0"})
    void peftsMetadataGiveTheAlphaOfDiffusersFiles(boolean rootOfRank, float expected) throws IOException {
        String config = "{\"unet.lora_alpha\": 3, \"unet.r\": 4, \"unet.use_rslora\": %s,"
                + " \"unet.alpha_pattern\": {\"attn2.to_v\": 6}}";
        String base = "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_";
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (String leaf : List.of("q", "v")) {
            tensors.put(base + leaf + ".lora_A.weight", TensorData.ofFloats(LoraFixtures.random(1, 4), 4, 1));
            tensors.put(base + leaf + ".lora_B.weight", TensorData.ofFloats(LoraFixtures.random(2, 4), 1, 4));
        }
        LoraReport report = report(tensors, Map.of("lora_adapter_metadata", config.formatted(rootOfRank)));
        assertThat(report.lora().orElseThrow().alphas()).containsOnlyKeys(expected / 2, expected);
        assertThat(report.problems()).isEmpty();
        LoraReport broken = report(tensors, Map.of("lora_adapter_metadata", "{"));
        assertThat(broken.lora().orElseThrow().alphas()).containsOnlyKeys(4f);
    }

    @ParameterizedTest
    @CsvSource({
        "base_model.model.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k,lora_A,peft's own",
        "down_blocks.0.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora,down,older diffusers",
        "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora,down,older diffusers",
        "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora,down,diffusers",
        "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k,lora_A,diffusers with peft suffixes",
        "input_blocks.1.1.transformer_blocks.0.attn2.to_k,lora_A,OneTrainer's original"
    })
    void theNamingsOfOthersAreUnderstood(String module, String suffix, String naming) throws IOException {
        Path file = folder.resolve("others.safetensors");
        String text = "text_encoder.text_model.encoder.layers.0.self_attn.";
        String up = suffix.equals("down") ? "up" : "lora_B";
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put(module + "." + suffix + ".weight", TensorData.ofFloats(new float[4 * 768], 4, 768));
        tensors.put(module + "." + up + ".weight", TensorData.ofFloats(new float[320 * 4], 320, 4));
        if (naming.endsWith("diffusers")) {
            tensors.put(text + "to_out_lora.down.weight", TensorData.ofFloats(new float[8], 4, 2));
            tensors.put(text + "to_out_lora.up.weight", TensorData.ofFloats(new float[8], 2, 4));
            tensors.put(text + "q_proj.lora_linear_layer.down.weight", TensorData.ofFloats(new float[8], 4, 2));
            tensors.put(text + "q_proj.lora_linear_layer.up.weight", TensorData.ofFloats(new float[8], 2, 4));
        }
        SafetensorsWriter.write(file, tensors, Map.of());
        LoraReport report = LoraFile.read(file).report();
        assertThat(report.errors()).isEmpty();
        assertThat(report.lora().orElseThrow().family()).contains(Family.SD15);
        assertThat(report.lora().orElseThrow().modules()).isEqualTo(tensors.size() / 2);
        assertThat(report.lines().stream().map(Message::toString)).contains("names: " + naming);
        assertThat(texts(report).stream().anyMatch(line -> line.contains("drawing programs do not load")))
                .isEqualTo(naming.startsWith("peft"));
    }

    @Test
    void aTextEncoderOfTransformersFiveHasNoTextModelAroundIt() {
        String leaf = "encoder.layers.3.mlp.fc1";
        for (String base : List.of("text_encoder.", "base_model.model.", "base_model.model.text_model.")) {
            assertThat(LoraKey.parse(base + leaf + ".lora_A.weight", 2)
                            .orElseThrow()
                            .module())
                    .isEqualTo(new ModuleName(Component.TEXT_ENCODER, "text_model." + leaf));
        }
    }

    @Test
    void theAlphaOfPeftsOwnFilesStandsBesideThem() throws IOException {
        String module = "base_model.model.mid_block.attentions.0.transformer_blocks.0.attn2.to_k";
        Path file = folder.resolve("adapter_model.safetensors");
        SafetensorsWriter.write(
                file,
                Map.of(
                        module + ".lora_A.weight", TensorData.ofFloats(new float[4 * 768], 4, 768),
                        module + ".lora_B.weight", TensorData.ofFloats(new float[8], 2, 4)),
                Map.of());
        assertThat(texts(LoraFile.read(file).report())).anyMatch(line -> line.contains("adapter_config.json"));
        Files.writeString(folder.resolve("adapter_config.json"), "{\"lora_alpha\": 8}");
        LoraReport report = LoraFile.read(file).report();
        assertThat(report.lora().orElseThrow().alphas()).isEqualTo(Map.of(8f, 1));
        assertThat(texts(report)).noneMatch(line -> line.contains("adapter_config.json"));
    }
}
