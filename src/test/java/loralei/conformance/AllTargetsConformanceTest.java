package loralei.conformance;

import static loralei.conformance.ConformanceData.FORWARD;
import static loralei.conformance.ConformanceData.GRADIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loralei.lora.AdapterLayout.Matrix;
import loralei.lora.LoraAdapter;
import loralei.lora.Target;
import loralei.model.BaseModel;
import loralei.model.Checkpoints;
import loralei.model.Conditioning;
import loralei.model.ConditioningGradients;
import loralei.model.Tape;
import loralei.model.TargetModule;
import loralei.model.Unet;
import loralei.model.UnetModules;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Adapters on every layer that can have one, and the gradients of what the prompts become, against PyTorch's autograd
 * over peft's layers: {@code targets/*.json} hold of each tensor its norm and its product with a wave.
 *
 * <p>Adapters and the gradient of the output are waves, too, so nothing is drawn: value i is 0.2 sin(0.37 i + phase),
 * the phase of module k, in the order of names, being k for {@code down} and k + 0.5 for {@code up}.
 *
 * <p>{@code targets/*-sizes.json} hold the same of latents, waves of phase 1.25 times 5, that are not halved evenly at each
 * level, with the gradients of each block's adapters together; diffusers passes the sizes for the way up.
 */
class AllTargetsConformanceTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();

    @ParameterizedTest
    @CsvSource({"sd15, false", "sd15, true", "sdxl, false", "sdxl, true"})
    void gradientsAgreeWithAutograd(String family, boolean checkpointing) throws IOException {
        JsonNode expected = json(family);
        ConformanceData data = ConformanceData.of(family);
        try (Scope scope = Scope.open();
                Unet unet = BaseModel.open(data.model()).loadUnet(CPU, ComputeType.FP32);
                LoraAdapter adapter = new LoraAdapter(Target.of(UnetModules.all(unet.config()), 4, 2), CPU);
                Tape tape = Tape.training(checkpointing ? Checkpoints.ALL : Checkpoints.NONE)) {
            fill(adapter);
            Conditioning conditioning = conditioning(data, family);
            ConditioningGradients gradients = ConditioningGradients.zeros(conditioning, CPU);

            Tensor out = unet.forward(
                    data.tensor("unet_sample"),
                    data.tensor("unet_timesteps"),
                    conditioning,
                    Optional.of(gradients),
                    adapter,
                    tape);
            tape.backward(Tensor.of(wave(out.floats().length, 0.25), out.shape()));

            agree("output", out.floats(), expected.get("output"), FORWARD);
            agree("hidden states", gradients.hiddenStates().floats(), expected.get("hidden_states"), GRADIENT);
            gradients.textEmbeds().ifPresent(g -> agree("text", g.floats(), expected.get("text_embeds"), GRADIENT));
            assertThat(gradients.textEmbeds().isPresent()).isEqualTo(expected.has("text_embeds"));
            compareGradients(adapter, expected.get("gradients"));
        }
    }

    @ParameterizedTest
    @CsvSource({"sd15, false", "sd15, true", "sdxl, false", "sdxl, true"})
    void sizesThatAreOddAtSomeLevelAgreeWithAutograd(String family, boolean checkpointing) throws IOException {
        JsonNode cases = json(family + "-sizes").get("cases");
        ConformanceData data = ConformanceData.of(family);
        for (JsonNode expected : cases) {
            try (Scope scope = Scope.open();
                    Unet unet = BaseModel.open(data.model()).loadUnet(CPU, ComputeType.FP32);
                    LoraAdapter adapter = new LoraAdapter(targets(unet, expected), CPU);
                    Tape tape = Tape.training(checkpointing ? Checkpoints.ALL : Checkpoints.NONE)) {
                fill(adapter);
                Conditioning conditioning = conditioning(data, family);
                ConditioningGradients gradients = ConditioningGradients.zeros(conditioning, CPU);

                Tensor out = unet.forward(
                        latents(expected),
                        data.tensor("unet_timesteps"),
                        conditioning,
                        Optional.of(gradients),
                        adapter,
                        tape);
                tape.backward(Tensor.of(wave(out.floats().length, 0.25), out.shape()));

                agree("output", out.floats(), expected.get("output"), FORWARD);
                agree("hidden states", gradients.hiddenStates().floats(), expected.get("hidden_states"), GRADIENT);
                gradients.textEmbeds().ifPresent(g -> agree("text", g.floats(), expected.get("text_embeds"), GRADIENT));
                compareBlocks(adapter, expected.get("gradients"));
            }
        }
        assertThat(cases).hasSize(4);
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper()
                .readTree(AllTargetsConformanceTest.class.getResourceAsStream(
                        "/loralei/conformance/targets/" + name + ".json"));
    }

    private static List<Target> targets(Unet unet, JsonNode expected) {
        List<TargetModule> modules = expected.get("targets").asText().equals("all")
                ? UnetModules.all(unet.config())
                : UnetModules.attention(unet.config());
        return Target.of(modules, 4, 2);
    }

    private static Tensor latents(JsonNode expected) {
        int height = expected.get("height").asInt();
        int width = expected.get("width").asInt();
        float[] values = wave(2 * 4 * height * width, 1.25);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 5;
        }
        return Tensor.of(values, 2, 4, height, width);
    }

    /** Norm and wave of all of a block's gradients, taken together. */
    private static void compareBlocks(LoraAdapter adapter, JsonNode expected) {
        float[] all = adapter.gradients().floats();
        Map<String, double[]> blocks = new TreeMap<>();
        for (Matrix matrix : adapter.layout().matrices()) {
            float[] gradient = Arrays.copyOfRange(all, matrix.offset(), matrix.offset() + matrix.count());
            String[] steps = path(matrix).split("\\.", -1);
            String block = steps[0].equals("mid_block") ? steps[0] : steps[0] + "." + steps[1];
            double[] sums = blocks.computeIfAbsent(block, key -> new double[2]);
            sums[0] += dot(gradient, gradient);
            sums[1] += dot(gradient, wave(gradient.length, 0.75));
        }
        assertThat(blocks).hasSize(expected.size());
        blocks.forEach((block, sums) -> {
            double norm = expected.get(block).get(0).asDouble();
            assertThat(Math.sqrt(sums[0])).as("norm of " + block).isCloseTo(norm, within(GRADIENT * norm));
            assertThat(sums[1])
                    .as("wave in " + block)
                    .isCloseTo(expected.get(block).get(1).asDouble(), within(GRADIENT * norm));
        });
    }

    private static Conditioning conditioning(ConformanceData data, String family) {
        Tensor states = rows(data, "encoder_hidden_states");
        return family.equals("sd15")
                ? new Conditioning(states, List.of())
                : new Conditioning(states, List.of(rows(data, "text_embeds"), data.tensor("unet_time_ids")));
    }

    /** Items 2 and 3, the prompts of the UNet's reference call. */
    private static Tensor rows(ConformanceData data, String name) {
        long[] shape = data.tensor(name).shape();
        float[] all = data.floats(name);
        int one = all.length / (int) shape[0];
        shape[0] = 2;
        return Tensor.of(Arrays.copyOfRange(all, 2 * one, 4 * one), shape);
    }

    private static void fill(LoraAdapter adapter) {
        Map<String, Integer> number = new TreeMap<>(Comparator.naturalOrder());
        adapter.layout().matrices().forEach(matrix -> number.put(path(matrix), 0));
        int next = 0;
        for (Map.Entry<String, Integer> module : number.entrySet()) {
            module.setValue(next++);
        }
        float[] values = new float[adapter.layout().size()];
        for (Matrix matrix : adapter.layout().matrices()) {
            double phase = number.get(path(matrix)) + (matrix.part().equals("up") ? 0.5 : 0);
            System.arraycopy(wave(matrix.count(), phase), 0, values, matrix.offset(), matrix.count());
        }
        adapter.load(values);
    }

    private static void compareGradients(LoraAdapter adapter, JsonNode expected) {
        float[] all = adapter.gradients().floats();
        assertThat(adapter.layout().matrices()).hasSize(expected.size());
        for (Matrix matrix : adapter.layout().matrices()) {
            String name = path(matrix) + "." + matrix.part();
            float[] gradient = Arrays.copyOfRange(all, matrix.offset(), matrix.offset() + matrix.count());
            agree(name, gradient, expected.get(name), GRADIENT);
        }
    }

    private static void agree(String name, float[] found, JsonNode expected, double bound) {
        double norm = expected.get(0).asDouble();
        assertThat(Math.sqrt(dot(found, found))).as("norm of " + name).isCloseTo(norm, within(bound * norm));
        assertThat(dot(found, wave(found.length, 0.75)))
                .as("wave in " + name)
                .isCloseTo(expected.get(1).asDouble(), within(bound * norm));
    }

    private static String path(Matrix matrix) {
        TargetModule module = matrix.target().module();
        return module.path();
    }

    private static float[] wave(int count, double phase) {
        float[] wave = new float[count];
        for (int i = 0; i < count; i++) {
            wave[i] = (float) (0.2 * Math.sin(0.37 * i + phase));
        }
        return wave;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
