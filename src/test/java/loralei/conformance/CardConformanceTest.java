package loralei.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.OptimizerKind;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.TrainingConfig;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SamplingPlan;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.model.BaseModel;
import loralei.model.Checkpoints;
import loralei.model.ClipTextEncoder;
import loralei.model.Conditioning;
import loralei.model.TextEncoderSpec;
import loralei.model.Unet;
import loralei.model.UnetModules;
import loralei.model.VaeDecoder;
import loralei.model.VaeEncoder;
import loralei.sample.Sampler;
import loralei.sample.StepWatcher;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;
import loralei.torch.TensorMaps;
import loralei.train.DenoisingLoss;
import loralei.train.Optimizer;
import loralei.train.Optimizers;
import loralei.train.StepInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernels' branches for a graphics card against those for the processor. Without a card all but the tests of the
 * comparison itself are skipped, and say so. The bounds are those of the kernels on imitated cards, fourfold: single
 * precision there means TF32 in convolutions.
 */
class CardConformanceTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();

    private static ComputeDevice card() {
        assumeTrue(
                ComputeDevice.gpuCount() > 0,
                "NOT TESTED: there is no graphics card here, or not the CUDA build of PyTorch");
        return ComputeDevice.gpu(0);
    }

    private static double bound(ComputeType type) {
        return switch (type) {
            case FP32 -> 0.01;
            case FP16 -> 0.02;
            case BF16 -> 0.06;
        };
    }

    static Stream<Arguments> steps() {
        return Stream.of("sd15", "sdxl")
                .flatMap(family -> Stream.of(ComputeType.values())
                        .flatMap(type -> Stream.of(false, true).map(keep -> Arguments.of(family, type, keep))));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aTrainingStepIsThatOfTheProcessor(String family, ComputeType type, boolean checkpointing) {
        ComputeDevice card = card();
        assertClose(step(family, CPU, ComputeType.FP32, false), step(family, card, type, checkpointing), bound(type));
    }

    /** Head sizes that go to the flash, the memory-efficient and the plain way; 3 is the only one in any type. */
    @ParameterizedTest
    @ValueSource(ints = {3, 12, 40, 64, 80, 160})
    void attentionOfAnyHeadSizeIsThatOfTheProcessor(int size) {
        ComputeDevice card = card();
        for (ComputeType type : ComputeType.values()) {
            assertClose(attention(CPU, ComputeType.FP32, size), attention(card, type, size), bound(type));
        }
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void anOptimizerMovesAsOnTheProcessor(OptimizerKind kind) {
        ComputeDevice card = card();
        assertClose(moved(CPU, kind), moved(card, kind), 1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void encodersAndDecodersGiveWhatTheyGiveOnTheProcessor(String family) {
        ComputeDevice card = card();
        assertClose(encoded(family, CPU), encoded(family, card), bound(ComputeType.FP32));
    }

    @Test
    void samplingGivesWhatItGivesOnTheProcessor() {
        ComputeDevice card = card();
        assertClose(sampled(CPU), sampled(card), 0.05); // five steps add up
    }

    @Test
    void memoryIsGivenBack() {
        ComputeDevice card = card();
        card.zeros(1 << 20).close();
        card.close();
        assertThat(ComputeDevice.gpu(0).multiplies()).isTrue();
    }

    @Test
    void theComparisonHoldsBetweenTheProcessorAndItself() {
        assertClose(step("sd15", CPU, ComputeType.FP32, false), step("sd15", CPU, ComputeType.FP32, true), 1e-12);
        assertClose(step("sdxl", CPU, ComputeType.FP32, false), step("sdxl", CPU, ComputeType.BF16, true), 0.06);
        assertClose(attention(CPU, ComputeType.FP32, 12), attention(CPU, ComputeType.FP32, 12), 1e-12);
        assertClose(moved(CPU, OptimizerKind.ADAMW_8BIT), moved(CPU, OptimizerKind.ADAMW_8BIT), 1e-12);
        assertClose(encoded("sdxl", CPU), encoded("sdxl", CPU), 1e-12);
        assertClose(sampled(CPU), sampled(CPU), 1e-12);
    }

    /** Relative distances, each array as one vector; NaN is no distance. */
    private static void assertClose(Map<String, float[]> expected, Map<String, float[]> found, double bound) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> {
            double squares = 0;
            double difference = 0;
            for (int i = 0; i < values.length; i++) {
                squares += (double) values[i] * values[i];
                difference += Math.pow(found.get(name)[i] - (double) values[i], 2);
            }
            assertThat(Math.sqrt(difference)).as(name).isLessThan(bound * Math.sqrt(squares) + 1e-12);
        });
    }

    private static Tensor drawn(ComputeDevice device, long... shape) {
        return device.move(Randoms.randn(shape));
    }

    private static Map<String, float[]> step(
            String family, ComputeDevice device, ComputeType type, boolean checkpointing) {
        BaseModel model = BaseModel.open(ConformanceData.of(family).model());
        double scale = type == ComputeType.FP16 ? 1024 : 1;
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(device, type);
                LoraAdapter adapter = new LoraAdapter(Target.of(UnetModules.all(unet.config()), 4, 4), device)) {
            Randoms.seed(3);
            adapter.load(typed(Randoms.randn(adapter.layout().size()), ComputeType.FP32, 0.02)
                    .floats());
            NoiseSchedule schedule = new NoiseSchedule(model.scheduler());
            Tensor states = drawn(device, 2, 77, unet.config().contextSize());
            StepInputs inputs = new StepInputs(
                    drawn(device, 2, 4, 16, 16),
                    drawn(device, 2, 4, 16, 16),
                    Randoms.randint(1000, 2),
                    new Conditioning(Kernels.tensor("to_dtype", states, type.number()), added(unet, device)),
                    device.move(Tensor.of(new float[] {0.5f, 0.5f}, 2)));
            DenoisingLoss.Evaluation step = new DenoisingLoss(
                            unet, schedule, checkpointing ? Checkpoints.ALL : Checkpoints.NONE, device)
                    .backward(inputs, adapter, scale);
            Tensor norm = Kernels.tensor("clip_grad_norm", adapter.gradients(), scale, 1.0);
            Map<String, float[]> found = new LinkedHashMap<>();
            found.put("loss and norm", Kernels.scalars(step.loss(), norm));
            found.put("prediction", step.modelPred().floats());
            found.put("gradients", adapter.gradients().floats());
            return found;
        }
    }

    private static List<Tensor> added(Unet unet, ComputeDevice device) {
        if (!unet.config().hasAddedConditioning()) {
            return List.of();
        }
        int pooled = unet.config().addedInputSize() - 6 * unet.config().addedTimeSize();
        return List.of(drawn(device, 2, pooled), device.move(Tensor.of(new float[12], 2, 6)));
    }

    /** Attention of 64 positions to themselves and to 77 others, and the gradients of both. */
    private static Map<String, float[]> attention(ComputeDevice device, ComputeType type, int size) {
        int heads = 2;
        int c = heads * size;
        int[][] shapes = {{c}, {c}, {c, c}, {c, c}, {c, c}, {c, c}, {c}};
        double[] scales = new double[4];
        try (Scope scope = Scope.open();
                TensorMaps none = new TensorMaps(Collections.nCopies(scales.length, Map.of()))) {
            Randoms.seed(4);
            Tensor x = typed(drawn(device, 2, 64, c), type, 1);
            Tensor context = typed(drawn(device, 2, 77, c), type, 1);
            Tensor dy = typed(drawn(device, 2, 64, c), type, 1);
            Tensor dcontext = device.zeros(2, 77, c);
            try (TensorList w = new TensorList(Stream.of(shapes)
                    .map(s -> s.length == 1 ? drawn(device, s[0]) : drawn(device, s[0], s[1]))
                    .map(weight -> typed(weight, type, 1 / Math.sqrt(c)))
                    .toList())) {
                Kernels.ForwardResult self = Kernels.forward("self_attention", x, w, none, scales, heads);
                Kernels.ForwardResult cross =
                        Kernels.forward("cross_attention", self.output(), context, w, none, scales, heads);
                Tensor d = Kernels.tensor(
                        "cross_attention_backward",
                        dy,
                        context,
                        dcontext,
                        cross.saved(),
                        w,
                        none,
                        none,
                        scales,
                        heads,
                        true);
                Tensor dx =
                        Kernels.tensor("self_attention_backward", d, self.saved(), w, none, none, scales, heads, true);
                return Map.of("output", fp32(cross.output()), "gradient", fp32(dx), "context's", fp32(dcontext));
            }
        }
    }

    private static Tensor typed(Tensor x, ComputeType type, double factor) {
        return Kernels.tensor("to_dtype", Kernels.tensor("combine", x, x, factor, 0.0), type.number());
    }

    private static float[] fp32(Tensor x) {
        return Kernels.tensor("to_dtype", x, ComputeType.FP32.number()).floats();
    }

    private static Map<String, float[]> moved(ComputeDevice device, OptimizerKind kind) {
        BaseModel model = BaseModel.open(ConformanceData.of("sd15").model());
        TrainingConfig config =
                TrainingConfig.of(Map.of("family", Family.SD15, "optimizer", kind, "weightDecay", 0.01));
        try (Scope scope = Scope.open();
                LoraAdapter adapter =
                        new LoraAdapter(Target.of(UnetModules.attention(model.unetConfig()), 64, 64), device);
                Optimizer optimizer = Optimizers.make(config, adapter, device)) {
            adapter.initialise(5);
            for (int step = 0; step < 5; step++) {
                Kernels.run(
                        "copy_into",
                        adapter.gradients(),
                        drawn(device, adapter.layout().size()));
                optimizer.step(1e-3);
            }
            return Map.of("parameters", adapter.parameters().floats());
        }
    }

    private static Map<String, float[]> encoded(String family, ComputeDevice device) {
        ConformanceData data = ConformanceData.of(family);
        BaseModel model = BaseModel.open(data.model());
        Map<String, float[]> found = new LinkedHashMap<>();
        try (Scope scope = Scope.open();
                VaeEncoder encoder = model.loadVaeEncoder(device, ComputeType.FP32);
                VaeDecoder decoder = model.loadVaeDecoder(device, ComputeType.FP32)) {
            VaeEncoder.Posterior posterior = encoder.encode(device.move(data.tensor("vae_pixels")));
            found.put("mean", posterior.mean().floats());
            found.put("logvar", posterior.logvar().floats());
            found.put(
                    "pixels",
                    decoder.decode(device.move(data.tensor("vae_latents"))).floats());
            for (TextEncoderSpec spec : model.textEncoders()) {
                try (ClipTextEncoder text = model.loadTextEncoder(spec, device, ComputeType.FP32)) {
                    ClipTextEncoder.Encoding encoding =
                            text.encode(device.move(data.tensor(found.size() == 3 ? "tokens" : "tokens_2")));
                    found.put("states " + found.size(), encoding.hiddenStates().floats());
                }
            }
        }
        return found;
    }

    private static Map<String, float[]> sampled(ComputeDevice device) {
        ConformanceData data = ConformanceData.of("sd15");
        BaseModel model = BaseModel.open(data.model());
        NoiseSchedule schedule = new NoiseSchedule(model.scheduler());
        try (Scope scope = Scope.open();
                Unet unet = model.loadUnet(device, ComputeType.FP32);
                LoraAdapter none = new LoraAdapter(Target.of(UnetModules.attention(unet.config()), 1, 1), device)) {
            Randoms.seed(6);
            Conditioning prompts =
                    new Conditioning(drawn(device, 2, 77, unet.config().contextSize()), List.of());
            Sampler sampler = new Sampler(
                    unet, SamplingPlan.of(schedule, SamplerKind.DDIM, SamplingSchedule.NORMAL, 5), 7.5, 0, device);
            return Map.of(
                    "latents",
                    sampler.sample(List.of(data.tensor("sampler_start")), prompts, none, StepWatcher.NONE)
                            .orElseThrow()
                            .floats());
        }
    }
}
