package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names the UNet's layers that can have an adapter, in the network's order. */
public final class UnetModules {
    private static final Predicate<String> ATTENTION =
            Pattern.compile(".*\\.attn[12]\\.to_.*").asMatchPredicate();

    private UnetModules() {}

    /** Query, key, value and output projection of each self and cross attention. */
    public static List<TargetModule> attention(UnetConfig config) {
        return all(config).stream()
                .filter(module -> ATTENTION.test(module.path()))
                .toList();
    }

    /** All layers of the residual blocks, of the transformers and between the levels. */
    public static List<TargetModule> all(UnetConfig config) {
        List<TargetModule> modules = new ArrayList<>();
        UnetWalk.go(config, new Collector(config, modules));
        return List.copyOf(modules);
    }

    /** The embeddings of time and sizes, and the first and last convolution, which no run trains. */
    public static List<TargetModule> ends(UnetConfig config) {
        int first = config.channels().get(0);
        int time = config.timeSize();
        List<TargetModule> modules = new ArrayList<>();
        modules.add(TargetModule.linear("time_embedding.linear_1", first, time));
        modules.add(TargetModule.linear("time_embedding.linear_2", time, time));
        if (config.hasAddedConditioning()) {
            modules.add(TargetModule.linear("add_embedding.linear_1", config.addedInputSize(), time));
            modules.add(TargetModule.linear("add_embedding.linear_2", time, time));
        }
        modules.add(new TargetModule("conv_in", UnetConfig.LATENT_CHANNELS, first, 3));
        modules.add(new TargetModule("conv_out", first, UnetConfig.LATENT_CHANNELS, 3));
        return List.copyOf(modules);
    }

    private record Collector(UnetConfig config, List<TargetModule> modules) implements UnetWalk {
        @Override
        public void resnet(String path, int in, int out) {
            modules.add(new TargetModule(path + ".conv1", in, out, 3));
            modules.add(TargetModule.linear(path + ".time_emb_proj", config.timeSize(), out));
            modules.add(new TargetModule(path + ".conv2", out, out, 3));
            if (in != out) {
                modules.add(new TargetModule(path + ".conv_shortcut", in, out, 1));
            }
        }

        @Override
        public void transformers(String path, int level) {
            int width = config.channels().get(level);
            int projection = config.linearProjection() ? 0 : 1;
            modules.add(new TargetModule(path + ".proj_in", width, width, projection));
            for (int t = 0; t < config.depths().get(level); t++) {
                String block = path + ".transformer_blocks." + t;
                attention(block + ".attn1", width, width);
                attention(block + ".attn2", width, config.contextSize());
                modules.add(TargetModule.linear(block + ".ff.net.0.proj", width, 8 * width));
                modules.add(TargetModule.linear(block + ".ff.net.2", 4 * width, width));
            }
            modules.add(new TargetModule(path + ".proj_out", width, width, projection));
        }

        private void attention(String path, int width, int context) {
            modules.add(TargetModule.linear(path + ".to_q", width, width));
            modules.add(TargetModule.linear(path + ".to_k", context, width));
            modules.add(TargetModule.linear(path + ".to_v", context, width));
            modules.add(TargetModule.linear(path + ".to_out.0", width, width));
        }

        @Override
        public void resample(String path, int channels, boolean up) {
            modules.add(new TargetModule(path, channels, channels, 3));
        }
    }
}
