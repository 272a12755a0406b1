package loralei.sample;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.PictureSpec;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.conformance.ConformanceData;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.Unet;
import loralei.safetensors.SafetensorsFile;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Latents of whole pictures of the tiny models against the pipelines of diffusers, which draw SDXL away from zeros, each
 * picture from a generator of its own. Prompts, numbers and versions stand in the file of the reference numbers.
 */
class ImageGeneratorTest {
    private static final Path EXPECTED = Path.of("src/test/resources/loralei/sample/pictures.safetensors");
    private static final List<String> PROMPTS = List.of("fsk49 1girl", "a photo of sks dog");
    /** The largest difference relative to the largest value after four steps. */
    private static final double LATENTS = 2e-4;

    private static final ComputeDevice CPU = ComputeDevice.cpu();

    @ParameterizedTest
    @CsvSource({
        "sd15,ddim",
        "sd15,euler_a",
        "sd15,rescaled",
        "sd15,unguided",
        "sd15,odd",
        "sdxl,ddim",
        "sdxl,euler_a",
        "sdxl,rescaled",
        "sdxl,unguided",
        "sdxl,odd"
    })
    void everyFamilyIsDrawnAsByThePipelinesOfDiffusers(String family, String kind) throws IOException {
        List<PictureSpec> pictures = List.of(picture(kind, 0), picture(kind, 1));
        assertThat(difference(draw(family, pictures), expected(family + "." + kind)))
                .isLessThan(LATENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void inABatchAndAloneASeedGivesTheSamePicture(String family) throws IOException {
        PictureSpec first = picture("euler_a", 0);
        PictureSpec second = picture("euler_a", 1);
        float[] both = draw(family, List.of(first, second));
        float[] alone = draw(family, List.of(second));
        assertThat(difference(alone, Arrays.copyOfRange(both, both.length / 2, both.length)))
                .isLessThan(FORWARD);
        assertThat(difference(draw(family, List.of(second.withSeed(11))), alone))
                .isGreaterThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 5})
    void withoutGuidanceTheNetworkIsAskedWithThePromptsOnly(double guidance) throws IOException {
        ConformanceData data = ConformanceData.of("sd15");
        BaseModel model = BaseModel.open(data.model());
        PictureSpec spec = new PictureSpec(
                PROMPTS.get(0), "", 64, 64, 1, guidance, 0, SamplerKind.DDIM, SamplingSchedule.NORMAL, 1);
        // nothing is there for the negative prompt, so that asking for it fails
        Map<String, EncodedPrompt> positive = new HashMap<>();
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(CPU, ComputeType.FP32)) {
            positive.put(spec.prompt(), prompt(data, spec.prompt(), 3, false));
            ImageGenerator generator = new ImageGenerator(model, unet, CPU, ComputeType.FP32);
            ThrowingCallable drawing =
                    () -> generator.latents(List.of(spec), positive, AdapterBank.NONE, StepWatcher.NONE);
            if (guidance == 1) {
                assertThatCode(drawing).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(drawing).isInstanceOf(NullPointerException.class);
            }
        }
    }

    private static float[] draw(String family, List<PictureSpec> pictures) throws IOException {
        ConformanceData data = ConformanceData.of(family);
        BaseModel model = BaseModel.open(data.model());
        boolean added = model.unetConfig().hasAddedConditioning();
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(CPU, ComputeType.FP32)) {
            Map<String, EncodedPrompt> prompts = Stream.of(
                            prompt(data, "", 0, added),
                            prompt(data, PROMPTS.get(0), 3, added),
                            prompt(data, PROMPTS.get(1), 2, added))
                    .collect(Collectors.toMap(EncodedPrompt::prompt, Function.identity()));
            return new ImageGenerator(model, unet, CPU, ComputeType.FP32)
                    .latents(pictures, prompts, AdapterBank.NONE, StepWatcher.NONE)
                    .orElseThrow()
                    .floats();
        }
    }

    private static PictureSpec picture(String kind, int number) {
        return new PictureSpec(
                PROMPTS.get(number),
                "",
                kind.equals("odd") ? 40 : 64,
                kind.equals("odd") ? 72 : 64,
                4,
                kind.equals("unguided") ? 1 : 5,
                kind.equals("rescaled") ? 0.7 : 0,
                kind.equals("euler_a") ? SamplerKind.EULER_A : SamplerKind.DDIM,
                SamplingSchedule.NORMAL,
                11L + number);
    }

    private static EncodedPrompt prompt(ConformanceData data, String text, int index, boolean added) {
        List<Tensor> pooled = new ArrayList<>();
        if (added) {
            pooled.add(row(data, "text_embeds", index));
        }
        return new EncodedPrompt(text, List.of(), row(data, "encoder_hidden_states", index), pooled);
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
