package loralei.sample;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.config.PictureSpec;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.conformance.ConformanceData;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.Unet;
import loralei.model.VaeDecoder;
import loralei.safetensors.SafetensorsFile;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole pictures of the tiny models against the pipelines of diffusers, which draw SDXL away from zeros. Prompts,
 * numbers and versions stand in the file of the reference numbers.
 */
class ImageGeneratorTest {
    private static final Path EXPECTED = Path.of("src/test/resources/loralei/sample/ddim.safetensors");
    private static final List<String> PROMPTS = List.of("fsk49 1girl", "a photo of sks dog");
    private static final ComputeDevice CPU = ComputeDevice.cpu();

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void everyFamilyIsDrawnAsByThePipelinesOfDiffusers(String family) throws IOException {
        ConformanceData data = ConformanceData.of(family);
        BaseModel model = BaseModel.open(data.model());
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                VaeDecoder vae = model.loadVaeDecoder(CPU, ComputeType.FP32)) {
            boolean added = model.unetConfig().hasAddedConditioning();
            List<EncodedPrompt> prompts = List.of(
                    prompt(data, "", 0, added),
                    prompt(data, PROMPTS.get(0), 3, added),
                    prompt(data, PROMPTS.get(1), 2, added));
            ImageGenerator generator = new ImageGenerator(model, unet, CPU, ComputeType.FP32);
            Map<String, EncodedPrompt> byText =
                    prompts.stream().collect(Collectors.toMap(EncodedPrompt::prompt, Function.identity()));
            List<PictureSpec> pictures =
                    PROMPTS.stream().map(ImageGeneratorTest::picture).toList();
            Tensor latents = generator
                    .latents(pictures, byText, AdapterBank.NONE, StepWatcher.NONE)
                    .orElseThrow();
            assertThat(difference(latents.floats(), expected(family))).isLessThan(FORWARD);
            assertThat(new PictureDecoder(vae, model.vaeConfig()).decode(latents))
                    .hasSize(2)
                    .allMatch(picture -> picture.getWidth() == 64 && picture.getHeight() == 64);
        }
    }

    private static PictureSpec picture(String prompt) {
        return new PictureSpec(prompt, "", 64, 64, 4, 5, 0, SamplerKind.DDIM, SamplingSchedule.NORMAL, 11);
    }

    private static EncodedPrompt prompt(ConformanceData data, String text, int index, boolean added) {
        List<Tensor> pooled = new ArrayList<>();
        if (added) {
            pooled.add(row(data, "text_embeds", index));
        }
        return new EncodedPrompt(text, row(data, "encoder_hidden_states", index), pooled);
    }

    private static Tensor row(ConformanceData data, String name, int index) {
        Tensor row = data.slice(name, index);
        long[] shape = row.shape();
        float[] values = row.floats();
        return shape.length == 1 ? Tensor.of(values, 1, shape[0]) : Tensor.of(values, 1, shape[0], shape[1]);
    }

    private static float[] expected(String family) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(EXPECTED)) {
            return file.floats(family);
        }
    }
}
