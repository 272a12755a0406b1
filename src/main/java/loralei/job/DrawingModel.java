package loralei.job;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.PictureSpec;
import loralei.config.PromptLength;
import loralei.config.UserError;
import loralei.lora.LoraStack;
import loralei.lora.TextLora;
import loralei.lora.WeightedLora;
import loralei.model.BaseModel;
import loralei.model.EncodedPrompt;
import loralei.model.PromptEncoder;
import loralei.model.Unet;
import loralei.model.VaeDecoder;
import loralei.sample.ImageGenerator;
import loralei.sample.PictureDecoder;
import loralei.sample.StepWatcher;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.tokenizer.TokenizedPrompt;
import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/**
 * A base model that is ready to draw: each part is loaded once, when it is needed, for any number of pictures with any
 * LoRAs.
 *
 * <p>For one thread. Text encoders are there only while they read prompts, best before the UNet is.
 */
final class DrawingModel implements AutoCloseable {
    /** What is read of a prompt: as much as a training can, for what others draw with knows no end. */
    static final PromptLength LENGTH = PromptLength.THREE_CHUNKS;

    private final BaseModel model;
    private final ComputeDevice device;
    private final ComputeType type;
    private final Scope scope = Scope.open(); // owns the encoded prompts
    private final List<Reading> readings = new ArrayList<>();
    private final Set<String> cutOff = new LinkedHashSet<>();
    private Optional<Unet> unet = Optional.empty();
    private Optional<VaeDecoder> vae = Optional.empty();
    private Optional<Stack> stack = Optional.empty();

    /** What the text encoders made of prompts, with the LoRAs that changed them. */
    private record Reading(List<WeightedLora> textLoras, Map<String, EncodedPrompt> prompts) {}

    /** The adapters of the pictures that were drawn last. */
    private record Stack(List<WeightedLora> loras, LoraStack adapters) {}

    /**
     * Begins without loading anything.
     *
     * @param device where; not closed
     * @param type what the UNet computes in
     */
    DrawingModel(BaseModel model, ComputeDevice device, ComputeType type) {
        this.model = model;
        this.device = device;
        this.type = type;
    }

    /** Has the text encoders read what they have not read yet: best all prompts at once, before the first picture. */
    void read(List<PictureSpec> pictures) {
        read(pictures, List.of());
    }

    /** As the other, for pictures with LoRAs, some of which may change text encoders. */
    Map<String, EncodedPrompt> read(List<PictureSpec> pictures, List<WeightedLora> loras) {
        List<WeightedLora> textLoras = TextLora.among(loras);
        Reading reading = readings.stream()
                .filter(known -> areSame(known.textLoras(), textLoras))
                .findFirst()
                .orElseGet(() -> begin(textLoras));
        // the empty one fills up where one of two prompts is longer
        List<String> unread = Stream.concat(
                        pictures.stream().flatMap(picture -> Stream.of(picture.prompt(), picture.negativePrompt())),
                        Stream.of(""))
                .distinct()
                .filter(prompt -> !reading.prompts().containsKey(prompt))
                .toList();
        if (!unread.isEmpty()) {
            Map<String, List<TokenizedPrompt>> tokens = PromptEncoder.tokenize(model, unread, LENGTH.chunks());
            tokens.values().stream()
                    .map(list -> list.get(0))
                    .filter(TokenizedPrompt::isTruncated)
                    .forEach(prompt -> cutOff.add(prompt.truncatedText()));
            PromptEncoder.encode(model, tokens, device, encoder -> new TextLora(textLoras, encoder, device))
                    .forEach(prompt -> reading.prompts().put(prompt.prompt(), prompt));
        }
        return reading.prompts();
    }

    /** Of so many chunks the longer of a picture's prompts is: those of others in a batch are filled up to it. */
    int chunks(PictureSpec picture, List<WeightedLora> loras) {
        Map<String, EncodedPrompt> prompts = read(List.of(picture), loras);
        return Stream.of(picture.prompt(), picture.negativePrompt())
                .mapToInt(prompt -> prompts.get(prompt).tokens().get(0).chunks().size())
                .max()
                .orElseThrow();
    }

    /** The ends of prompts that were too long to be read, as they were written. */
    Set<String> cutOff() {
        return cutOff;
    }

    private Reading begin(List<WeightedLora> textLoras) {
        Reading reading = new Reading(textLoras, new LinkedHashMap<>());
        readings.add(reading);
        return reading;
    }

    /** By identity, for a LoRA has millions of values. */
    private static boolean areSame(List<WeightedLora> some, List<WeightedLora> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            same = System.identityHashCode(some.get(i).lora())
                            == System.identityHashCode(others.get(i).lora())
                    && some.get(i).weight() == others.get(i).weight();
        }
        return same;
    }

    /** Loads the network, if that was not done yet. */
    Unet unet() {
        if (unet.isEmpty()) {
            Allocator.fit(type, device);
            unet = Optional.of(model.loadUnet(device, type));
        }
        return unet.get();
    }

    private VaeDecoder vae() {
        if (vae.isEmpty()) {
            vae = Optional.of(model.loadVaeDecoder(device, ComputeType.FP32));
        }
        return vae.get();
    }

    /** The frozen weights stay; only what the LoRAs add to them is another. */
    private LoraStack adapters(List<WeightedLora> loras) {
        if (stack.filter(known -> areSame(known.loras(), loras)).isEmpty()) {
            stack.ifPresent(old -> old.adapters().close());
            stack = Optional.empty();
            stack = Optional.of(new Stack(List.copyOf(loras), new LoraStack(loras, unet().config(), device)));
        }
        return stack.get().adapters();
    }

    /**
     * Draws a batch.
     *
     * @param alike pictures that are {@linkplain PictureSpec#isLike like} each other
     * @param loras the LoRAs to draw with
     * @param watcher told of each step
     * @return the pictures; empty if the watcher ended it
     * @throws UserError if what comes out is no picture
     */
    Optional<List<BufferedImage>> draw(List<PictureSpec> alike, List<WeightedLora> loras, StepWatcher watcher) {
        Map<String, EncodedPrompt> prompts = read(alike, loras);
        ImageGenerator generator = new ImageGenerator(model, unet(), device, type);
        LoraStack adapters = adapters(loras);
        try (Scope batch = Scope.open()) {
            Optional<Tensor> latents = generator.latents(alike, prompts, adapters, watcher);
            latents.filter(drawn -> Kernels.number("count_not_finite", drawn) > 0)
                    .ifPresent(drawn -> {
                        throw notFinite();
                    });
            return latents.map(drawn -> new PictureDecoder(vae(), model.vaeConfig()).decode(drawn));
        }
    }

    private UserError notFinite() {
        return model.brokenUnet(type)
                .orElseGet(() -> UserError.run(
                        Message.of("draw.notFinite"),
                        type == ComputeType.FP32
                                ? Message.of("draw.weaker", SettingName.of("guidance"))
                                : Message.of("train.useFp32", SettingName.of("precision", "fp32"), type.id())));
    }

    @Override
    public void close() {
        stack.ifPresent(last -> last.adapters().close());
        vae.ifPresent(VaeDecoder::close);
        unet.ifPresent(Unet::close);
        scope.close();
    }
}
