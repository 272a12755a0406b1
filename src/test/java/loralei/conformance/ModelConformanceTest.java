package loralei.conformance;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.GRADIENT;
import static loralei.conformance.ConformanceData.LOSS;
import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import loralei.config.Family;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.TrainingConfig;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SamplingPlan;
import loralei.diffusion.SchedulerConfig;
import loralei.lora.AdapterLayout.Matrix;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.Checkpoints;
import loralei.model.ClipTextEncoder;
import loralei.model.Conditioning;
import loralei.model.Tape;
import loralei.model.TargetModule;
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
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.train.DenoisingLoss;
import loralei.train.Optimizer;
import loralei.train.Optimizers;
import loralei.train.StepInputs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tiny models against diffusers, transformers and peft on the CPU in fp32: one test for both families. */
@ParameterizedClass
@ValueSource(strings = {"sd15", "sdxl"})
class ModelConformanceTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();

    /** The design's bound for latents after five steps, and for their pictures. */
    private static final double SAMPLER = 1e-3;

    private final ConformanceData data;
    private final BaseModel model;
    private Scope scope;

    ModelConformanceTest(String family) {
        data = ConformanceData.of(family);
        model = BaseModel.open(data.model());
    }

    @BeforeEach
    void openScope() {
        scope = Scope.open();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @Test
    void textEncodersAgreeWithTransformers() {
        List<Tensor> states = new ArrayList<>();
        List<Tensor> pooled = new ArrayList<>();
        for (TextEncoderSpec spec : model.textEncoders()) {
            String ids = states.isEmpty() ? "tokens" : "tokens_2";
            try (ClipTextEncoder encoder = model.loadTextEncoder(spec, CPU, ComputeType.FP32)) {
                ClipTextEncoder.Encoding encoding = encoder.encode(data.tensor(ids));
                states.add(encoding.hiddenStates());
                pooled.addAll(encoding.pooled());
            }
        }
        float[] joined = Kernels.tensor("concat_last", states).floats();
        assertThat(difference(joined, data.floats("encoder_hidden_states"))).isLessThan(FORWARD);
        for (Tensor pool : pooled) {
            assertThat(difference(pool.floats(), data.floats("text_embeds"))).isLessThan(FORWARD);
        }
        assertThat(pooled).hasSize(model.family() == Family.SDXL ? 1 : 0);
    }

    @Test
    void vaeEncoderAgreesWithDiffusers() {
        try (VaeEncoder encoder = model.loadVaeEncoder(CPU, ComputeType.FP32)) {
            VaeEncoder.Posterior posterior = encoder.encode(data.tensor("vae_pixels"));
            assertThat(difference(posterior.mean().floats(), data.floats("vae_mean")))
                    .isLessThan(FORWARD);
            assertThat(difference(posterior.logvar().floats(), data.floats("vae_logvar")))
                    .isLessThan(FORWARD);
        }
    }

    @Test
    void vaeDecoderAgreesWithDiffusers() {
        try (VaeDecoder decoder = model.loadVaeDecoder(CPU, ComputeType.FP32)) {
            Tensor pixels = decoder.decode(data.tensor("vae_latents"));
            assertThat(difference(pixels.floats(), data.floats("vae_decoded"))).isLessThan(FORWARD);
        }
    }

    @Test
    void unetAgreesWithDiffusers() {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                Tape tape = Tape.inference()) {
            Tensor out = unet.forward(
                    data.tensor("unet_sample"),
                    data.tensor("unet_timesteps"),
                    prompts(2, 3, "unet_time_ids"),
                    AdapterBank.NONE,
                    tape);
            assertThat(difference(out.floats(), data.floats("unet_out"))).isLessThan(FORWARD);
        }
    }

    @Test
    void unetWithAdapterAgreesWithPeft() {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = adapter(3);
                Tape tape = Tape.inference()) {
            Tensor out = unet.forward(
                    data.tensor("unet_sample"),
                    data.tensor("unet_timesteps"),
                    prompts(2, 3, "unet_time_ids"),
                    adapter,
                    tape);
            assertThat(difference(out.floats(), data.floats("unet_lora_out"))).isLessThan(FORWARD);
        }
    }

    @Test
    void firstStepsLossAndGradientsAgreeWithAutograd() {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = adapter(0)) {
            DenoisingLoss objective = objective(unet, Checkpoints.NONE);
            DenoisingLoss.Evaluation step = objective.backward(inputs(0), adapter, 1.0);
            assertThat(difference(step.noisyLatents().floats(), data.floats("train_noisy")))
                    .isLessThan(FORWARD);
            assertThat((double) step.loss().item()).isCloseTo(data.floats("train_losses")[0], within(LOSS));
            assertThat(gradientDifference(adapter)).isLessThan(GRADIENT);
        }
    }

    @Test
    void threeStepsOfAdamWAgreeWithPyTorch() {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = adapter(0);
                Optimizer optimizer = Optimizers.make(TrainingConfig.defaults(Family.SD15), adapter, CPU)) {
            DenoisingLoss objective = objective(unet, Checkpoints.NONE);
            for (int step = 0; step < 3; step++) {
                Kernels.run("fill", adapter.gradients(), 0.0);
                Tensor loss = objective.backward(inputs(step), adapter, 1.0).loss();
                double norm = Kernels.tensor("clip_grad_norm", adapter.gradients(), 1.0, 1.0)
                        .item();
                optimizer.step(1e-3);
                assertThat((double) loss.item()).isCloseTo(data.floats("train_losses")[step], within(LOSS));
                double expected = data.floats("train_grad_norms")[step];
                assertThat(norm).isCloseTo(expected, within(GRADIENT * expected));
                assertThat(parameterDifference(adapter, step + 1)).isLessThan(GRADIENT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DDIM", "EULER", "DPMPP_2M"})
    void samplingAgreesWithDiffusersDownToThePicture(SamplerKind kind) {
        SamplingPlan plan = SamplingPlan.of(new NoiseSchedule(model.scheduler()), kind, SamplingSchedule.NORMAL, 5);
        float[] timesteps = data.floats("sampler_" + kind.id() + "_timesteps");
        assertThat(plan.steps().stream().map(step -> (float) step.timestep()).toList())
                .containsExactly(timesteps[0], timesteps[1], timesteps[2], timesteps[3], timesteps[4]);
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                VaeDecoder vae = model.loadVaeDecoder(CPU, ComputeType.FP32);
                LoraAdapter adapter = adapter(3)) {
            Sampler sampler = new Sampler(unet, plan, 7.5, 0, CPU);
            Tensor latents = sampler.sample(
                            List.of(data.tensor("sampler_start")),
                            prompts(0, 3, "unet_time_ids"),
                            adapter,
                            StepWatcher.NONE)
                    .orElseThrow();
            assertThat(difference(latents.floats(), data.floats("sampler_" + kind.id() + "_latents")))
                    .isLessThan(SAMPLER);
            Tensor plain = Kernels.tensor(
                    "combine", latents, latents, 1 / model.vaeConfig().scalingFactor(), 0.0);
            assertThat(difference(vae.decode(plain).floats(), data.floats("sampler_image_" + kind.id())))
                    .isLessThan(SAMPLER);
        }
    }

    @Test
    void checkpointingChangesNoBitOfTheGradients() {
        float[] plain = gradients(UnetModules.attention(model.unetConfig()), Checkpoints.NONE);
        for (Checkpoints some : List.<Checkpoints>of(
                Checkpoints.ALL,
                path -> path.endsWith(".ff"),
                path -> path.contains(".resnets."),
                path -> path.endsWith(".attn1") || path.endsWith(".attn2"),
                path -> path.matches(".*transformer_blocks\\.\\d+"),
                path -> path.startsWith("up_blocks.1") || path.startsWith("mid_block") || path.endsWith("attn2"))) {
            assertThat(gradients(UnetModules.attention(model.unetConfig()), some))
                    .isEqualTo(plain);
        }
    }

    @Test
    void checkpointingChangesNoBitWhereSomeLayersLearnOfEachBlock() {
        for (String part : List.of(".ff.net.", ".conv2", ".to_out.0", "up_blocks.1")) {
            List<TargetModule> modules = UnetModules.all(model.unetConfig()).stream()
                    .filter(module -> module.path().contains(part))
                    .toList();
            assertThat(gradients(modules, Checkpoints.ALL)).isEqualTo(gradients(modules, Checkpoints.NONE));
        }
    }

    private float[] gradients(List<TargetModule> modules, Checkpoints checkpoints) {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = new LoraAdapter(Target.of(modules, 4, 2), CPU)) {
            float[] values = new float[adapter.layout().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.1 * Math.sin(0.37 * i));
            }
            adapter.load(values);
            objective(unet, checkpoints).backward(inputs(1), adapter, 1.0);
            return adapter.gradients().floats();
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double bound) {
        return org.assertj.core.data.Offset.offset(bound);
    }

    private DenoisingLoss objective(Unet unet, Checkpoints checkpoints) {
        NoiseSchedule schedule =
                new NoiseSchedule(SchedulerConfig.read(data.model().resolve("scheduler/scheduler_config.json")));
        return new DenoisingLoss(unet, schedule, checkpoints, CPU);
    }

    private StepInputs inputs(int step) {
        return new StepInputs(
                data.slice("train_latents", step),
                data.slice("train_noise", step),
                data.slice("train_timesteps", step),
                prompts(3, 3, "train_time_ids"),
                Tensor.of(new float[] {0.5f, 0.5f}, 2));
    }

    private Conditioning prompts(int first, int second, String timeIds) {
        Tensor states = pair("encoder_hidden_states", first, second);
        return model.family() == Family.SD15
                ? new Conditioning(states, List.of())
                : new Conditioning(states, List.of(pair("text_embeds", first, second), data.tensor(timeIds)));
    }

    private Tensor pair(String name, int first, int second) {
        return Kernels.tensor("concat_batch", List.of(single(name, first), single(name, second)));
    }

    private Tensor single(String name, int index) {
        Tensor item = data.slice(name, index);
        long[] shape = item.shape();
        long[] one = new long[shape.length + 1];
        one[0] = 1;
        System.arraycopy(shape, 0, one, 1, shape.length);
        return Kernels.tensor("reshape", item, one);
    }

    private LoraAdapter adapter(int step) {
        LoraAdapter adapter = new LoraAdapter(Target.of(UnetModules.attention(model.unetConfig()), 4, 2), CPU);
        float[] values = new float[adapter.layout().size()];
        for (Matrix matrix : adapter.layout().matrices()) {
            float[] source = data.floats("lora_training.safetensors", "step" + step + "." + name(matrix));
            System.arraycopy(source, 0, values, matrix.offset(), source.length);
        }
        adapter.load(values);
        return adapter;
    }

    private double parameterDifference(LoraAdapter adapter, int step) {
        float[] values = adapter.parameters().floats();
        double worst = 0;
        for (Matrix matrix : adapter.layout().matrices()) {
            float[] expected = data.floats("lora_training.safetensors", "step" + step + "." + name(matrix));
            float[] found = Arrays.copyOfRange(values, matrix.offset(), matrix.offset() + matrix.count());
            worst = Math.max(worst, difference(found, expected));
        }
        return worst;
    }

    private double gradientDifference(LoraAdapter adapter) {
        float[] gradients = adapter.gradients().floats();
        double worst = 0;
        for (Matrix matrix : adapter.layout().matrices()) {
            float[] expected = data.floats("lora_training.safetensors", "grad1." + name(matrix));
            float[] found = Arrays.copyOfRange(gradients, matrix.offset(), matrix.offset() + matrix.count());
            worst = Math.max(worst, isRoundingNoise(found, expected) ? 0 : difference(found, expected));
        }
        return worst;
    }

    /** Attention over one single position has no gradient for its query and key: what is left is rounding. */
    private static boolean isRoundingNoise(float[] found, float[] expected) {
        return largest(found) < 1e-9 && largest(expected) < 1e-9;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static String name(Matrix matrix) {
        return matrix.target().module().path() + (matrix.part().equals("up") ? ".lora_B.weight" : ".lora_A.weight");
    }
}
