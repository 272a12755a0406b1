package loralei.lora;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kohya's names, in which the dots of a path have become underscores. Going back, an underscore is a dot unless it
 * stands inside one of the words below; that is enough for every module of the UNets and text encoders that are read
 * here, in either spelling of the paths.
 */
final class FlatPaths {
    /** Every part of a path that has an underscore of its own. */
    private static final String WORDS = "down_blocks|up_blocks|mid_block|input_blocks|middle_block|output_blocks"
            + "|transformer_blocks|to_q|to_k|to_v|to_out|proj_in|proj_out"
            + "|time_emb_proj|conv_shortcut|in_layers|emb_layers|out_layers|skip_connection"
            + "|conv_in|conv_out|time_embedding|add_embedding|linear_1|linear_2|time_embed|label_emb"
            + "|text_model|text_projection|self_attn|q_proj|k_proj|v_proj|out_proj"
            + "|conv_norm_out|layer_norm1|layer_norm2|final_layer_norm";

    /** One part of a path with what ends it. */
    private static final Pattern PART = Pattern.compile("(" + WORDS + "|[^_]+)(_|$)");

    private FlatPaths() {}

    static String flatten(String path) {
        return path.replace('.', '_');
    }

    static String unflatten(String flat) {
        Matcher part = PART.matcher(flat);
        return part.replaceAll(found ->
                Matcher.quoteReplacement(found.group(1)) + (found.group(2).isEmpty() ? "" : "."));
    }
}
