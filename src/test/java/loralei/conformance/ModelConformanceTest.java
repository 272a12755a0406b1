package loralei.conformance;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.GRADIENT;
import static loralei.conformance.ConformanceData.LOSS;
import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import loralei.config.Family;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.TrainingConfig;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SamplingPlan;
import loralei.lora.LoraAdapter;
import loralei.model.AdapterBank;
import loralei.model.BaseModel;
import loralei.model.Checkpoints;
import loralei.model.ClipTextEncoder;
import loralei.model.Tape;
import loralei.model.TextEncoderSpec;
import loralei.model.Unet;
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
    private final ConformanceStep step;
    private Scope scope;

    ModelConformanceTest(String family) {
        data = ConformanceData.of(family);
        model = BaseModel.open(data.model());
        step = new ConformanceStep(data, model);
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
                    step.prompts(2, 3, "unet_time_ids"),
                    AdapterBank.NONE,
                    tape);
            assertThat(difference(out.floats(), data.floats("unet_out"))).isLessThan(FORWARD);
        }
    }

    @Test
    void unetWithAdapterAgreesWithPeft() {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = step.adapter(3);
                Tape tape = Tape.inference()) {
            Tensor out = unet.forward(
                    data.tensor("unet_sample"),
                    data.tensor("unet_timesteps"),
                    step.prompts(2, 3, "unet_time_ids"),
                    adapter,
                    tape);
            assertThat(difference(out.floats(), data.floats("unet_lora_out"))).isLessThan(FORWARD);
        }
    }

    @Test
    void firstStepsLossAndGradientsAgreeWithAutograd() {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = step.adapter(0)) {
            DenoisingLoss objective = step.objective(unet, Checkpoints.NONE);
            DenoisingLoss.Evaluation first = objective.backward(step.inputs(0), adapter, 1.0);
            assertThat(difference(first.noisyLatents().floats(), data.floats("train_noisy")))
                    .isLessThan(FORWARD);
            assertThat((double) first.loss().item()).isCloseTo(data.floats("train_losses")[0], within(LOSS));
            assertThat(step.gradientDifference(adapter, "lora_training.safetensors", "grad1."))
                    .isLessThan(GRADIENT);
        }
    }

    @Test
    void threeStepsOfAdamWAgreeWithPyTorch() {
        try (Unet unet = model.loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = step.adapter(0);
                Optimizer optimizer = Optimizers.make(TrainingConfig.defaults(Family.SD15), adapter, CPU)) {
            DenoisingLoss objective = step.objective(unet, Checkpoints.NONE);
            for (int number = 0; number < 3; number++) {
                Kernels.run("fill", adapter.gradients(), 0.0);
                Tensor loss =
                        objective.backward(step.inputs(number), adapter, 1.0).loss();
                double norm = Kernels.tensor("clip_grad_norm", adapter.gradients(), 1.0, 1.0)
                        .item();
                optimizer.step(1e-3);
                assertThat((double) loss.item()).isCloseTo(data.floats("train_losses")[number], within(LOSS));
                double expected = data.floats("train_grad_norms")[number];
                assertThat(norm).isCloseTo(expected, within(GRADIENT * expected));
                assertThat(step.parameterDifference(adapter, number + 1)).isLessThan(GRADIENT);
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
                LoraAdapter adapter = step.adapter(3)) {
            Sampler sampler = new Sampler(unet, plan, 7.5, 0, CPU);
            Tensor latents = sampler.sample(
                            List.of(data.tensor("sampler_start")),
                            step.prompts(0, 3, "unet_time_ids"),
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

    private static org.assertj.core.data.Offset<Double> within(double bound) {
        return org.assertj.core.data.Offset.offset(bound);
    }
}
