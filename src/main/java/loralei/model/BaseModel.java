package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import loralei.config.Companions;
import loralei.config.DeadLink;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.diffusion.SchedulerConfig;
import loralei.model.ModelSource.Part;
import loralei.safetensors.DType;
import loralei.safetensors.Sha256;
import loralei.text.Message;
import loralei.tokenizer.ClipTokenizer;
import loralei.torch.Card;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/** A base model: a folder in the diffusers layout, or one file. Opening it reads configurations and headers only. */
public final class BaseModel {
    private final ModelSource source;
    private final Part vae;
    private final UnetConfig unetConfig;
    private final VaeConfig vaeConfig;
    private final ModelFamily family;
    private final SchedulerConfig scheduler;

    private BaseModel(ModelSource source, UnetConfig unetConfig, Companions with) {
        this.source = source;
        this.unetConfig = unetConfig;
        this.scheduler = source.scheduler();
        this.family = ModelFamily.of(unetConfig);
        if (source instanceof BorrowedText borrowed) {
            BorrowedText.expect(borrowed.texts(), family);
        }
        this.vae = with.isOwnVae() ? source.vae() : VaePart.named(with.vae(), family);
        this.vaeConfig = VaeConfig.read(this.vae.config());
    }

    /** The one that a training is asked to learn with. */
    public static BaseModel of(TrainingConfig config) {
        return open(config.baseModel(), config.companions());
    }

    /** Opens a model with its own parts, as the other does. */
    public static BaseModel open(Path given) {
        return open(given, Companions.NONE);
    }

    /**
     * Opens a model's folder, which may be one of Hugging Face's cache, or its file. Fails with a person's message if it
     * is not one that can be trained.
     *
     * @param with parts to use in place of the model's own
     */
    public static BaseModel open(Path given, Companions with) {
        return open(given, with, Family::baseModel);
    }

    /** The same with the standard models, which parts of a file may come from, elsewhere. */
    static BaseModel open(Path given, Companions with, Function<Family, Path> standardModels) {
        ModelSource source = source(given, with, standardModels);
        OtherUnet.refuse(source instanceof BorrowedText borrowed ? borrowed.model() : source);
        BaseModel model = new BaseModel(source, UnetConfig.read(source.unet().config()), with);
        model.expectPartsOfOneModel();
        return model;
    }

    /** Where the parts of a model lie. */
    static ModelSource source(Path given, Companions with, Function<Family, Path> standardModels) {
        Path folder = HuggingFaceCache.snapshot(given);
        DeadLink.refuse(folder.resolve("unet"));
        Path place = ModelPlace.model(folder);
        Optional<ModelSource> texts =
                with.areOwnTextEncoders() ? Optional.empty() : Optional.of(BorrowedText.open(with.textEncoders()));
        ModelSource own =
                Files.isDirectory(place) ? new DiffusersFolder(place) : OneFile.open(place, standardModels, texts);
        return texts.<ModelSource>map(other -> new BorrowedText(own, other)).orElse(own);
    }

    /** The text encoders have to give what the UNet takes. */
    private void expectPartsOfOneModel() {
        int width = textEncoders().stream()
                .mapToInt(spec -> textConfig(spec).width())
                .sum();
        int pooled = textEncoders().stream()
                .filter(TextEncoderSpec::pools)
                .mapToInt(spec -> textConfig(spec).projection())
                .sum();
        int added = unetConfig.pooledSize();
        if (width != unetConfig.contextSize() || pooled != added) {
            throw UserError.request(
                    Message.of("model.otherEncoders", folder(), width, pooled, unetConfig.contextSize(), added),
                    Message.of("model.sameOrigin"));
        }
    }

    /** Fails if the model is of another family than was asked for. */
    public BaseModel expect(Family expected) {
        if (family() != expected) {
            throw UserError.request(
                    Message.of("model.otherFamily", folder(), family().id(), expected.id()),
                    Message.of("model.useFamily", family().id()));
        }
        return this;
    }

