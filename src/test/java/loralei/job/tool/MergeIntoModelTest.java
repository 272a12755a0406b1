package loralei.job.tool;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import loralei.TinyFile;
import loralei.TinyModel;
import loralei.job.LoraChoice;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** LoRAs as part of base models: they draw as the models did with the LoRAs, and are else the same to the byte. */
@ParameterizedClass
@ValueSource(strings = {"sd15", "sdxl"})
class MergeIntoModelTest {
    private static final String UNET = "model.diffusion_model.";
    private static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";

    @TempDir
    private Path folder;

    @TempDir
    private Path beside;

    private final String family;

    MergeIntoModelTest(String family) {
        this.family = family;
    }

    private List<LoraChoice> loras() throws IOException {
        List<LoraChoice> loras = new ArrayList<>(List.of(
                new LoraChoice(ModelFixture.lora(family, "a"), 0.7),
                new LoraChoice(ModelFixture.lora(family, "b"), -0.4),
                new LoraChoice(ModelFixture.lora(family, "c"), 1.5)));
        if (family.equals("sdxl")) {
            loras.add(new LoraChoice(ofOpenClip(), 1));
        }
        return loras;
    }

    /** One on what OpenCLIP joins (in_proj) and turns (text_projection). */
    private Path ofOpenClip() throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        Random random = new Random(7);
        for (String layer : List.of("encoder_layers_0_self_attn_k_proj", "encoder_layers_1_self_attn_v_proj", "")) {
            String module = layer.isEmpty() ? "lora_te2_text_projection" : "lora_te2_text_model_" + layer;
            for (String part : List.of(".lora_down.weight", ".lora_up.weight")) {
                float[] values = new float[2 * 32];
                for (int i = 0; i < values.length; i++) {
                    values[i] = 0.1f * random.nextFloat();
                }
                boolean down = part.contains("down");
                tensors.put(module + part, TensorData.ofFloats(values, down ? 2 : 32, down ? 32 : 2));
            }
        }
        Path file = beside.resolve("d.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of("ss_base_model_version", "sdxl_base_v1-0"));
        return file;
    }

    private List<WeightedLora> weighted() throws IOException {
        List<WeightedLora> weighted = new ArrayList<>();
        for (LoraChoice lora : loras()) {
            weighted.add(ModelFixture.read(lora.file(), lora.weight()));
        }
        return weighted;
    }

    private ToolResult merge(Path model, Path target) throws IOException {
        return new MergeIntoModelJob()
                .run(
                        new MergeIntoModelRequest(model, loras(), new ToolOutput(target, Optional.empty(), false)),
                        ToolWatcher.NONE);
    }

    /** The names of the tensors that changed; fails if any changed its type or shape, or is missing. */
    private static Set<String> changed(Path before, Path after) throws IOException {
        Map<String, TensorData> old = ModelFixture.tensors(before);
        Map<String, TensorData> made = ModelFixture.tensors(after);
        assertThat(new ArrayList<>(made.keySet())).isEqualTo(new ArrayList<>(old.keySet()));
        Set<String> changed = new TreeSet<>();
        old.forEach((name, data) -> {
            assertThat(made.get(name).dtype()).as(name).isEqualTo(data.dtype());
            assertThat(made.get(name).shape()).as(name).isEqualTo(data.shape());
            if (!made.get(name).equals(data)) {
                changed.add(name);
            }
        });
        return changed;
    }

    @Test
    void oneFileDrawsAsItDidWithTheLoras() throws IOException {
        Path model = TinyFile.of(family)
                .in((name, type) -> DType.F32)
                .saying("modelspec.title", "Dream")
                .saying("modelspec.hash_sha256", "0x00")
                .write(folder.resolve("dream.safetensors"));
        Path target = folder.resolve("merged.safetensors");
        ToolResult result = merge(model, target);
        assertThat(result.file()).contains(target);
        float[] expected = ModelFixture.prediction(BaseModel.open(model), weighted());
        float[] alone = ModelFixture.prediction(BaseModel.open(model), List.of());
        assertThat(difference(ModelFixture.prediction(BaseModel.open(target), List.of()), expected))
                .isLessThan(FORWARD);
        assertThat(difference(alone, expected)).isGreaterThan(100 * FORWARD);
        Set<String> changed = changed(model, target);
        assertThat(changed)
                .isNotEmpty()
                .allMatch(name -> name.endsWith("weight") || name.endsWith("text_projection"))
                .noneMatch(name -> name.startsWith("first_stage"));
        assertThat(changed.stream().anyMatch(name -> !name.startsWith(UNET))).isTrue();
        if (family.equals("sdxl")) {
            String openClip = "conditioner.embedders.1.model.";
            assertThat(changed)
                    .contains(openClip + "transformer.resblocks.0.attn.in_proj_weight", openClip + "text_projection");
        }
        assertThat(ModelFixture.metadata(target))
                .containsEntry("modelspec.title", "Dream")
                .containsEntry(
                        "loralei.merged",
                        "merged: %s-a:0.7 + %s-b:-0.4 + %s-c:1.5".replace("%s", family)
                                + (family.equals("sdxl") ? " + d:1" : ""))
                .doesNotContainKey("modelspec.hash_sha256");
    }

