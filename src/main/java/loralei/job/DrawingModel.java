package loralei.job;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.PictureSpec;
import loralei.lora.LoraStack;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.Unet;
import loralei.model.VaeDecoder;
import loralei.sample.ImageGenerator;
import loralei.sample.PictureDecoder;
import loralei.sample.StepWatcher;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Scope;

/**
 * A base model that is ready to draw: loaded once, for any number of pictures with any LoRAs.
 *
 * <p>For one thread. Text encoders are there only while they read prompts.
 */
final class DrawingModel implements AutoCloseable {
    private final BaseModel model;
    private final ComputeDevice device;
    private final Scope scope = Scope.open(); // owns the encoded prompts
    private final Map<String, EncodedPrompt> prompts = new HashMap<>();
    private final Unet unet;
    private final VaeDecoder vae;
    private final ImageGenerator generator;
    private final PictureDecoder decoder;

    /**
     * Loads it.
     *
     * @param device where; not closed
     * @param type what the UNet computes in
     */
    DrawingModel(BaseModel model, ComputeDevice device, ComputeType type) {
        this.model = model;
        this.device = device;
        this.unet = model.loadUnet(device, type);
        this.vae = model.loadVaeDecoder(device, ComputeType.FP32);
        this.generator = new ImageGenerator(model, unet, device, type);
        this.decoder = new PictureDecoder(vae, model.vaeConfig());
    }

    /** Has the text encoders read what they have not read yet: best all prompts at once, before the first picture. */
    void read(List<PictureSpec> pictures) {
        List<String> unread = pictures.stream()
                .flatMap(picture -> Stream.of(picture.prompt(), picture.negativePrompt()))
                .distinct()
                .filter(prompt -> !prompts.containsKey(prompt))
                .toList();
        if (!unread.isEmpty()) {
            PromptEncoder.encode(model, PromptEncoder.tokenize(model, unread), device)
                    .forEach(prompt -> prompts.put(prompt.prompt(), prompt));
        }
    }

    /**
     * Draws a batch.
     *
     * @param alike pictures that are {@linkplain PictureSpec#isLike like} each other
     * @param loras the LoRAs to draw with
     * @param watcher told of each step
     * @return the pictures; empty if the watcher ended it
     */
    Optional<List<BufferedImage>> draw(List<PictureSpec> alike, List<WeightedLora> loras, StepWatcher watcher) {
        read(alike);
        try (Scope batch = Scope.open();
                LoraStack stack = new LoraStack(loras, unet.config(), device)) {
            return generator.latents(alike, prompts, stack, watcher).map(decoder::decode);
        }
    }

    @Override
    public void close() {
        vae.close();
        unet.close();
        scope.close();
    }
}