    /** Checks names and shapes of all weights against the configurations, reading headers only. */
    public void check() {
        Part unet = source.unet();
        CheckpointWeights.check(unet.files(), unet.rules(), weights -> new Unet(unetConfig, weights));
        CheckpointWeights.check(vae.files(), vae.rules("encoder."), weights -> new VaeEncoder(vaeConfig, weights));
        for (TextEncoderSpec spec : textEncoders()) {
            Part text = source.textEncoder(spec);
            CheckpointWeights.check(
                    text.files(),
                    text.rules(),
                    weights -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), weights));
        }
    }

    /** What a person should know before a training, although it can be done. */
    public Optional<Message> hint() {
        List<Message> hints = new ArrayList<>(source.notes());
        FewSteps.hint(source).ifPresent(hints::add);
        return hints.isEmpty() ? Optional.empty() : Optional.of(Message.joined(" ", hints));
    }

    /** The folder, or the file. */
    public Path folder() {
        return source.place();
    }

    /** The family, recognised from the UNet's configuration. */
    public Family family() {
        return family.family();
    }

    /** The UNet's hyper-parameters. */
    public UnetConfig unetConfig() {
        return unetConfig;
    }

    /** The VAE's hyper-parameters. */
    public VaeConfig vaeConfig() {
        return vaeConfig;
    }

    /** The family's text encoders. */
    public List<TextEncoderSpec> textEncoders() {
        return family.textEncoders();
    }

    /** Width and height of the pictures that it was made for, in pixels. */
    public int pictureSide() {
        int latents = source.unet().config().node("sample_size").asInt();
        return latents > 0
                ? latents * vaeConfig.downscale()
                : TrainingConfig.defaults(family()).resolution().largest();
    }

    /** Whether pictures are drawn away from zeros rather than from the empty prompt. */
    public boolean zerosForNoPrompt() {
        return source.index().flag("force_zeros_for_empty_prompt", family.zerosForNoPrompt());
    }

    /** The noise that it was trained with. */
    public SchedulerConfig scheduler() {
        return scheduler;
    }

    /** How many tokens a text encoder has embeddings for. */
    int vocabulary(TextEncoderSpec spec) {
        return textConfig(spec).vocabulary();
    }

    /** What splits prompts for a text encoder. */
    ClipTokenizer tokenizer(TextEncoderSpec spec) {
        return source.tokenizer(spec);
    }

    /** Where that comes from. */
    Path tokenizerPlace(TextEncoderSpec spec) {
        return source.tokenizerPlace(spec);
    }

    /** How many values the UNet's weights have in each type, from their headers. */
    public Map<DType, Long> unetValues() throws IOException {
        Part unet = source.unet();
        return CheckpointWeights.values(unet.files(), unet.rules());
    }

    /** What takes in what a name for content is made of. */
    private interface Content {
        void mark(Sha256 digest) throws IOException;
    }

    /** A name for its content: other weights, or another noise schedule, give another one. */
    public String mark() {
        return mark(digest -> {
            source.unet().mark(digest);
            vae.mark(digest);
            source.markScheduler(digest);
            for (TextEncoderSpec spec : textEncoders()) {
                source.textEncoder(spec).mark(digest);
            }
        });
    }

    /** A name for what makes latents of pictures: other weights or hyper-parameters give another one. */
    public String vaeMark() {
        return mark(digest -> {
            vae.mark(digest);
            vae.markConfig(digest);
        });
    }

    /** A name for what makes hidden states of tokens. */
    String textMark() {
        return mark(digest -> {
            for (TextEncoderSpec spec : textEncoders()) {
                source.textEncoder(spec).mark(digest);
                source.textEncoder(spec).markConfig(digest);
            }
        });
    }

    private String mark(Content content) {
        Sha256 digest = new Sha256();
        try {
            content.mark(digest);
            return digest.hex();
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("model.unreadable", folder(), Message.of(e)), Message.of("model.getFileAgain"))
                    .causedBy(e);
        }
    }

    /** The layers of a text encoder that can be changed by a LoRA, by its place in the family's row. */
    public List<TargetModule> textModules(int encoder) {
        return ClipTextEncoder.modules(textConfig(textEncoders().get(encoder)));
    }

    /** Loads the UNet, its weights in the type that it computes in. */
    public Unet loadUnet(ComputeDevice device, ComputeType type) {
        return loadUnet(device, WeightPlan.resident(type));
    }

    /** Loads the UNet with its weights held as planned. */
    public Unet loadUnet(ComputeDevice device, WeightPlan plan) {
        return loadUnet(device, plan.type(), weights -> Unet.planned(unetConfig, weights, device, plan));
    }

    Unet loadUnet(ComputeDevice device, ComputeType type, Function<WeightSource, Unet> network) {
        Part unet = source.unet();
        return CheckpointWeights.load(unet.files(), unet.rules(), device, type, network);
    }

    /** Loads the encoder half of the VAE. */
    public VaeEncoder loadVaeEncoder(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                vae.files(), vae.rules("encoder.", "quant_conv."), device, type, s -> new VaeEncoder(vaeConfig, s));
    }

    /** Loads the decoder half of the VAE. */
    public VaeDecoder loadVaeDecoder(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                vae.files(),
                vae.rules("decoder.", "post_quant_conv."),
                device,
                type,
                s -> new VaeDecoder(vaeConfig, s));
    }

    /** Loads a text encoder. */
    public ClipTextEncoder loadTextEncoder(TextEncoderSpec spec, ComputeDevice device, ComputeType type) {
        return loadTextEncoder(spec, device, type, WeightChange.NONE);
    }

    /** Loads a text encoder with changes of its weights. */
    ClipTextEncoder loadTextEncoder(TextEncoderSpec spec, ComputeDevice device, ComputeType type, WeightChange change) {
        Part text = source.textEncoder(spec);
        return CheckpointWeights.load(
                text.files(),
                text.rules(),
                device,
                type,
                weights -> textEncoder(spec, device, new ChangedWeights(weights, change)));
    }

    private ClipTextEncoder textEncoder(TextEncoderSpec spec, ComputeDevice device, WeightSource weights) {
        ClipConfig config = textConfig(spec);
        boolean large = device.card()
                .map(Card::memory)
                .filter(bytes -> bytes > 0 && config.isLargeFor(bytes))
                .isPresent();
        return large
                ? ClipTextEncoder.offloading(config, spec.output(), spec.pools(), weights, device)
                : new ClipTextEncoder(config, spec.output(), spec.pools(), weights);
    }

    /** What is wrong with the weights of the UNet, if any of them is no number in a type. */
    public Optional<UserError> brokenUnet(ComputeType type) {
        Part unet = source.unet();
        return CheckpointWeights.firstNotFinite(
                        unet.files(), unet.rules(), type, weights -> new Unet(unetConfig, weights))
                .map(place -> BrokenWeights.holding(Message.of("model.unet"), place, type));
    }

    /** Why the VAE's result for a picture is no number. */
    public UserError brokenVae(Path picture) {
        Message part = Message.of("model.vae");
        return CheckpointWeights.firstNotFinite(
                        vae.files(),
                        vae.rules("encoder.", "quant_conv."),
                        ComputeType.FP32,
                        weights -> new VaeEncoder(vaeConfig, weights))
                .map(place -> BrokenWeights.holding(part, place, ComputeType.FP32))
                .orElseGet(() -> BrokenWeights.giving(part, picture.toString()));
    }

    /** Why a text encoder's result for a prompt is no number. */
    UserError brokenTextEncoder(TextEncoderSpec spec) {
        Message part = Message.of("model.textEncoder");
        Part text = source.textEncoder(spec);
        return CheckpointWeights.firstNotFinite(
                        text.files(),
                        text.rules(),
                        ComputeType.FP32,
                        weights -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), weights))
                .map(place -> BrokenWeights.holding(part, place, ComputeType.FP32))
                .orElseGet(() -> BrokenWeights.giving(part, spec.folder()));
    }

    private ClipConfig textConfig(TextEncoderSpec spec) {
        return ClipConfig.read(source.textEncoder(spec).config());
    }
}
