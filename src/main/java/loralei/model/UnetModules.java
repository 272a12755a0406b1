package loralei.model;

import java.util.ArrayList;
import java.util.List;

/** Names the UNet's linear layers that can have an adapter, by diffusers' module paths, in the network's order. */
public final class UnetModules {
    private UnetModules() {}

    /**
     * A linear layer of the UNet.
     *
     * @param blockPath the path of its transformer block
     * @param slot its place among {@link AdapterBank#SLOTS}
     * @param in input features
     * @param out output features
     */
    public record LinearModule(String blockPath, int slot, int in, int out) {
        /** The module's path. */
        public String path() {
            return blockPath + "." + AdapterBank.SLOTS.get(slot);
        }
    }

    /** Query, key, value and output projection of each self and cross attention. */
    public static List<LinearModule> attention(UnetConfig config) {
        return all(config).stream().filter(m -> m.slot() < 8).toList();
    }

    /** All linear layers inside the transformer blocks. */
    public static List<LinearModule> all(UnetConfig config) {
        List<LinearModule> modules = new ArrayList<>();
        int levels = config.levels();
        for (int level = 0; level < levels; level++) {
            if (config.crossAttention().get(level)) {
                for (int j = 0; j < config.layersPerBlock(); j++) {
                    addStack(modules, config, level, "down_blocks." + level + ".attentions." + j);
                }
            }
        }
        addStack(modules, config, levels - 1, "mid_block.attentions.0");
        for (int i = 0; i < levels; i++) {
            if (config.crossAttentionUp().get(i)) {
                for (int j = 0; j <= config.layersPerBlock(); j++) {
                    addStack(modules, config, levels - 1 - i, "up_blocks." + i + ".attentions." + j);
                }
            }
        }
        return List.copyOf(modules);
    }

    private static void addStack(List<LinearModule> modules, UnetConfig config, int level, String path) {
        int width = config.channels().get(level);
        int context = config.contextSize();
        int[] in = {width, width, width, width, width, context, context, width, width, 4 * width};
        int[] out = {width, width, width, width, width, width, width, width, 8 * width, width};
        for (int t = 0; t < config.depths().get(level); t++) {
            for (int slot = 0; slot < in.length; slot++) {
                modules.add(new LinearModule(path + ".transformer_blocks." + t, slot, in[slot], out[slot]));
            }
        }
    }
}
