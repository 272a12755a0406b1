package loralei.conformance;

import static loralei.conformance.ConformanceData.difference;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import loralei.config.Family;
import loralei.diffusion.NoiseSchedule;
import loralei.diffusion.SchedulerConfig;
import loralei.lora.AdapterLayout.Matrix;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.model.BaseModel;
import loralei.model.Checkpoints;
import loralei.model.Conditioning;
import loralei.model.Unet;
import loralei.model.UnetModules;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.train.DenoisingLoss;
import loralei.train.StepInputs;

/** The training step of the conformance data, and how near another one comes to it. */
record ConformanceStep(ConformanceData data, BaseModel model) {
    private static final ComputeDevice CPU = ComputeDevice.cpu();

    DenoisingLoss objective(Unet unet, Checkpoints checkpoints) {
        NoiseSchedule schedule =
                new NoiseSchedule(SchedulerConfig.read(data.model().resolve("scheduler/scheduler_config.json")));
        return new DenoisingLoss(unet, schedule, checkpoints, CPU);
    }

    StepInputs inputs(int step) {
        return new StepInputs(
                data.slice("train_latents", step),
                data.slice("train_noise", step),
                data.slice("train_timesteps", step),
                prompts(3, 3, "train_time_ids"),
                Tensor.of(new float[] {0.5f, 0.5f}, 2));
    }

    Conditioning prompts(int first, int second, String timeIds) {
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

    LoraAdapter adapter(int step) {
        LoraAdapter adapter = new LoraAdapter(Target.of(UnetModules.attention(model.unetConfig()), 4, 2), CPU);
        float[] values = new float[adapter.layout().size()];
        for (Matrix matrix : adapter.layout().matrices()) {
            float[] source = data.floats("lora_training.safetensors", "step" + step + "." + name(matrix));
            System.arraycopy(source, 0, values, matrix.offset(), source.length);
        }
        adapter.load(values);
        return adapter;
    }

    double parameterDifference(LoraAdapter adapter, int step) {
        float[] values = adapter.parameters().floats();
        double worst = 0;
        for (Matrix matrix : adapter.layout().matrices()) {
            float[] expected = data.floats("lora_training.safetensors", "step" + step + "." + name(matrix));
            float[] found = Arrays.copyOfRange(values, matrix.offset(), matrix.offset() + matrix.count());
            worst = Math.max(worst, difference(found, expected));
        }
        return worst;
    }

    /** Of those matrices whose gradients the file has under the prefix. */
    double gradientDifference(LoraAdapter adapter, String file, String prefix) {
        float[] gradients = adapter.gradients().floats();
        double worst = 0;
        int compared = 0;
        for (Matrix matrix : adapter.layout().matrices()) {
            if (data.has(file, prefix + name(matrix))) {
                float[] expected = data.floats(file, prefix + name(matrix));
                float[] found = Arrays.copyOfRange(gradients, matrix.offset(), matrix.offset() + matrix.count());
                worst = Math.max(worst, isRoundingNoise(found, expected) ? 0 : difference(found, expected));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(16);
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

    /** The length of the difference, of that of the expected. */
    static double distance(float[] found, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) found[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
