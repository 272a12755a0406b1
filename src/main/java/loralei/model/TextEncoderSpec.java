package loralei.model;

/**
 * One of a family's text encoders.
 *
 * @param folder its folder in the diffusers layout
 * @param tokenizerFolder its tokenizer's folder
 * @param output the hidden states that condition the UNet
 * @param pools whether its pooled, projected output conditions the UNet as well
 */
public record TextEncoderSpec(String folder, String tokenizerFolder, ClipTextEncoder.Output output, boolean pools) {}
