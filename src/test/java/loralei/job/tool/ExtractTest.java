package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.TinyFile;
import loralei.TinyModel;
import loralei.config.UserError;
import loralei.job.LoraChoice;
import loralei.lora.LoraFile;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Differences of base models as LoRAs, against the LoRA that made the difference, and against kohya's script. */
@ParameterizedClass
@ValueSource(strings = {"sd15", "sdxl"})
class ExtractTest {
    private static final String UNET = "model.diffusion_model.";

    @TempDir
    private Path folder;

    private final String family;

    ExtractTest(String family) {
        this.family = family;
    }

    private ToolResult extract(Path base, Path tuned, RankChoice rank, boolean convolutions, boolean textEncoders)
            throws IOException {
        ToolOutput output = new ToolOutput(folder.resolve("extracted.safetensors"), Optional.of(DType.F32), true);
        return new ExtractJob()
                .run(new ExtractRequest(base, tuned, rank, convolutions, textEncoders, output), ToolWatcher.NONE);
    }

    private Path merged(Path model, String target) throws IOException {
        LoraChoice lora = new LoraChoice(ModelFixture.lora(family, "a"), 1);
        return new MergeIntoModelJob()
                .run(
                        new MergeIntoModelRequest(
                                model, List.of(lora), new ToolOutput(folder.resolve(target), Optional.empty(), false)),
                        ToolWatcher.NONE)
                .file()
                .orElseThrow();
    }

    private Path oneFile(DType type) throws IOException {
        return TinyFile.of(family).in((name, before) -> type).write(folder.resolve(type + ".safetensors"));
    }

    /** A tuned model: each weight w[i] + 0.02 sin(0.1 i i), as the numbers of kohya's script were made. */
    private Path tuned() throws IOException {
        TinyModel model = TinyModel.copy(family, folder.resolve("tuned"));
        try (Stream<Path> files = Files.walk(model.folder())) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                Map<String, TensorData> tensors = ModelFixture.tensors(file);
                tensors.replaceAll((name, data) -> data.dtype().isFloat() ? tuned(data) : data);
                SafetensorsWriter.write(file, tensors, Map.of());
            }
        }
        return model.folder();
    }

    private static TensorData tuned(TensorData data) {
        float[] values = data.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] + 0.02 * Math.sin(0.1 * i * i));
        }
        return TensorData.ofFloats(DType.F32, values, data.shape());
    }

    @Test
    void whatALoraMadeOfAModelIsTheLora() throws IOException {
        Path file = oneFile(DType.F32);
        Path made = merged(file, "tuned.safetensors");
        Path folderOfIt = ModelFixture.folder(family); // the same weights, in the other layout
        for (Path base : List.of(file, folderOfIt)) {
            ToolResult result = extract(base, made, new RankChoice.Fixed(3), true, true);
            Path lora = result.file().orElseThrow();
            Products.expectEqual(Products.of(lora), Products.of(ModelFixture.lora(family, "a")), 1e-4);
            assertThat(result.lines().toString())
                    .contains("rank 3 in all modules")
                    .contains("100.00 % at least");
            assertThat(LoraFile.read(lora).report().problems()).isEmpty();
        }
        Path back = extract(made, folderOfIt, new RankChoice.Energy(0.99999, 64), true, true)
                .file()
                .orElseThrow();
        Map<String, double[]> negative = new TreeMap<>();
        Products.add(negative, Products.of(ModelFixture.lora(family, "a")), -1);
        Products.expectEqual(Products.of(back), negative, 1e-2);
    }

    @Test
    void aTunedModelGivesWhatKohyaMakesOfIt() throws IOException {
        ToolResult result = extract(ModelFixture.folder(family), tuned(), new RankChoice.Fixed(4), true, true);
        Path lora = result.file().orElseThrow();
        KohyaNumbers.expect(Products.of(lora), family + ".extract4", 2e-4);
        assertThat(Products.of(lora)).hasSize(family.equals("sd15") ? 295 : 410);
        assertThat(result.lines().toString()).contains("other weights that differ, too");
        assertThat(ModelFixture.metadata(lora))
                .containsEntry("ss_training_comment", "extracted: tuned - model")
                .containsEntry("ss_network_dim", "4")
                .containsEntry("ss_network_alpha", "4.0");
        assertThat(LoraFile.read(lora).report().problems()).isEmpty();
    }

    @Test
    void convolutionsAndTextEncodersCanBeLeftOut() throws IOException {
        Path tuned = tuned();
        Path lora = extract(ModelFixture.folder(family), tuned, new RankChoice.Fixed(1), false, false)
                .file()
                .orElseThrow();
        assertThat(Products.ranks(lora).keySet())
                .isNotEmpty()
                .allMatch(name -> name.startsWith("lora_unet_"))
                .allMatch(name -> name.contains("_attn1_")
                        || name.contains("_attn2_")
                        || name.contains("_ff_net_")
                        || name.contains("_proj_in")
                        || name.contains("_proj_out"));
    }

    @Test
    void whatOnlyRoundingSetsApartIsNoDifference() throws IOException {
        Path made = merged(oneFile(DType.F32), "tuned.safetensors");
        TinyFile half = TinyFile.of(family).in((name, type) -> DType.BF16);
        Path base = half.write(folder.resolve("half.safetensors"));
        Path lora =
                extract(base, made, new RankChoice.Fixed(3), true, true).file().orElseThrow();
        assertThat(Products.of(lora).keySet())
                .isEqualTo(Products.of(ModelFixture.lora(family, "a")).keySet());
        UserError error = catchThrowableOfType(
                UserError.class, () -> extract(base, oneFile(DType.F32), new RankChoice.Fixed(3), true, true));
        assertThat(error).hasMessageContaining("No layer that a LoRA can change differs");
    }

    @Test
    void aTextEncoderThatOneModelLacksIsLeftOut() throws IOException {
        Path made = merged(oneFile(DType.F32), "tuned.safetensors");
        Path bare =
                TinyFile.of(family).without(name -> !name.startsWith(UNET)).write(folder.resolve("bare.safetensors"));
        ToolResult result = extract(bare, made, new RankChoice.Fixed(3), true, true);
        assertThat(result.lines().toString()).contains("text_encoder is left out: it is not in " + bare);
        assertThat(Products.ranks(result.file().orElseThrow()).keySet())
                .isNotEmpty()
                .allMatch(name -> name.startsWith("lora_unet_"));
    }
}
