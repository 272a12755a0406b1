package loralei.lora;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import loralei.config.Family;
import loralei.safetensors.TensorData;

/** LoRAs to test with. */
final class LoraFixtures {
    private LoraFixtures() {}

    /** A file that diffusers and peft wrote for the tiny model. */
    static Path conformance(Family family, String name) {
        return Path.of("src/test/resources/loralei/conformance", family.name().toLowerCase(Locale.ROOT), name);
    }

    static float[] random(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** A module of width 6 to 5; attention to text has the family's own width. */
    static LoraModule module(ModuleName name, int rank, float alpha, int in) {
        long seed = name.hashCode();
        return new LoraModule(
                name,
                TensorData.ofFloats(random(seed, rank * in), rank, in),
                TensorData.ofFloats(random(seed + 1, 5 * rank), 5, rank),
                alpha);
    }

    /** Query and value of one cross attention, a convolution and a text encoder layer. */
    static LoraWeights small(Family family) {
        int width = family == Family.SD15 ? 768 : 2048;
        String attention = "mid_block.attentions.0.transformer_blocks.0.attn2.";
        List<LoraModule> modules = new ArrayList<>();
        modules.add(module(ModuleName.unet(attention + "to_q"), 3, 1.5f, 6));
        modules.add(module(ModuleName.unet(attention + "to_v"), 3, 1.5f, width));
        modules.add(new LoraModule(
                ModuleName.unet("down_blocks.1.resnets.0.conv1"),
                TensorData.ofFloats(random(1, 2 * 4 * 9), 2, 4, 3, 3),
                TensorData.ofFloats(random(2, 7 * 2), 7, 2, 1, 1),
                2));
        modules.add(module(new ModuleName(Component.TEXT_ENCODER, "text_model.encoder.layers.0.mlp.fc1"), 3, 1.5f, 6));
        return new LoraWeights(family, modules);
    }
}
