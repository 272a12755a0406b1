package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names the UNet's layers that can have an adapter, in the network's order. */
public final class UnetModules {
    private static final Predicate<String> ATTENTION =
            Pattern.compile(".*\\.attn[12]\\.to_.*").asMatchPredicate();

    private final UnetConfig config;
    private final List<TargetModule> modules = new ArrayList<>();

    private UnetModules(UnetConfig config) {
        this.config = config;
    }

    /** Query, key, value and output projection of each self and cross attention. */
    public static List<TargetModule> attention(UnetConfig config) {
        return all(config).stream()
                .filter(module -> ATTENTION.test(module.path()))
                .toList();
    }

    /** All layers of the residual blocks, of the transformers and between the levels. */
    public static List<TargetModule> all(UnetConfig config) {
        UnetModules walk = new UnetModules(config);
        walk.down();
        walk.middle();
        walk.up();
        return List.copyOf(walk.modules);
    }

    private void down() {
        int in = config.channels().get(0);
        for (int level = 0; level < config.levels(); level++) {
            int out = config.channels().get(level);
            String path = "down_blocks." + level;
            for (int j = 0; j < config.layersPerBlock(); j++) {
                resnet(path + ".resnets." + j, in, out);
                if (config.crossAttention().get(level)) {
                    stack(path + ".attentions." + j, level);
                }
                in = out;
            }
            if (level < config.levels() - 1) {
                modules.add(new TargetModule(path + ".downsamplers.0.conv", out, out, 3));
            }
        }
    }

    private void middle() {
        int last = config.levels() - 1;
        int width = config.channels().get(last);
        resnet("mid_block.resnets.0", width, width);
        stack("mid_block.attentions.0", last);
        resnet("mid_block.resnets.1", width, width);
    }

    private void up() {
        int last = config.levels() - 1;
        int before = config.channels().get(last);
        for (int i = 0; i < config.levels(); i++) {
            int level = last - i;
            int out = config.channels().get(level);
            int below = config.channels().get(Math.max(level - 1, 0));
            String path = "up_blocks." + i;
            for (int j = 0; j <= config.layersPerBlock(); j++) {
                int skip = j == config.layersPerBlock() ? below : out;
                resnet(path + ".resnets." + j, (j == 0 ? before : out) + skip, out);
                if (config.crossAttentionUp().get(i)) {
                    stack(path + ".attentions." + j, level);
                }
            }
            if (level > 0) {
                modules.add(new TargetModule(path + ".upsamplers.0.conv", out, out, 3));
            }
            before = out;
        }
    }

    private void resnet(String path, int in, int out) {
        modules.add(new TargetModule(path + ".conv1", in, out, 3));
        modules.add(TargetModule.linear(path + ".time_emb_proj", config.timeSize(), out));
        modules.add(new TargetModule(path + ".conv2", out, out, 3));
        if (in != out) {
            modules.add(new TargetModule(path + ".conv_shortcut", in, out, 1));
        }
    }

    private void stack(String path, int level) {
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
}