    @Test
    void aFolderDrawsAsItDidWithTheLoras() throws IOException {
        Path model = ModelFixture.wide(family, folder.resolve("model")).folder();
        Path target = Files.createDirectory(folder.resolve("merged")); // empty
        merge(model, target);
        float[] expected = ModelFixture.prediction(BaseModel.open(model), weighted());
        assertThat(difference(ModelFixture.prediction(BaseModel.open(target), List.of()), expected))
                .isLessThan(FORWARD);
        assertThat(files(target)).isEqualTo(files(model));
        assertThat(changed(model.resolve(WEIGHTS), target.resolve(WEIGHTS))).isNotEmpty();
        for (String file : files(model)) {
            if (!file.endsWith(".safetensors") || file.startsWith("vae")) {
                assertThat(target.resolve(file)).as(file).hasSameBinaryContentAs(model.resolve(file));
            }
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(model, target);
        }
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Set<String> files = new TreeSet<>();
            all.filter(Files::isRegularFile)
                    .forEach(
                            file -> files.add(folder.relativize(file).toString().replace('\\', '/')));
            return files;
        }
    }

    @Test
    void typesStayAndEachValueIsRoundedOnce() throws IOException {
        TinyFile mixed = TinyFile.of(family)
                .in((name, type) -> name.startsWith(UNET)
                        ? (name.contains("attentions") || name.contains("attn1") ? DType.F8_E4M3 : DType.F16)
                        : DType.BF16);
        Path model = mixed.write(folder.resolve("mixed.safetensors"));
        Path wide = TinyFile.of(family)
                .in((name, type) -> mixed.tensors().get(name).dtype())
                .in((name, type) -> DType.F32)
                .write(folder.resolve("wide.safetensors"));
        ToolResult result = merge(model, folder.resolve("made.safetensors"));
        merge(wide, folder.resolve("exact.safetensors"));
        Map<String, TensorData> exact = ModelFixture.tensors(folder.resolve("exact.safetensors"));
        Map<String, TensorData> made = ModelFixture.tensors(folder.resolve("made.safetensors"));
        made.forEach((name, data) ->
                assertThat(data).as(name).isEqualTo(exact.get(name).as(data.dtype())));
        assertThat(changed(model, folder.resolve("made.safetensors"))).isNotEmpty();
        assertThat(result.lines().toString()).contains("This model is in fp8");
    }

    @Test
    void averagedWeightsStayAndThatIsSaid() throws IOException {
        TinyFile tiny = TinyFile.of(family).with("v_pred").with("model_ema.decay");
        tiny.tensors()
                .put(
                        "model_ema.diffusion_modelmiddle_block1proj_inweight",
                        tiny.tensors().get(UNET + "middle_block.1.proj_in.weight"));
        Path model = tiny.write(folder.resolve("ema.safetensors"));
        ToolResult result = merge(model, folder.resolve("made.safetensors"));
        assertThat(changed(model, folder.resolve("made.safetensors"))).noneMatch(name -> name.startsWith("model_ema"));
        assertThat(result.lines().toString()).contains("model_ema");
    }

    @Test
    void partsAndVariantsOfAFolderAreAllChanged() throws IOException {
        TinyModel model = ModelFixture.wide(family, folder.resolve("model"));
        Path whole = model.folder().resolve(WEIGHTS);
        Map<String, TensorData> tensors = ModelFixture.tensors(whole);
        Map<String, TensorData> half = new LinkedHashMap<>();
        tensors.forEach((name, data) -> half.put(name, data.as(DType.F16)));
        SafetensorsWriter.write(whole.resolveSibling("diffusion_pytorch_model.fp16.safetensors"), half, Map.of());
        String[] parts = {
            "diffusion_pytorch_model-00001-of-00002.safetensors", "diffusion_pytorch_model-00002-of-00002.safetensors"
        };
        List<Map<String, TensorData>> shards = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
        StringBuilder index = new StringBuilder();
        tensors.forEach((name, data) -> {
            int shard = shards.get(0).size() < tensors.size() / 2 ? 0 : 1;
            shards.get(shard).put(name, data);
            index.append(index.length() == 0 ? "" : ",").append('"' + name + "\":\"" + parts[shard] + '"');
        });
        for (int i = 0; i < parts.length; i++) {
            SafetensorsWriter.write(whole.resolveSibling(parts[i]), shards.get(i), Map.of("format", "pt"));
        }
        Files.writeString(
                whole.resolveSibling("diffusion_pytorch_model.safetensors.index.json"),
                "{\"weight_map\":{" + index + "}}");
        Files.delete(whole);
        Files.writeString(whole.resolveSibling("diffusion_pytorch_model.bin"), "pickle");
        Files.writeString(model.folder().resolve("v1.ckpt"), "pickle");
        Files.writeString(model.folder().resolve("vae/diffusion_pytorch_model.bin"), "pickle");
        Files.createDirectories(model.folder().resolve(".cache"));
        Files.writeString(model.folder().resolve(".cache/lock"), "");
        Path target = folder.resolve("made");
        ToolResult result = merge(model.folder(), target);
        float[] expected = ModelFixture.prediction(BaseModel.open(model.folder()), weighted());
        assertThat(difference(ModelFixture.prediction(BaseModel.open(target), List.of()), expected))
                .isLessThan(FORWARD);
        Map<String, TensorData> exact = new LinkedHashMap<>();
        for (String part : parts) {
            exact.putAll(ModelFixture.tensors(target.resolve("unet").resolve(part)));
            assertThat(ModelFixture.metadata(target.resolve("unet").resolve(part)))
                    .containsEntry("format", "pt");
        }
        String fp16 = "unet/diffusion_pytorch_model.fp16.safetensors";
        assertThat(changed(model.folder().resolve(fp16), target.resolve(fp16))).isNotEmpty();
        ModelFixture.tensors(target.resolve(fp16))
                .forEach((name, data) -> assertThat(
                                difference(data.floats(), exact.get(name).floats()))
                        .as(name)
                        .isLessThan(1.5e-3));
        assertThat(result.lines().toString()).contains("v1.ckpt").contains("diffusion_pytorch_model.bin");
        assertThat(files(target))
                .contains("vae/diffusion_pytorch_model.bin")
                .noneMatch(file -> file.startsWith("unet") && file.endsWith(".bin")
                        || file.endsWith(".ckpt")
                        || file.startsWith("."));
    }

    @Test
    void whatALoraChangesInATextEncoderThatIsMissingIsLeftOut() throws IOException {
        Path model =
                TinyFile.of(family).without(name -> !name.startsWith(UNET)).write(folder.resolve("bare.safetensors"));
        ToolResult result = merge(model, folder.resolve("made.safetensors"));
        assertThat(result.lines().toString()).contains("The model has no text_encoder of its own");
        assertThat(changed(model, folder.resolve("made.safetensors"))).isNotEmpty();
    }

    @Test
    void nothingIsLeftWhereItIsStopped() throws IOException {
        Path one = TinyFile.of(family).write(folder.resolve("dream.safetensors"));
        for (Path model : List.of(one, ModelFixture.folder(family))) {
            List<Integer> seen = new ArrayList<>();
            ToolWatcher watcher = new ToolWatcher() {
                @Override
                public void at(int done, int of) {
                    seen.add(done);
                }

                @Override
                public boolean stopped() {
                    return seen.size() == 3;
                }
            };
            Path target = folder.resolve(model == one ? "made.safetensors" : "made");
            ToolResult result = new MergeIntoModelJob()
                    .run(
                            new MergeIntoModelRequest(model, loras(), new ToolOutput(target, Optional.empty(), false)),
                            watcher);
            assertThat(result.file()).isEmpty();
            assertThat(seen).hasSize(3);
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).containsExactly(one);
            }
        }
    }
}
