package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.lora.Component;
import loralei.lora.KeyFormat;
import loralei.lora.LoraFile;
import loralei.lora.LoraHashes;
import loralei.lora.LoraPart;
import loralei.lora.ModuleName;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** LoRAs in other namings, and back. */
class ConvertJobTest {
    private static final ModuleName QUERY = ModuleName.unet("mid_block.attentions.0.transformer_blocks.0.attn2.to_k");

    @TempDir
    private Path folder;

    private ToolResult convert(Path from, KeyFormat naming, Path to, DType... type) throws IOException {
        ToolOutput output = new ToolOutput(to, Stream.of(type).findFirst(), true);
        return new ConvertJob().run(new ConvertRequest(from, naming, output), ToolWatcher.NONE);
    }

    private static List<String> lines(ToolResult result) {
        return result.lines().stream().map(Message::toString).toList();
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Family.values())
                .flatMap(family -> ToolLora.namings().stream().map(naming -> Arguments.of(family, naming)));
    }

    /**
     * Alpha as rank; a power of two from it, which a naming without alpha holds in fp32 only; and no power of two. What is
     * fp32 already has no wider type to go to, so that only powers of two come back.
     */
    @ParameterizedTest
    @MethodSource("pairs")
    void everyNamingComesBackFromEveryOtherToTheBit(Family family, KeyFormat naming) throws IOException {
        Path there = folder.resolve("there.safetensors");
        Path back = folder.resolve("back.safetensors");
        List<DType> types = List.of(DType.F16, DType.BF16, DType.F32);
        List<KeyFormat> namings = ToolLora.namings();
        for (KeyFormat other : namings) {
            int pair = namings.indexOf(naming) + namings.indexOf(other);
            if (pair % 2 == (family == Family.SD15 ? 0 : 1)) {
                continue; // of the other family
            }
            DType type = types.get(pair % types.size());
            double[] alphas = type == DType.F32 ? new double[] {4, 1, 16} : new double[] {4, 1, 3, 0.375};
            ToolLora lora = ToolLora.whole(family, naming, type, alphas);
            Path from =
                    (other.has(Component.TEXT_ENCODER) ? lora : lora.ofUnet()).write(folder.resolve("a.safetensors"));
            convert(from, other, there);
            boolean sameAsKohya = family == Family.SD15 && other == KeyFormat.KOHYA_DIFFUSERS_PATHS;
            assertThat(LoraFile.read(there).report().lora().orElseThrow().formats())
                    .as("%s of %s", other, naming)
                    .containsExactly(sameAsKohya ? KeyFormat.KOHYA : other);
            convert(there, naming, back);
            assertThat(ToolLora.read(back))
                    .as("%s and back to %s", other, naming)
                    .isEqualTo(lora.tensors);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatOtherTrainersWroteForTheTinyModelIsTheSameAdapterInBothNamings(Family family) throws IOException {
        Path data = Path.of("src/test/resources/loralei/conformance", family.id());
        Path made = folder.resolve("made.safetensors");
        convert(data.resolve("lora.diffusers.safetensors"), KeyFormat.KOHYA, made);
        Map<String, TensorData> kohya = ToolLora.read(data.resolve("lora.kohya.safetensors"));
        Map<String, TensorData> converted = ToolLora.read(made);
        assertThat(converted.keySet()).isEqualTo(kohya.keySet());
        converted.forEach((name, tensor) -> {
            if (name.endsWith(".alpha")) { // diffusers' script has left it out, so that the scale became 1
                assertThat(tensor.floats()).containsExactly(4);
            } else {
                assertThat(tensor).as(name).isEqualTo(kohya.get(name));
            }
        });
    }

    @Test
    void aNamingWithoutAlphaHoldsTheProductWithTheScale() throws IOException {
        ToolLora lora = new ToolLora(Family.SD15, KeyFormat.KOHYA).add(QUERY, 0, 768, DType.F16, 3);
        Path from = lora.write(folder.resolve("a.safetensors"));
        Path to = folder.resolve("b.safetensors");
        ToolResult result = convert(from, KeyFormat.PEFT, to);
        TensorData up = ToolLora.read(to).get("unet." + QUERY.path() + ".lora_B.weight");
        float[] before = lora.tensors.get(lora.name(QUERY, LoraPart.UP)).floats();
        assertThat(up.dtype()).isEqualTo(DType.F32);
        for (int i = 0; i < before.length; i++) {
            assertThat(up.floats()[i]).isEqualTo((float) (before[i] * 0.75));
        }
        assertThat(lines(result)).anyMatch(line -> line.contains("fp32 so that the way back is exact"));
        ToolResult half = convert(from, KeyFormat.PEFT, to, DType.F16);
        assertThat(ToolLora.read(to).values()).allMatch(tensor -> tensor.dtype() == DType.F16);
        assertThat(lines(half)).anyMatch(line -> line.contains("rounded"));
        assertThat(ToolLora.metadata(to)).doesNotContainKey("loralei.alpha");
    }

    @Test
    void whatRoundsForGoodIsSaidAndTheWayBackHasTheSameEffect() throws IOException {
        ToolLora lora = new ToolLora(Family.SD15, KeyFormat.KOHYA).add(QUERY, 0, 768, DType.F32, 3);
        Path there = folder.resolve("b.safetensors");
        ToolResult result = convert(lora.write(folder.resolve("a.safetensors")), KeyFormat.DIFFUSERS, there);
        assertThat(lines(result)).anyMatch(line -> line.contains("rounded"));
        Path back = folder.resolve("c.safetensors");
        convert(there, KeyFormat.KOHYA, back);
        Map<String, TensorData> tensors = ToolLora.read(back);
        assertThat(tensors.get(lora.name(QUERY, LoraPart.ALPHA)).floats()).containsExactly(4);
        assertThat(tensors.get(lora.name(QUERY, LoraPart.UP)).floats())
                .isEqualTo(ToolLora.read(there)
                        .get("unet." + QUERY.path() + ".lora.up.weight")
                        .floats());
    }

    @Test
    void aMatrixThatWasChangedMeanwhileIsNotTakenForTheOldOne() throws IOException {
        ToolLora lora = new ToolLora(Family.SD15, KeyFormat.KOHYA).add(QUERY, 0, 768, DType.F16, 3);
        Path there = folder.resolve("b.safetensors");
        convert(lora.write(folder.resolve("a.safetensors")), KeyFormat.PEFT, there);
        ToolLora changed = new ToolLora(Family.SD15, KeyFormat.PEFT).add(QUERY, 0, 768, DType.F32);
        changed.write(there, ToolLora.metadata(there));
        Path back = folder.resolve("c.safetensors");
        convert(there, KeyFormat.KOHYA, back);
        assertThat(ToolLora.read(back).get(lora.name(QUERY, LoraPart.UP)))
                .isEqualTo(changed.tensors.get(changed.name(QUERY, LoraPart.UP)));
        assertThat(ToolLora.read(back).get(lora.name(QUERY, LoraPart.ALPHA)).floats())
                .containsExactly(4);
    }

    /** Newer diffusers keep peft's configuration in the metadata, and multiply by the alpha in it. */
    @Test
    void alphaInPeftsConfigurationIsNeitherLostNorTakenTwice() throws IOException {
        Map<String, String> peft =
                Map.of("format", "pt", "lora_adapter_metadata", "{\"unet.lora_alpha\": 3, \"unet.r\": 4}");
        ToolLora lora = new ToolLora(Family.SD15, KeyFormat.PEFT).add(QUERY, 0, 768, DType.F16);
        Path from = lora.write(folder.resolve("a.safetensors"), peft);
        Path there = folder.resolve("b.safetensors");
        convert(from, KeyFormat.KOHYA, there);
        ToolLora kohya = new ToolLora(Family.SD15, KeyFormat.KOHYA);
        assertThat(ToolLora.read(there).get(kohya.name(QUERY, LoraPart.ALPHA)).floats())
                .containsExactly(3);
        assertThat(ToolLora.read(there).get(kohya.name(QUERY, LoraPart.UP)))
                .isEqualTo(lora.tensors.get(lora.name(QUERY, LoraPart.UP)));
        Path back = folder.resolve("c.safetensors");
        convert(there, KeyFormat.PEFT, back);
        assertThat(ToolLora.read(back)).isEqualTo(lora.tensors);
        assertThat(ToolLora.metadata(back)).containsAllEntriesOf(peft);
    }

    @Test
    void whereKohyaHasNoAlphaNoneIsAddedOnTheWayBack() throws IOException {
        ToolLora lora = new ToolLora(Family.SDXL, KeyFormat.KOHYA)
                .add(QUERY, 0, 2048, DType.F16)
                .add(ModuleName.unet("conv_in"), 3, 4, DType.F16, 2);
        Path from = lora.write(folder.resolve("a.safetensors"));
        Path there = folder.resolve("b.safetensors");
        Path back = folder.resolve("c.safetensors");
        for (KeyFormat other : List.of(KeyFormat.PEFT, KeyFormat.COMFY)) {
            convert(from, other, there);
            convert(there, KeyFormat.KOHYA, back);
            assertThat(ToolLora.read(back)).isEqualTo(lora.tensors);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dora_scale, COMFY",
        "hada_w1_a, KOHYA_DIFFUSERS_PATHS",
        "lokr_w2_b, LYCORIS",
        "oft_blocks, COMFY_DIFFUSERS",
        "diff, ORIGINAL",
        "lora_mid.weight, LYCORIS"
    })
    void whatIsBesideTheMatricesComesAlongByteByByte(String tail, KeyFormat naming) throws IOException {
        ToolLora lora = new ToolLora(Family.SDXL, KeyFormat.KOHYA).add(QUERY, 0, 2048, DType.F16, 1);
        String base = "lora_unet_output_blocks_3_0_in_layers_2.";
        lora.tensors.put(base + tail, TensorData.ofFloats(DType.BF16, new float[] {1, 2, 3}, 3, 1));
        lora.tensors.put("lora_unet_output_blocks_3_0_in_layers_0.w_norm", TensorData.ofLongs(new long[] {1}, 1));
        if (tail.startsWith("h") || tail.startsWith("lokr")) {
            lora.tensors.put(base + "alpha", TensorData.ofFloats(new float[] {1}));
        }
        Path from = lora.write(folder.resolve("a.safetensors"));
        Path there = folder.resolve("b.safetensors");
        Path back = folder.resolve("c.safetensors");
        ToolResult result = convert(from, naming, there);
        assertThat(lines(result)).anyMatch(line -> line.contains("byte by byte"));
        assertThat(ToolLora.read(there)).hasSameSizeAs(lora.tensors);
        assertThat(ToolLora.read(there).keySet()).noneMatch(name -> name.contains("output_blocks_3"));
        convert(there, KeyFormat.KOHYA, back);
        assertThat(ToolLora.read(back)).isEqualTo(lora.tensors);
        assertThatThrownBy(() -> convert(from, KeyFormat.PEFT, there))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("diffusers with peft suffixes has no names for some parts")
                .hasMessageContaining(tail);
        if (tail.equals("lora_mid.weight")) {
            assertThatThrownBy(() -> convert(from, KeyFormat.COMFY, there)).hasMessageContaining(tail);
        }
    }

    @Test
    void aLohaWithoutAnyMatrixOfALoraIsRenamedToo() throws IOException {
        Map<String, TensorData> tensors = new TreeMap<>();
        String base = "lora_unet_input_blocks_7_1_transformer_blocks_9_attn1_to_q";
        tensors.put(base + ".hada_w1_a", TensorData.ofFloats(new float[] {1, 2}, 2, 1));
        tensors.put(base + ".alpha", TensorData.ofFloats(new float[] {1}));
        ToolLora lora = new ToolLora(Family.SDXL, KeyFormat.KOHYA);
        lora.tensors.putAll(tensors);
        Path there = folder.resolve("b.safetensors");
        convert(lora.write(folder.resolve("a.safetensors")), KeyFormat.COMFY, there);
        String dotted = "diffusion_model.input_blocks.7.1.transformer_blocks.9.attn1.to_q";
        assertThat(ToolLora.read(there)).containsOnlyKeys(dotted + ".hada_w1_a", dotted + ".alpha");
    }

    @Test
    void bundledEmbeddingsKeepTheirNames() throws IOException {
        ToolLora lora = new ToolLora(Family.SDXL, KeyFormat.KOHYA).add(QUERY, 0, 2048, DType.F16, 1);
        lora.tensors.put("bundle_emb.cat.clip_l", TensorData.ofFloats(new float[] {1, 2}, 2));
        Path from = lora.write(folder.resolve("a.safetensors"));
        Path there = folder.resolve("b.safetensors");
        convert(from, KeyFormat.PEFT, there);
        assertThat(ToolLora.read(there)).containsKey("bundle_emb.cat.clip_l");
        assertThatThrownBy(() -> convert(from, KeyFormat.ORIGINAL, there)).hasMessageContaining("bundle_emb.cat");
    }

    @Test
    void textEncodersAreRefusedByNameWhereANamingHasNone() throws IOException {
        Path from = ToolLora.whole(Family.SD15, KeyFormat.KOHYA, DType.F16, 1).write(folder.resolve("a.safetensors"));
        Path to = folder.resolve("b.safetensors");
        for (KeyFormat naming : List.of(KeyFormat.ORIGINAL, KeyFormat.LYCORIS)) {
            assertThatThrownBy(() -> convert(from, naming, to))
                    .hasMessageContaining("text_encoder.text_model.encoder.layers.0.self_attn.q_proj");
        }
        assertThat(to).doesNotExist();
    }

    @Test
    void metadataStaysAndHashesAreTrueAgain() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("ss_network_dim", "4");
        metadata.put("modelspec.title", "Änn’s \"cat\"\n");
        metadata.put("modelspec.hash_sha256", "0xabc");
        metadata.put("sshs_model_hash", "0".repeat(64));
        metadata.put("loralei.config", "{}");
        Path from = ToolLora.whole(Family.SDXL, KeyFormat.COMFY, DType.F16, 1)
                .write(folder.resolve("a.safetensors"), metadata);
        Path to = folder.resolve("b.safetensors");
        convert(from, KeyFormat.KOHYA, to);
        Map<String, String> after = ToolLora.metadata(to);
        LoraHashes hashes = LoraHashes.of(ToolLora.read(to), after);
        assertThat(after)
                .containsEntry("ss_network_dim", "4")
                .containsEntry("modelspec.title", "Änn’s \"cat\"\n")
                .containsEntry("loralei.config", "{}")
                .containsAllEntriesOf(hashes.metadata());
        try (SafetensorsFile file = SafetensorsFile.open(to)) { // all of one type, so that the file's order is by name
            assertThat(after).containsEntry("modelspec.hash_sha256", "0x" + file.dataSha256());
        }
    }

    @Test
    void aTypeIsThatOfAllTensors() throws IOException {
        ToolLora lora = ToolLora.whole(Family.SD15, KeyFormat.KOHYA, DType.F32, 4);
        Path from = lora.write(folder.resolve("a.safetensors"));
        Path to = folder.resolve("b.safetensors");
        convert(from, KeyFormat.KOHYA, to, DType.BF16);
        ToolLora.read(to)
                .forEach((name, tensor) -> assertThat(tensor)
                        .as(name)
                        .isEqualTo(lora.tensors.get(name).as(DType.BF16)));
    }

    @Test
    void aStoppedConversionLeavesNothing() throws IOException {
        Path from = ToolLora.whole(Family.SD15, KeyFormat.KOHYA, DType.F16, 1).write(folder.resolve("a.safetensors"));
        Path to = folder.resolve("b.safetensors");
        for (int after : new int[] {0, 70}) {
            int[] asked = {0};
            ToolWatcher watcher = new ToolWatcher() {
                @Override
                public void at(int done, int of) {
                    assertThat(done).isLessThanOrEqualTo(of);
                }

                @Override
                public boolean stopped() {
                    return asked[0]++ == after;
                }
            };
            ToolOutput output = new ToolOutput(to, Optional.empty(), false);
            ToolResult result = new ConvertJob().run(new ConvertRequest(from, KeyFormat.COMFY, output), watcher);
            assertThat(result.file()).isEmpty();
            assertThat(asked[0]).isGreaterThan(after);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(from);
            }
        }
    }
}
