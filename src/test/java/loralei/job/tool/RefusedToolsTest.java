package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.TinyFile;
import loralei.config.UserError;
import loralei.job.LoraChoice;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.Sha256;
import loralei.safetensors.TensorData;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that cannot be met end in one message and touch nothing. */
class RefusedToolsTest {
    private static final RankChoice RANK = new RankChoice.Fixed(2);
    private static final Path LORA = ModelFixture.lora("sd15", "a");
    private static final Path XL_LORA = ModelFixture.lora("sdxl", "a");

    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void nameTarget() {
        target = folder.resolve("made.safetensors");
    }

    private ToolOutput output() {
        return new ToolOutput(target, Optional.empty(), false);
    }

    private static ToolResult merge(ToolOutput output, Optional<RankChoice> rank, LoraChoice... loras)
            throws IOException {
        return new MergeJob().run(new MergeRequest(List.of(loras), rank, output), ToolWatcher.NONE);
    }

    private ToolResult merge(Path... loras) throws IOException {
        return merge(
                output(),
                Optional.empty(),
                Stream.of(loras).map(lora -> new LoraChoice(lora, 1)).toArray(LoraChoice[]::new));
    }

    private ToolResult resize(Path lora, RankChoice rank) throws IOException {
        return new ResizeJob().run(new ResizeRequest(lora, rank, output()), ToolWatcher.NONE);
    }

    private ToolResult into(Path model, Path lora, ToolOutput output) throws IOException {
        return new MergeIntoModelJob()
                .run(new MergeIntoModelRequest(model, List.of(new LoraChoice(lora, 1)), output), ToolWatcher.NONE);
    }

    private ToolResult extract(Path base, Path tuned) throws IOException {
        return new ExtractJob().run(new ExtractRequest(base, tuned, RANK, true, true, output()), ToolWatcher.NONE);
    }

