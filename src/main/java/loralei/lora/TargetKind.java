package loralei.lora;

import java.util.Optional;
import java.util.regex.Pattern;
import loralei.text.Message;

/** What kinds of modules a LoRA may adapt, each with the paths that belong to it. */
public enum TargetKind {
    /** The query, key, value and output projections of attention. */
    ATTENTION(Component.UNET, "BLOCK.attentions.N.transformer_blocks.N.attn[12].PROJ"),
    /** The two linear layers behind attention. */
    FEED_FORWARD(Component.UNET, "BLOCK.attentions.N.transformer_blocks.N.ff.net.(?:0.proj|2)"),
    /** The layers in front of and behind a stack of transformer blocks. */
    PROJECTION(Component.UNET, "BLOCK.attentions.N.proj_(?:in|out)"),
    /** Convolutions and time projections of resnets. */
    RESNET(Component.UNET, "BLOCK.resnets.N.(?:conv1|conv2|conv_shortcut|time_emb_proj)"),
    /** Convolutions that halve and double the size. */
    SAMPLER(Component.UNET, "(?:down_blocks.N.downsamplers|up_blocks.N.upsamplers).0.conv"),
    /** The embeddings of time and, in SDXL, of sizes. */
    EMBEDDING(Component.UNET, "(?:time|add)_embedding.linear_[12]"),
    /** The first and last convolution. */
    ENDS(Component.UNET, "conv_(?:in|out)"),
    /** Attention and feed forward of a text encoder, and its projection. */
    TEXT_ENCODER(
            Component.TEXT_ENCODER,
            "text_projection|text_model.encoder.layers.N.(?:self_attn.(?:q|k|v|out)_proj|mlp.fc[12])");

    private final Component component;
    private final Pattern paths;

    TargetKind(Component component, String paths) {
        this.component = component;
        this.paths = Pattern.compile(paths.replace(".", "\\.")
                .replace("BLOCK", "(?:down_blocks\\.N|up_blocks\\.N|mid_block)")
                .replace("PROJ", "to_(?:q|k|v|out\\.0)")
                .replace("N", "\\d{1,4}"));
    }

    /**
     * Returns the kind's name for people.
     *
     * @return such as "feed forward"
     */
    public Message title() {
        return Message.of("lora.target." + name());
    }

    /**
     * Tells a module's kind.
     *
     * @param name the module
     * @return its kind, or empty if the UNet or text encoder of no family has such a module
     */
    public static Optional<TargetKind> of(ModuleName name) {
        for (TargetKind kind : values()) {
            boolean inUnet = name.component() == Component.UNET;
            if (inUnet == (kind.component == Component.UNET)
                    && kind.paths.matcher(name.path()).matches()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
