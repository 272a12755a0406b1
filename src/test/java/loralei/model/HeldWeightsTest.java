package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.BaseWeights;
import loralei.conformance.ConformanceData;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions and gradients of a UNet, however its weights are held. */
@ParameterizedClass
@ValueSource(strings = {"sd15", "sdxl"})
class HeldWeightsTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();
    private static final String FILE = "unet/diffusion_pytorch_model.safetensors";

    /** What the rounding of weights may do to these small networks: to 3 bits behind the leading one; to 127 steps of the largest. */
    private static final Map<BaseWeights, Double> EIGHT_BITS = Map.of(BaseWeights.FP8, 0.4, BaseWeights.INT8, 0.12);

    private final ConformanceData data;
    private final BaseModel model;
    private Scope scope;

    HeldWeightsTest(String family) {
        data = ConformanceData.of(family);
        model = BaseModel.open(data.model());
    }

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Prediction and gradients. */
    @SuppressWarnings("ArrayRecordComponent") // compared by their contents
    private record Pass(float[] prediction, float[] gradients) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void offloadedBlocksChangeNoBit(boolean checkpointing) {
        Checkpoints checkpoints = checkpointing ? Checkpoints.ALL : Checkpoints.NONE;
        Pass resident = pass(WeightPlan.resident(ComputeType.FP32), checkpoints);
        for (long bytes : List.of(WeightPlan.ALL, 1_000_000L)) {
            try (Unet unet = offloaded(new WeightPlan(ComputeType.FP32, BaseWeights.SAME, bytes))) {
                for (int round = 0; round < 3; round++) { // the first one knows no order yet
                    assertSame(pass(unet, checkpoints), resident);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FP8", "INT8"})
    void offloadedBlocksInEightBitsChangeNoBitEither(BaseWeights kept) {
        WeightPlan plan = new WeightPlan(ComputeType.FP32, kept, 0);
        Pass resident = pass(plan, Checkpoints.NONE);
        try (Unet unet = offloaded(plan.offloading(WeightPlan.ALL))) {
            assertSame(pass(unet, Checkpoints.ALL), resident);
            assertSame(pass(unet, Checkpoints.NONE), resident);
        }
    }

    @Test
    void asManyBytesAreOffloadedAsWereAskedFor() {
        Offloading offloading = new Offloading(CPU);
        WeightPlan plan = new WeightPlan(ComputeType.FP32, BaseWeights.SAME, 1_000_000);
        try (offloading;
                Unet unet = model.loadUnet(
                        CPU,
                        ComputeType.FP32,
                        source -> new Unet(
                                model.unetConfig(), new PlannedWeights(source, plan, Optional.of(offloading))))) {
            assertThat(offloading.bytes()).isBetween(1_000_000L, 2_000_000L);
            assertThat(4 * unet.parameters()).isGreaterThan(3_000_000);
        }
    }

    /** What 8 bits lose is lost once, where they are made: from there on they are weights like any others. */
    @ParameterizedTest
    @CsvSource({"FP32, FP8", "BF16, FP8", "FP32, INT8", "BF16, INT8"})
    void eightBitsComputeWithTheValuesThatTheyStandFor(ComputeType type, BaseWeights kept) {
        Pass held = pass(new WeightPlan(type, kept, 0), Checkpoints.NONE);
        try (Unet rounded = model.loadUnet(
                CPU, type, source -> new Unet(model.unetConfig(), new Rounded(source, arithmetic(type), kept)))) {
            assertSame(held, pass(rounded, Checkpoints.NONE));
        }
        Pass exact = pass(WeightPlan.resident(type), Checkpoints.NONE);
        assertThat(distance(held.prediction, exact.prediction)).isBetween(1e-4, EIGHT_BITS.get(kept));
        assertThat(distance(held.gradients, exact.gradients)).isBetween(1e-4, EIGHT_BITS.get(kept));
    }

    private static ComputeType arithmetic(ComputeType type) {
        return Kernels.number("multiplies_bf16") == 1 ? type : ComputeType.FP32;
    }

    @Test
    void eightBitsOfAFileAreKept(@TempDir Path folder) throws IOException {
        BaseModel narrow = copyIn(folder, DType.F8_E4M3);
        Pass wide = pass(narrow, WeightPlan.resident(ComputeType.FP32));
        assertSame(pass(narrow, new WeightPlan(ComputeType.FP32, BaseWeights.FP8, 0)), wide);
    }

    /** Where int8 is asked for all the same, the file's values are rounded once more. */
    @Test
    void onlyFp8KeepsTheValuesOfSuchAFile(@TempDir Path folder) throws IOException {
        BaseModel narrow = copyIn(folder, DType.F8_E4M3);
        Pass wide = pass(narrow, WeightPlan.resident(ComputeType.FP32));
        Pass again = pass(narrow, new WeightPlan(ComputeType.FP32, BaseWeights.INT8, 0));
        assertThat(distance(again.prediction, wide.prediction)).isBetween(1e-4, EIGHT_BITS.get(BaseWeights.INT8));
    }

    @Test
    void weightsInTheirFileChangeNoBit(@TempDir Path folder) throws IOException {
        BaseModel narrow = copyIn(folder, DType.F16);
        Pass wide = pass(narrow, WeightPlan.resident(ComputeType.FP32));
        assertSame(pass(narrow, new WeightPlan(ComputeType.FP32, BaseWeights.SAME, WeightPlan.ALL)), wide);
        List<String> mapped = new ArrayList<>();
        narrow.loadUnet(CPU, ComputeType.FP32, source -> new Unet(narrow.unetConfig(), new Spy(source, mapped)))
                .close();
        assertThat(mapped).hasSizeGreaterThan(100);
    }

    /** Takes down which weights are half as wide as the arithmetic. */
    private record Spy(WeightSource source, List<String> mapped) implements WeightSource {
        @Override
        public Tensor get(String name, long... shape) {
            Tensor stored = source.stored(name, shape);
            if ((int) Kernels.number("type_of", stored) == ComputeType.FP16.number()) {
                mapped.add(name);
            }
            stored.close();
            return source.get(name, shape);
        }
    }

    /** Weights of blocks rounded to 8 bits, in the type of the others. */
    private record Rounded(WeightSource source, ComputeType type, BaseWeights kept) implements WeightSource {
        @Override
        public Tensor get(String name, long... shape) {
            return source.get(name, shape);
        }

        @Override
        public FrozenWeights resident(Spec... modules) {
            List<Tensor> weights = list(modules).tensors().stream()
                    .map(weight -> weight.shape().length > 1 ? rounded(weight) : weight.share())
                    .toList();
            return FrozenWeights.resident(new TensorList(weights), Spec.count(modules));
        }

        private Tensor rounded(Tensor weight) {
            String kind = kept == BaseWeights.INT8 ? "int8" : "eight_bits";
            List<Tensor> parts = Kernels.tensors("to_" + kind, weight);
            return Kernels.tensor("from_" + kind, parts.get(0), parts.get(1), type.number());
        }
    }

    private Unet offloaded(WeightPlan plan) {
        return model.loadUnet(CPU, plan.type(), source -> Unet.offloading(model.unetConfig(), source, CPU, plan));
    }

    private BaseModel copyIn(Path folder, DType type) throws IOException {
        data.copyModel(folder);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(data.model().resolve(FILE))) {
            for (TensorInfo info : file.tensors().values()) {
                tensors.put(info.name(), TensorData.ofFloats(type, file.floats(info.name()), info.shape()));
            }
        }
        SafetensorsWriter.write(folder.resolve(FILE), tensors, Map.of());
        return BaseModel.open(folder);
    }

    private Pass pass(WeightPlan plan, Checkpoints checkpoints) {
        try (Unet unet = model.loadUnet(CPU, plan)) {
            return pass(unet, checkpoints);
        }
    }

    private Pass pass(BaseModel other, WeightPlan plan) {
        try (Unet unet = other.loadUnet(CPU, plan)) {
            return pass(unet, Checkpoints.NONE);
        }
    }

    private Pass pass(Unet unet, Checkpoints checkpoints) {
        try (LoraAdapter adapter = new LoraAdapter(Target.of(UnetModules.all(unet.config()), 4, 2), CPU);
                Tape tape = Tape.training(checkpoints)) {
            adapter.load(wave(adapter.layout().size()));
            Tensor out =
                    unet.forward(data.tensor("unet_sample"), data.tensor("unet_timesteps"), prompts(), adapter, tape);
            float[] prediction = out.floats();
            tape.backward(Tensor.of(wave(prediction.length), out.shape()));
            return new Pass(prediction, adapter.gradients().floats());
        }
    }

    private Conditioning prompts() {
        Tensor states = Kernels.tensor("last", data.tensor("encoder_hidden_states"), 2);
        return model.unetConfig().hasAddedConditioning()
                ? new Conditioning(
                        states,
                        List.of(Kernels.tensor("last", data.tensor("text_embeds"), 2), data.tensor("unet_time_ids")))
                : new Conditioning(states, List.of());
    }

    private static float[] wave(int count) {
        float[] wave = new float[count];
        for (int i = 0; i < count; i++) {
            wave[i] = (float) (0.2 * Math.sin(0.37 * i + 0.25));
        }
        return wave;
    }

    private static void assertSame(Pass found, Pass expected) {
        assertThat(found.prediction).isEqualTo(expected.prediction);
        assertThat(found.gradients).isEqualTo(expected.gradients);
    }

    /** The length of the difference, relative to the expected one's. */
    private static double distance(float[] found, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(found[i] - (double) expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
