package loralei.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names that diffusers gives to the classes of models, and what people call those that are not trained here. */
final class PipelineName {
    private record Row(Pattern classes, String title) {}

    private static final List<Row> OTHERS = List.of(
            row("StableDiffusion3.*|SD3.*", "Stable Diffusion 3"),
            row("StableCascade.*", "Stable Cascade"),
            row("Wuerstchen.*", "Würstchen"),
            row("StableVideoDiffusion.*|UNetSpatioTemporal.*", "Stable Video Diffusion"),
            row("StableUnCLIP.*", "Stable unCLIP"),
            row("StableAudio.*", "Stable Audio"),
            row("Flux2.*", "FLUX.2"),
            row("Flux.*", "FLUX"),
            row("PixArt.*", "PixArt"),
            row("Kandinsky.*", "Kandinsky"),
            row("Kolors.*", "Kolors"),
            row("HunyuanDiT.*", "Hunyuan-DiT"),
            row("HunyuanVideo.*", "HunyuanVideo"),
            row("IF(?:[A-Z].*)?Pipeline", "DeepFloyd IF"),
            row("AltDiffusion.*", "AltDiffusion"),
            row("AuraFlow.*", "AuraFlow"),
            row("ZImage.*", "Z-Image"),
            row("QwenImage.*", "Qwen-Image"),
            row("Wan.*", "Wan"),
            row("AnimateDiff.*|UNetMotionModel", "AnimateDiff"),
            row("StableDiffusionGLIGEN.*", "GLIGEN"),
            row("StableDiffusionLatentUpscale.*", "Stable Diffusion Latent Upscaler"),
            row("TextToVideo.*|VideoToVideo.*", "text-to-video"),
            row("PaintByExample.*", "Paint by Example"),
            row("LDMTextToImage.*|LDMBert.*", "Latent Diffusion"),
            // The rest are called in diffusers what everybody calls them.
            row(
                    "(?:Amused|AudioLDM|Bria|Chroma|Chrono|CogVideo|CogView|Cosmos|DiT|EasyAnimate|GlmImage|HiDream|I2VGen|LTX|Latte"
                            + "|Lumina|Mochi|MusicLDM|OmniGen|PRX|PIA|Sana|Shap|SkyReels|Transformer2D|UVit|UnCLIP|VQDiffusion|Visual)"
                            + ".*",
                    ""),
            row(".*Transformer(?:2D|3D)?Model", ""));

    private static final Pattern ENDING = Pattern.compile("(?:Transformer(?:2D|3D)?Model|(?:Img2Img)?Pipeline)$");

    private PipelineName() {}

    private static Row row(String classes, String title) {
        return new Row(Pattern.compile(classes), title);
    }

    /** What a class of diffusers belongs to, if it is one that has nothing to do with SD1.5 and SDXL. */
    static Optional<String> other(String className) {
        return OTHERS.stream()
                .filter(row -> row.classes.matcher(className).matches())
                .map(row -> row.title.isEmpty() ? plain(className) : row.title)
                .findFirst();
    }

    /** A class by its name alone. */
    static String plain(String className) {
        String plain = ENDING.matcher(className).replaceFirst("");
        return plain.isEmpty() ? className : plain;
    }
}
