package loralei.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.model.StoredTensor.Cut;
import loralei.model.StoredTensor.Placed;

/**
 * The names of tensors in checkpoints of the original layout (CompVis' ldm, Stability AI's sgm, OpenCLIP), and those that
 * diffusers and transformers give to the same. All without the prefix of the part that they belong to.
 */
final class OriginalNames {
    private static final Pattern LAST_PART = Pattern.compile("(.+)\\.(weight|bias)");
    private static final Pattern VAE_LEVEL = Pattern.compile("(encoder\\.down|decoder\\.up)\\.(\\d{1,4})\\.(.+)");
    private static final Pattern RESBLOCK = Pattern.compile("transformer\\.resblocks\\.(\\d{1,4})\\.(.+)");
    private static final Pattern JOINED = Pattern.compile("attn\\.in_proj_(weight|bias)");

    /** Of the VAE, by the beginnings of what stands behind the half that they belong to, the levels aside. */
    private static final Map<String, String> IN_VAE = Map.of(
            "mid.block_1.", "mid_block.resnets.0.",
            "mid.block_2.", "mid_block.resnets.1.",
            "mid.attn_1.norm.", "mid_block.attentions.0.group_norm.",
            "mid.attn_1.q.", "mid_block.attentions.0.to_q.",
            "mid.attn_1.k.", "mid_block.attentions.0.to_k.",
            "mid.attn_1.v.", "mid_block.attentions.0.to_v.",
            "mid.attn_1.proj_out.", "mid_block.attentions.0.to_out.0.",
            "norm_out.", "conv_norm_out.");

    private static final Map<String, String> OUTSIDE_LAYERS = Map.of(
            "positional_embedding", "embeddings.position_embedding.weight",
            "token_embedding.weight", "embeddings.token_embedding.weight",
            "ln_final.weight", "final_layer_norm.weight",
            "ln_final.bias", "final_layer_norm.bias");

    private static final Map<String, String> IN_LAYER = Map.of(
            "ln_1", "layer_norm1",
            "ln_2", "layer_norm2",
            "mlp.c_fc", "mlp.fc1",
            "mlp.c_proj", "mlp.fc2",
            "attn.out_proj", "self_attn.out_proj");

    private static final String TEXT_MODEL = "text_model.";

    private OriginalNames() {}

    /**
     * Of the UNet. A name that no UNet has stays as it is, and is then found to be one too many.
     *
     * @param layersPerBlock resnets in a down block
     */
    static List<Placed> unet(String name, int layersPerBlock) {
        Matcher parts = LAST_PART.matcher(name);
        Optional<String> found = parts.matches()
                ? SgmPaths.toDiffusers(parts.group(1), layersPerBlock).map(path -> path + "." + parts.group(2))
                : Optional.empty();
        return DiffusersFolder.plain(found.orElse(name));
    }

    /**
     * Of the VAE. Diffusers' names, also the old ones, are understood, too.
     *
     * @param levels how many it has: the decoder's are counted from the other end
     */
    static List<Placed> vae(String name, int levels) {
        Matcher level = VAE_LEVEL.matcher(name);
        if (level.matches()) {
            boolean down = level.group(1).endsWith("down");
            int number = Integer.parseInt(level.group(2));
            String inside = level.group(3)
                    .replaceFirst("^block\\.", "resnets.")
                    .replaceFirst("^(down|up)sample\\.", "$1samplers.0.")
                    .replace(".nin_shortcut.", ".conv_shortcut.");
            return DiffusersFolder.plain(
                    level.group(1) + "_blocks." + (down ? number : levels - 1 - number) + "." + inside);
        }
        int dot = name.indexOf('.') + 1;
        String half = name.substring(0, dot);
        String inside = name.substring(dot);
        return DiffusersFolder.plain(IN_VAE.entrySet().stream()
                .filter(entry -> inside.startsWith(entry.getKey()))
                .findFirst()
                .map(entry -> half
                        + entry.getValue()
                        + inside.substring(entry.getKey().length()))
                .orElseGet(() -> DiffusersFolder.currentVaeName(name)));
    }

    /** Of OpenAI's text encoder, which transformers' class was saved from; some programs left out a part of the name. */
    static List<Placed> clip(String name) {
        return DiffusersFolder.plain(DiffusersFolder.fullTextName(name));
    }

    /** Of OpenCLIP's text encoder; none for what transformers has no use for. */
    static List<Placed> openClip(String name) {
        if (OUTSIDE_LAYERS.containsKey(name)) {
            return DiffusersFolder.plain(TEXT_MODEL + OUTSIDE_LAYERS.get(name));
        }
        if (name.equals("text_projection")) {
            return List.of(new Placed("text_projection.weight", Cut.TRANSPOSED));
        }
        if (name.equals("text_projection.weight")) {
            return DiffusersFolder.plain(name);
        }
        Matcher layer = RESBLOCK.matcher(name);
        if (!layer.matches()) {
            return List.of();
        }
        String path = TEXT_MODEL + "encoder.layers." + layer.group(1) + ".";
        Matcher joined = JOINED.matcher(layer.group(2));
        if (joined.matches()) {
            String end = "_proj." + joined.group(1);
            return List.of(
                    new Placed(path + "self_attn.q" + end, Cut.FIRST_THIRD),
                    new Placed(path + "self_attn.k" + end, Cut.SECOND_THIRD),
                    new Placed(path + "self_attn.v" + end, Cut.LAST_THIRD));
        }
        Matcher parts = LAST_PART.matcher(layer.group(2));
        return parts.matches() && IN_LAYER.containsKey(parts.group(1))
                ? DiffusersFolder.plain(path + IN_LAYER.get(parts.group(1)) + "." + parts.group(2))
                : List.of();
    }
}
