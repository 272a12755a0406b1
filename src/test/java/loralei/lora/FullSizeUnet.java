package loralei.lora;

import java.util.ArrayList;
import java.util.List;
import loralei.config.Family;

/** The adaptable modules of the released UNets, made from their block structure. */
final class FullSizeUnet {
    private FullSizeUnet() {}

    static List<String> attention(Family family) {
        return all(family).stream().filter(path -> path.contains(".attn")).toList();
    }

    static List<String> transformers(Family family) {
        return all(family).stream()
                .filter(path -> path.contains(".attentions."))
                .toList();
    }

    static List<String> blocks(Family family) {
        return all(family).stream().filter(path -> path.contains("block")).toList();
    }

    /** Every linear layer and convolution. */
    static List<String> all(Family family) {
        return family == Family.SD15 ? all(new int[] {1, 1, 1, 0}, 2, false) : all(new int[] {0, 2, 10}, 2, true);
    }

    /**
     * Every linear layer and convolution of a UNet.
     *
     * @param depths transformer blocks in a stack, by level from the outside in; 0 is a level without attention
     */
    static List<String> all(int[] depths, int layersPerBlock, boolean addEmbedding) {
        List<String> paths = new ArrayList<>(List.of("conv_in", "conv_out"));
        paths.addAll(List.of("time_embedding.linear_1", "time_embedding.linear_2"));
        if (addEmbedding) {
            paths.addAll(List.of("add_embedding.linear_1", "add_embedding.linear_2"));
        }
        int last = depths.length - 1;
        for (int level = 0; level <= last; level++) {
            for (int layer = 0; layer < layersPerBlock; layer++) {
                // Widths grow from the second level on, up to the last but one in SD1.5; a shortcut carries the change.
                boolean grows = layer == 0 && level > 0 && level < 3;
                layer(paths, "down_blocks." + level, layer, depths[level], grows);
            }
            if (level < last) {
                paths.add("down_blocks." + level + ".downsamplers.0.conv");
            }
        }
        resnet(paths, "mid_block", 0, false);
        resnet(paths, "mid_block", 1, false);
        // The middle is as deep as the last level, or, if that has no attention, as the one before it.
        attention(paths, "mid_block", 0, Math.max(depths[last], 1));
        for (int level = last; level >= 0; level--) {
            String block = "up_blocks." + (last - level);
            for (int layer = 0; layer <= layersPerBlock; layer++) {
                layer(paths, block, layer, depths[level], true);
            }
            if (level > 0) {
                paths.add(block + ".upsamplers.0.conv");
            }
        }
        return paths;
    }

    private static void layer(List<String> paths, String block, int layer, int depth, boolean shortcut) {
        resnet(paths, block, layer, shortcut);
        if (depth > 0) {
            attention(paths, block, layer, depth);
        }
    }

    private static void resnet(List<String> paths, String block, int layer, boolean shortcut) {
        String path = block + ".resnets." + layer + ".";
        paths.addAll(List.of(path + "conv1", path + "time_emb_proj", path + "conv2"));
        if (shortcut) {
            paths.add(path + "conv_shortcut");
        }
    }

    private static void attention(List<String> paths, String block, int layer, int depth) {
        String path = block + ".attentions." + layer + ".";
        paths.add(path + "proj_in");
        for (int t = 0; t < depth; t++) {
            String transformer = path + "transformer_blocks." + t + ".";
            for (String attention : List.of("attn1.", "attn2.")) {
                for (String projection : List.of("to_q", "to_k", "to_v", "to_out.0")) {
                    paths.add(transformer + attention + projection);
                }
            }
            paths.addAll(List.of(transformer + "ff.net.0.proj", transformer + "ff.net.2"));
        }
        paths.add(path + "proj_out");
    }
}