    /** Everything in the folder, by name and content. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                contents.put(
                        folder.relativize(file).toString(),
                        Files.isDirectory(file) ? "" : Sha256.of(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private void refused(ThrowingCallable request, String message) throws IOException {
        Map<String, String> before = contents();
        Throwable failure = catchThrowable(request);
        assertThat(failure).isInstanceOf(UserError.class).hasMessageContaining(message);
        assertThat(((UserError) failure).remedy()).isNotBlank();
        assertThat(failure.getMessage().lines()).hasSizeLessThan(16);
        assertThat(contents()).isEqualTo(before);
    }

    private Path lora(Map<String, TensorData> tensors, String name) throws IOException {
        Path file = folder.resolve(name);
        SafetensorsWriter.write(file, tensors, Map.of());
        return file;
    }

    @Test
    void filesThatAreNoLoras() throws IOException {
        Path model = TinyFile.of("sd15").write(folder.resolve("model.safetensors"));
        Path broken = Files.write(folder.resolve("broken.safetensors"), new byte[] {9, 9, 9});
        refused(() -> merge(LORA, folder.resolve("none.safetensors")), "There is no file");
        refused(() -> merge(LORA, folder), "is a folder");
        refused(() -> merge(LORA, broken), "broken.safetensors");
        refused(() -> merge(model), "a base model: Stable Diffusion 1.x, one file");
        refused(() -> resize(broken, RANK), "broken.safetensors");
        refused(() -> resize(model, RANK), "a base model: Stable Diffusion 1.x, one file");
        refused(this::merge, "There is no LoRA to merge");
    }

    @Test
    void filesThatAreNoBaseModels() throws IOException {
        Path broken = Files.write(folder.resolve("broken.safetensors"), new byte[] {9, 9, 9});
        Path model = ModelFixture.folder("sd15");
        refused(() -> into(LORA, LORA, output()), "a LoRA");
        refused(() -> into(folder.resolve("none"), LORA, output()), "does not exist");
        refused(() -> into(broken, LORA, output()), "broken.safetensors");
        refused(() -> into(ModelFixture.folder("sd15"), model, output()), "is the name of a file");
        refused(() -> extract(model, LORA), "a LoRA");
        refused(() -> extract(broken, model), "broken.safetensors");
        refused(() -> extract(model, folder.resolve("none")), "does not exist");
    }

    @Test
    void differentFamilies() throws IOException {
        Path one = TinyFile.of("sd15").write(folder.resolve("one.safetensors"));
        refused(() -> merge(LORA, XL_LORA), "is for SD1.5");
        refused(() -> into(one, XL_LORA, output()), "is for SDXL");
        refused(() -> extract(one, ModelFixture.folder("sdxl")), "is for SD1.5");
    }

    @Test
    void shapesThatDoNotFit() throws IOException {
        Map<String, TensorData> tensors = ModelFixture.tensors(LORA);
        String module = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_v.";
        tensors.put(module + "lora_up.weight", TensorData.ofFloats(new float[3 * 7], 7, 3));
        Path other = lora(tensors, "other.safetensors");
        refused(() -> merge(LORA, other), "have different shapes in the layer unet.mid_block");
        Path one = TinyFile.of("sd15").write(folder.resolve("one.safetensors"));
        refused(() -> into(one, other, output()), "another shape than this base model in the layer unet.mid_block");
        tensors.put(module + "lora_up.weight", TensorData.ofFloats(new float[4 * 7], 7, 4));
        Path broken = lora(tensors, "broken.safetensors");
        refused(() -> resize(broken, RANK), "rank differs");
        TinyFile cut = TinyFile.of("sd15");
        cut.tensors()
                .put(
                        "model.diffusion_model.middle_block.1.proj_in.weight",
                        TensorData.ofFloats(new float[32 * 8], 32, 8, 1, 1));
        Path tuned = cut.write(folder.resolve("cut.safetensors"));
        refused(() -> extract(one, tuned), "built differently in the layer unet.mid_block.attentions.0.proj_in");
    }

    @Test
    void otherKindsOfAdaptersAreNamed() throws IOException {
        Map<String, TensorData> dora = ModelFixture.tensors(LORA);
        String module = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_v.";
        dora.put(module + "dora_scale", TensorData.ofFloats(new float[32], 32, 1));
        Path one = lora(dora, "dora.safetensors");
        refused(() -> merge(one), "DoRA");
        refused(() -> resize(one, RANK), "DoRA");
        Path loha = lora(Map.of(module + "hada_w1_a", TensorData.ofFloats(new float[4], 2, 2)), "loha.safetensors");
        refused(() -> merge(loha), "LoHa");
        Path lokr = lora(Map.of(module + "lokr_w1", TensorData.ofFloats(new float[4], 2, 2)), "lokr.safetensors");
        refused(() -> resize(lokr, RANK), "LoKr");
    }

    @Test
    void ranksAndWeightsThatAreNone() throws IOException {
        refused(() -> resize(LORA, new RankChoice.Fixed(0)), "The rank 0");
        refused(() -> resize(LORA, new RankChoice.Energy(1.5, 8)), "1.5 is not a share");
        refused(() -> resize(LORA, new RankChoice.Energy(Double.NaN, 8)), "NaN is not a share");
        refused(() -> resize(LORA, new RankChoice.Energy(0.5, 0)), "The rank 0");
        refused(() -> merge(output(), Optional.of(new RankChoice.Fixed(-1)), new LoraChoice(LORA, 1)), "The rank -1");
        refused(() -> merge(output(), Optional.empty(), new LoraChoice(LORA, Double.NaN)), "NaN");
        refused(() -> merge(output(), Optional.empty(), new LoraChoice(LORA, 0)), "All weights are 0");
        ToolOutput half = new ToolOutput(target, Optional.of(DType.F16), false);
        refused(() -> merge(half, Optional.of(RANK), new LoraChoice(LORA, 1e7)), "which F16 cannot hold");
    }

    @Test
    void targetsThatCannotBeWritten() throws IOException {
        LoraChoice lora = new LoraChoice(LORA, 1);
        Path copy = Files.copy(LORA, folder.resolve("copy.safetensors"));
        refused(
                () -> merge(new ToolOutput(copy, Optional.empty(), true), Optional.empty(), new LoraChoice(copy, 1)),
                "one of the files that are read");
        refused(() -> merge(new ToolOutput(copy, Optional.empty(), false), Optional.empty(), lora), "there already");
        Path nowhere = folder.resolve("none/made.safetensors");
        refused(() -> merge(new ToolOutput(nowhere, Optional.empty(), true), Optional.empty(), lora), "no folder");
        Path named = folder.resolve("made.ckpt");
        refused(() -> merge(new ToolOutput(named, Optional.empty(), true), Optional.empty(), lora), "does not end in");
        Path directory = Files.createDirectory(folder.resolve("folder.safetensors"));
        refused(() -> merge(new ToolOutput(directory, Optional.empty(), true), Optional.empty(), lora), "is a folder");
    }

    @Test
    void targetsOfBaseModelsThatCannotBeWritten() throws IOException {
        Path one = TinyFile.of("sd15").write(folder.resolve("one.safetensors"));
        refused(() -> into(one, LORA, new ToolOutput(one, Optional.empty(), true)), "one of the files that are read");
        refused(() -> into(one, LORA, new ToolOutput(target, Optional.of(DType.F16), true)), "keeps those that it has");
        Path model = ModelFixture.wide("sd15", folder.resolve("model")).folder();
        refused(() -> into(model, LORA, new ToolOutput(model, Optional.empty(), true)), "and not an empty folder");
        refused(
                () -> into(model, LORA, new ToolOutput(model.resolve("unet/made"), Optional.empty(), true)),
                "inside the base model");
        refused(() -> into(model, LORA, new ToolOutput(folder.resolve("a/b"), Optional.empty(), true)), "no folder");
    }
}
