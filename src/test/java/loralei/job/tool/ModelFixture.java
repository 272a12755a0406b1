package loralei.job.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.TinyModel;
import loralei.config.Family;
import loralei.conformance.ConformanceData;
import loralei.lora.LoraFile;
import loralei.lora.LoraStack;
import loralei.lora.TextLora;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.model.Conditioning;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.Tape;
import loralei.model.Unet;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.tokenizer.ClipTokenizer;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** Tiny base models, LoRAs for them, and what they predict. */
final class ModelFixture {
    static final ComputeDevice CPU = ComputeDevice.cpu();
    static final Path LORAS = Path.of("src/test/resources/loralei/lora/stack");
    private static final String PROMPT = "fsk49 1girl";

    private ModelFixture() {}

    static Path lora(String family, String name) {
        return LORAS.resolve(family + "-" + name + ".safetensors");
    }

    static Path folder(String family) {
        return ConformanceData.of(family).model();
    }

    /** A copy in fp32, as which LoRAs can be added without rounding. */
    static TinyModel wide(String family, Path to) throws IOException {
        TinyModel model = TinyModel.copy(family, to);
        try (Stream<Path> files = Files.walk(to)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                Map<String, TensorData> tensors = tensors(file);
                tensors.replaceAll((name, data) -> data.dtype().isFloat() ? data.as(DType.F32) : data);
                SafetensorsWriter.write(file, tensors, metadata(file));
            }
        }
        return model;
    }

    static WeightedLora read(Path lora, double weight) throws IOException {
        return new WeightedLora(LoraFile.read(lora).weights(), weight);
    }

    /** What the UNet of a model predicts for a prompt, with LoRAs in UNet and text encoders. */
    static float[] prediction(BaseModel model, List<WeightedLora> loras) throws IOException {
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraStack stack = new LoraStack(loras, unet.config(), CPU);
                Tape tape = Tape.inference()) {
            float[] latents = latents(model.family());
            int side = (int) Math.sqrt(latents.length / 4.0);
            Conditioning conditioning = Conditioning.of(
                    unet.config(),
                    List.of(encoded(model, loras)),
                    List.of(new float[] {128, 128, 0, 0, 128, 128}),
                    CPU,
                    ComputeType.FP32);
            Tensor times = Tensor.of(new float[] {601}, 1);
            return unet.forward(Tensor.of(latents, 1, 4, side, side), times, conditioning, stack, tape)
                    .floats();
        }
    }

    private static float[] latents(Family family) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(LORAS.resolve(family.id() + "-expected.safetensors"))) {
            return file.floats("latents");
        }
    }

    private static EncodedPrompt encoded(BaseModel model, List<WeightedLora> loras) {
        try (ClipTokenizer clip = ClipTokenizer.load(folder("sd15").resolve("tokenizer"))) {
            TokenizedPrompt tokens = clip.encode(PROMPT);
            return PromptEncoder.encode(
                            model,
                            Map.of(
                                    PROMPT,
                                    model.textEncoders().stream()
                                            .map(encoder -> tokens)
                                            .toList()),
                            CPU,
                            encoder -> new TextLora(loras, encoder, CPU))
                    .get(0);
        }
    }

    static Map<String, TensorData> tensors(Path file) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            for (TensorInfo info : open.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), open.read(info.name())));
            }
        }
        return tensors;
    }

    static Map<String, String> metadata(Path file) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return open.metadata();
        }
    }
}
