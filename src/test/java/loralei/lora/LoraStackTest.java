package loralei.lora;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.model.BaseModel;
import loralei.model.Conditioning;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.Tape;
import loralei.model.Unet;
import loralei.safetensors.SafetensorsFile;
import loralei.tokenizer.ClipTokenizer;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several LoRAs with weights, in UNet and text encoders, against diffusers and peft with {@code set_adapters}, and against
 * weights with the changes added; what made the numbers stands in the files of the reference.
 */
class LoraStackTest {
    private static final Path FOLDER = Path.of("src/test/resources/loralei/lora/stack");
    private static final ComputeDevice CPU = ComputeDevice.cpu();
    private static final String PROMPT = "fsk49 1girl";

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void severalLorasWithWeightsAreWhatDiffusersAndPeftMakeOfThem(String family) throws IOException {
        BaseModel model = BaseModel.open(ConformanceData.of(family).model());
        List<WeightedLora> two = List.of(lora(family, "a", model, 0.7), lora(family, "b", model, -0.4));
        List<WeightedLora> three = List.of(two.get(0), two.get(1), lora(family, "c", model, 1.5));
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(CPU, ComputeType.FP32)) {
            EncodedPrompt prompt = encoded(model, two);
            assertThat(difference(prompt.encoderHiddenStates().floats(), expected(family, "two.hidden_states")))
                    .isLessThan(FORWARD);
            if (!prompt.textEmbeds().isEmpty()) {
                assertThat(difference(prompt.textEmbeds().get(0).floats(), expected(family, "two.text_embeds")))
                        .isLessThan(FORWARD);
            }
            assertThat(difference(prediction(family, unet, prompt, three), expected(family, "three.prediction")))
                    .isLessThan(FORWARD);
            // after the other one: the frozen weights are as they were
            assertThat(difference(prediction(family, unet, prompt, two), expected(family, "two.prediction")))
                    .isLessThan(FORWARD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aLoraWithoutWeightChangesNothing(String family) throws IOException {
        BaseModel model = BaseModel.open(ConformanceData.of(family).model());
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(CPU, ComputeType.FP32)) {
            List<WeightedLora> off = List.of(lora(family, "a", model, 0), lora(family, "c", model, 0));
            assertThat(TextLora.among(off)).isEmpty();
            EncodedPrompt prompt = encoded(model, off);
            assertThat(prompt.encoderHiddenStates().floats())
                    .containsExactly(
                            encoded(model, List.of()).encoderHiddenStates().floats());
            assertThat(prediction(family, unet, prompt, off))
                    .containsExactly(prediction(family, unet, prompt, List.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aLoraThatDoesNotFitIsToldByTheFirstLayer(String family) throws IOException {
        BaseModel model = BaseModel.open(ConformanceData.of(family).model());
        BaseModel other = BaseModel.open(
                ConformanceData.of(family.equals("sd15") ? "sdxl" : "sd15").model());
        LoraWeights lora = lora(family, "a", model, 1).lora();
        assertThat(LoraFit.misfit(lora, model)).isEmpty();
        assertThat(LoraFit.misfit(lora, other)).isPresent();
        assertThatThrownBy(() -> new LoraStack(List.of(new WeightedLora(lora, 1)), other.unetConfig(), CPU))
                .isInstanceOf(UserError.class);
    }

    private static WeightedLora lora(String family, String name, BaseModel model, double weight) throws IOException {
        Path file = FOLDER.resolve(family + "-" + name + ".safetensors");
        return new WeightedLora(
                LoraFile.read(file, model.unetConfig().layersPerBlock()).weights(), weight);
    }

    private static EncodedPrompt encoded(BaseModel model, List<WeightedLora> loras) {
        Path tokenizer = ConformanceData.of("sd15").model().resolve("tokenizer");
        try (ClipTokenizer clip = ClipTokenizer.load(tokenizer)) {
            List<TokenizedPrompt> tokens =
                    Collections.nCopies(model.textEncoders().size(), clip.encode(PROMPT));
            return PromptEncoder.encode(
                            model, Map.of(PROMPT, tokens), CPU, encoder -> new TextLora(loras, encoder, CPU))
                    .get(0);
        }
    }

    private static float[] prediction(String family, Unet unet, EncodedPrompt prompt, List<WeightedLora> loras)
            throws IOException {
        float[] latents = expected(family, "latents");
        int side = (int) Math.sqrt(latents.length / 4.0);
        try (LoraStack stack = new LoraStack(loras, unet.config(), CPU);
                Tape tape = Tape.inference()) {
            Conditioning conditioning = Conditioning.of(
                    unet.config(),
                    List.of(prompt),
                    List.of(new float[] {128, 128, 0, 0, 128, 128}),
                    CPU,
                    ComputeType.FP32);
            Tensor times = Tensor.of(new float[] {601}, 1);
            return unet.forward(Tensor.of(latents, 1, 4, side, side), times, conditioning, stack, tape)
                    .floats();
        }
    }

    private static float[] expected(String family, String name) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(FOLDER.resolve(family + "-expected.safetensors"))) {
            return file.floats(name);
        }
    }
}
