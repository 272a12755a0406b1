package loralei.lora;

/** The networks of a pipeline that a LoRA may adapt. */
public enum Component {
    /** The denoising network. */
    UNET("unet", "diffusion_model"),
    /** SD1.5's text encoder; SDXL's first, CLIP-L. */
    TEXT_ENCODER("text_encoder", "text_encoders.clip_l.transformer"),
    /** SDXL's second text encoder, OpenCLIP bigG. */
    TEXT_ENCODER_2("text_encoder_2", "text_encoders.clip_g.transformer");

    private final String diffusersPrefix;
    private final String comfyPrefix;

    Component(String diffusersPrefix, String comfyPrefix) {
        this.diffusersPrefix = diffusersPrefix;
        this.comfyPrefix = comfyPrefix;
    }

    /** A text encoder by its place in a family's row. */
    static Component ofTextEncoder(int place) {
        return place == 0 ? TEXT_ENCODER : TEXT_ENCODER_2;
    }

    /** Its place among the networks of a {@link loralei.model.StoredModel}. */
    public int place() {
        return switch (this) {
            case UNET -> 0;
            case TEXT_ENCODER -> 1;
            case TEXT_ENCODER_2 -> 2;
        };
    }

    String diffusersPrefix() {
        return diffusersPrefix;
    }

    String comfyPrefix() {
        return comfyPrefix;
    }
}
