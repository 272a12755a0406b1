package loralei.model;

import java.nio.file.Path;
import loralei.text.Message;

/**
 * The hyper-parameters of a CLIP text encoder.
 *
 * @param vocabulary the number of tokens that have an embedding
 * @param positions the longest prompt in tokens
 * @param width channels
 * @param innerWidth channels between the two layers of the MLP
 * @param layers transformer layers
 * @param heads attention heads
 * @param quickGelu whether the MLP uses x sigmoid(1.702 x) in place of the exact GELU
 * @param normEps the epsilon of the layer norms
 * @param endToken the id whose position the pooled output is taken at; 2 in released configurations, which stands for
 *     the largest id of the prompt
 * @param projection the width of the pooled output
 */
public record ClipConfig(
        int vocabulary,
        int positions,
        int width,
        int innerWidth,
        int layers,
        int heads,
        boolean quickGelu,
        double normEps,
        int endToken,
        int projection) {

    /** A quarter of a card is left to the encoder: beside it stand the CUDA context and what the desktop shows. */
    private static final int SHARES = 4;

    /** Whether its weights in fp32 should not all be on a card with so many bytes at once. */
    boolean isLargeFor(long memory) {
        long layer = 4L * width * width + 2L * width * innerWidth;
        long values = (long) vocabulary * width + layers * layer;
        return SHARES * Float.BYTES * values > memory;
    }

    /** Reads and checks {@code text_encoder/config.json}. */
    public static ClipConfig read(Path file) {
        return read(ConfigFile.read(file));
    }

    static ClipConfig read(ConfigFile json) {
        json.only("hidden_act", "quick_gelu", "gelu");
        ClipConfig config = new ClipConfig(
                json.integer("vocab_size"),
                json.integer("max_position_embeddings", 77),
                json.integer("hidden_size"),
                json.integer("intermediate_size"),
                json.integer("num_hidden_layers"),
                json.integer("num_attention_heads"),
                json.string("hidden_act", "quick_gelu").equals("quick_gelu"),
                json.number("layer_norm_eps", 1e-5),
                json.integer("eos_token_id", 2),
                json.integer("projection_dim", 512));
        if (config.heads == 0 || config.width % config.heads != 0) {
            throw json.wrong("num_attention_heads", Message.of("model.doesNotDivide", config.width));
        }
        return config;
    }
}
