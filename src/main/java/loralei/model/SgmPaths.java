package loralei.model;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The two spellings of a module's path in the UNet: diffusers' and that of the original checkpoints (sgm).
 *
 * <p>With L layers per block, in sgm a down block's layer j is {@code input_blocks.((L+1) i + j + 1)}, its downsampler
 * follows as {@code input_blocks.((L+1) (i+1))}, and an up block's layer j is {@code output_blocks.((L+1) i + j)}, whose
 * last one also holds the upsampler. Within a place, resnet, attention and upsampler are counted through.
 */
public final class SgmPaths {
    private static final Pattern DIFFUSERS_BLOCK = Pattern.compile(
            "(down|up)_blocks\\.(\\d{1,4})\\.(resnets|attentions|downsamplers|upsamplers)\\.(\\d{1,4})\\.(.+)");
    private static final Pattern DIFFUSERS_MIDDLE =
            Pattern.compile("mid_block\\.(resnets|attentions)\\.(\\d{1,4})\\.(.+)");
    private static final Pattern SGM_BLOCK = Pattern.compile("(input|output)_blocks\\.(\\d{1,4})\\.(\\d{1,4})\\.(.+)");
    private static final Pattern SGM_MIDDLE = Pattern.compile("middle_block\\.(\\d{1,4})\\.(.+)");

    private static final Map<String, String> OUTER = Map.of(
            "conv_in", "input_blocks.0.0",
            "conv_norm_out", "out.0",
            "conv_out", "out.2",
            "time_embedding.linear_1", "time_embed.0",
            "time_embedding.linear_2", "time_embed.2",
            "add_embedding.linear_1", "label_emb.0.0",
            "add_embedding.linear_2", "label_emb.0.2");

    private static final Map<String, String> IN_RESNET = Map.of(
            "norm1", "in_layers.0",
            "conv1", "in_layers.2",
            "time_emb_proj", "emb_layers.1",
            "norm2", "out_layers.0",
            "conv2", "out_layers.3",
            "conv_shortcut", "skip_connection");

    private static final Map<String, String> OUTER_BACK = inverse(OUTER);
    private static final Map<String, String> IN_RESNET_BACK = inverse(IN_RESNET);

    private SgmPaths() {}

    /**
     * Translates a diffusers path.
     *
     * @param path such as {@code down_blocks.1.attentions.0.proj_in}
     * @param layersPerBlock resnets in a down block
     * @param leadingPlainUpBlocks how many of the first up blocks have no attention, which moves their upsampler from
     *     place 2 to place 1
     * @return such as {@code input_blocks.4.1.proj_in}, or empty for a path that no UNet has
     */
    public static Optional<String> fromDiffusers(String path, int layersPerBlock, int leadingPlainUpBlocks) {
        if (OUTER.containsKey(path)) {
            return Optional.of(OUTER.get(path));
        }
        Matcher middle = DIFFUSERS_MIDDLE.matcher(path);
        if (middle.matches()) {
            boolean resnet = middle.group(1).equals("resnets");
            int place = 2 * Integer.parseInt(middle.group(2)) + (resnet ? 0 : 1);
            return leaf(resnet, middle.group(3), IN_RESNET).map(leaf -> "middle_block." + place + "." + leaf);
        }
        Matcher block = DIFFUSERS_BLOCK.matcher(path);
        if (!block.matches()) {
            return Optional.empty();
        }
        boolean down = block.group(1).equals("down");
        int stride = layersPerBlock + 1;
        int start = stride * Integer.parseInt(block.group(2));
        int layer = Integer.parseInt(block.group(4));
        String leaf = block.group(5);
        String blocks = down ? "input_blocks." : "output_blocks.";
        int place = start + layer + (down ? 1 : 0);
        return switch (block.group(3)) {
            case "resnets" -> leaf(true, leaf, IN_RESNET).map(sgm -> blocks + place + ".0." + sgm);
            case "attentions" -> Optional.of(blocks + place + ".1." + leaf);
            case "downsamplers" ->
                down && leaf.equals("conv") ? Optional.of(blocks + (start + stride) + ".0.op") : Optional.empty();
            default -> {
                int index = Integer.parseInt(block.group(2)) < leadingPlainUpBlocks ? 1 : 2;
                yield !down && leaf.equals("conv")
                        ? Optional.of(blocks + (start + stride - 1) + "." + index + ".conv")
                        : Optional.empty();
            }
        };
    }

    /**
     * Translates an sgm path.
     *
     * @param path such as {@code output_blocks.5.1.proj_out}
     * @param layersPerBlock resnets in a down block
     * @return such as {@code up_blocks.1.attentions.2.proj_out}, or empty for a path that is not sgm's
     */
    public static Optional<String> toDiffusers(String path, int layersPerBlock) {
        if (OUTER_BACK.containsKey(path)) {
            return Optional.of(OUTER_BACK.get(path));
        }
        Matcher middle = SGM_MIDDLE.matcher(path);
        if (middle.matches()) {
            int place = Integer.parseInt(middle.group(1));
            boolean resnet = place % 2 == 0;
            String kind = resnet ? "resnets." : "attentions.";
            return leaf(resnet, middle.group(2), IN_RESNET_BACK)
                    .map(leaf -> "mid_block." + kind + place / 2 + "." + leaf);
        }
        Matcher block = SGM_BLOCK.matcher(path);
        if (!block.matches()) {
            return Optional.empty();
        }
        int place = Integer.parseInt(block.group(2));
        int index = Integer.parseInt(block.group(3));
        String leaf = block.group(4);
        int stride = layersPerBlock + 1;
        return block.group(1).equals("input")
                ? fromInput(place - 1, index, leaf, stride)
                : fromOutput(place, index, leaf, stride);
    }

    private static Optional<String> fromInput(int place, int index, String leaf, int stride) {
        String block = "down_blocks." + place / stride;
        if (leaf.equals("op")) {
            return place % stride == stride - 1 ? Optional.of(block + ".downsamplers.0.conv") : Optional.empty();
        }
        return place < 0 ? Optional.empty() : inLayer(block, place % stride, index, leaf);
    }

    private static Optional<String> fromOutput(int place, int index, String leaf, int stride) {
        String block = "up_blocks." + place / stride;
        if (leaf.equals("conv")) {
            boolean last = place % stride == stride - 1;
            return last && index > 0 ? Optional.of(block + ".upsamplers.0.conv") : Optional.empty();
        }
        return inLayer(block, place % stride, index, leaf);
    }

    private static Optional<String> inLayer(String block, int layer, int index, String leaf) {
        return switch (index) {
            case 0 -> leaf(true, leaf, IN_RESNET_BACK).map(name -> block + ".resnets." + layer + "." + name);
            case 1 -> Optional.of(block + ".attentions." + layer + "." + leaf);
            default -> Optional.empty();
        };
    }

    /** Inside attention both spellings are the same. */
    private static Optional<String> leaf(boolean resnet, String leaf, Map<String, String> inResnet) {
        return resnet ? Optional.ofNullable(inResnet.get(leaf)) : Optional.of(leaf);
    }

    private static Map<String, String> inverse(Map<String, String> map) {
        return map.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    }
}
