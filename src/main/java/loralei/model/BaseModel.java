package loralei.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loralei.config.DeadLink;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.diffusion.SchedulerConfig;
import loralei.model.CheckpointWeights.NameRules;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/**
 * A base model in the diffusers layout: folders {@code unet}, {@code vae}, {@code text_encoder}, {@code tokenizer} (SDXL:
 * also {@code text_encoder_2} and {@code tokenizer_2}) and {@code scheduler}. Opening it reads the configurations only.
 */
public final class BaseModel {
    /** How the names of weights begin, as diffusers and as transformers write them. */
    private static final String DIFFUSERS_STEM = "diffusion_pytorch_model";

    private static final String TRANSFORMERS_STEM = "model";

    /** The attention names that the released SD1.5 VAE was saved with, and today's. */
    private static final Map<String, String> OLD_VAE_NAMES =
            Map.of(".query.", ".to_q.", ".key.", ".to_k.", ".value.", ".to_v.", ".proj_attn.", ".to_out.0.");

    /** What stands behind {@code text_model.} in the names of text encoders; transformers 5 leaves that out. */
    private static final List<String> TEXT_MODULES = List.of("embeddings.", "encoder.", "final_layer_norm.");

    /** A buffer, 0 to 76, that old transformers saved; and a layer that only some text encoders use. */
    private static final Set<String> SUPERFLUOUS_TEXT =
            Set.of("text_model.embeddings.position_ids", "text_projection.weight");

    private static final String VAE_CONFIG = "vae/config.json";
    private static final String SCHEDULER_FILE = "scheduler/scheduler_config.json";

    private final Path folder;
    private final UnetConfig unetConfig;
    private final VaeConfig vaeConfig;
    private final ModelFamily family;
    private final SchedulerConfig scheduler;

    private BaseModel(Path folder, UnetConfig unetConfig, SchedulerConfig scheduler, VaeConfig vaeConfig) {
        this.folder = folder;
        this.unetConfig = unetConfig;
        this.scheduler = scheduler;
        this.vaeConfig = vaeConfig;
        this.family = ModelFamily.of(unetConfig);
    }

    /**
     * Opens a model folder, which may be one of Hugging Face's cache. Fails with a person's message if it is not one that
     * can be trained.
     */
    public static BaseModel open(Path given) {
        Path folder = HuggingFaceCache.snapshot(given);
        DeadLink.refuse(folder.resolve("unet"));
        ModelPlace.expectModel(folder);
        OtherUnet.refuse(folder);
        BaseModel model = new BaseModel(
                folder,
                UnetConfig.read(folder.resolve("unet/config.json")),
                SchedulerConfig.read(folder.resolve(SCHEDULER_FILE)),
                VaeConfig.read(folder.resolve(VAE_CONFIG)));
        model.expectPartsOfOneModel();
        return model;
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
                    Message.of("model.otherEncoders", folder, width, pooled, unetConfig.contextSize(), added),
                    Message.of("model.sameOrigin"));
        }
    }

    /** Fails if the model is of another family than was asked for. */
    public BaseModel expect(Family expected) {
        if (family() != expected) {
            throw UserError.request(
                    Message.of("model.otherFamily", folder, family().id(), expected.id()),
                    Message.of("model.useFamily", family().id()));
        }
        return this;
    }

    /** Checks names and shapes of all weights against the configurations, reading headers only. */
    public void check() {
        CheckpointWeights.check(unetFiles(), NameRules.PLAIN, source -> new Unet(unetConfig, source));
        CheckpointWeights.check(vaeFiles(), vaeRules("encoder."), source -> new VaeEncoder(vaeConfig, source));
        for (TextEncoderSpec spec : textEncoders()) {
            CheckpointWeights.check(
                    textFiles(spec),
                    textRules(),
                    source -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), source));
        }
    }

    /** What a person should know before a training, although it can be done. */
    public Optional<Message> hint() {
        return FewSteps.hint(folder);
    }

    /** The folder. */
    public Path folder() {
        return folder;
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
        int latents = ConfigFile.readIfSound(folder.resolve("unet/config.json"))
                .node("sample_size")
                .asInt();
        return latents > 0
                ? latents * vaeConfig.downscale()
                : TrainingConfig.defaults(family()).resolution().largest();
    }

    /** Whether pictures are drawn away from zeros rather than from the empty prompt. */
    public boolean zerosForNoPrompt() {
        return ConfigFile.readIfSound(folder.resolve("model_index.json"))
                .flag("force_zeros_for_empty_prompt", family.zerosForNoPrompt());
    }

    /** The noise that it was trained with. */
    public SchedulerConfig scheduler() {
        return scheduler;
    }

    /** How many tokens a text encoder has embeddings for. */
    int vocabulary(TextEncoderSpec spec) {
        return textConfig(spec).vocabulary();
    }

    /** How many values the UNet's weights have, from their headers. */
    public long unetValues() throws IOException {
        return unetFiles().values();
    }

    private WeightFiles unetFiles() {
        return WeightFiles.find(folder.resolve("unet"), DIFFUSERS_STEM);
    }

    /** A name for its content: other weights, or another noise schedule, give another one. */
    public String mark() {
        List<Path> files = new ArrayList<>(unetFiles().parts());
        files.addAll(vaeFiles().parts());
        files.add(folder.resolve(SCHEDULER_FILE));
        textEncoders().forEach(spec -> files.addAll(textFiles(spec).parts()));
        return mark(files);
    }

    /** A name for what makes latents of pictures: other weights or hyper-parameters give another one. */
    public String vaeMark() {
        List<Path> files = new ArrayList<>(vaeFiles().parts());
        files.add(folder.resolve(VAE_CONFIG));
        return mark(files);
    }

    /** A name for what makes hidden states of tokens. */
    String textMark() {
        List<Path> files = new ArrayList<>();
        for (TextEncoderSpec spec : textEncoders()) {
            files.addAll(textFiles(spec).parts());
            files.add(folder.resolve(spec.folder()).resolve("config.json"));
        }
        return mark(files);
    }

    private String mark(List<Path> files) {
        try {
            return ContentMark.of(files);
        } catch (IOException e) {
            throw UserError.request(
                            Message.of("model.unreadable", folder, Message.of(e)), Message.of("model.getFileAgain"))
                    .causedBy(e);
        }
    }

    /** The layers of a text encoder that can be changed by a LoRA, by its place in the family's row. */
    public List<TargetModule> textModules(int encoder) {
        return ClipTextEncoder.modules(textConfig(textEncoders().get(encoder)));
    }

    /** Loads the UNet. */
    public Unet loadUnet(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                unetFiles(), NameRules.PLAIN, device, type, source -> new Unet(unetConfig, source));
    }

    /** Loads the encoder half of the VAE. */
    public VaeEncoder loadVaeEncoder(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                vaeFiles(), vaeRules("encoder.", "quant_conv."), device, type, s -> new VaeEncoder(vaeConfig, s));
    }

    /** Loads the decoder half of the VAE. */
    public VaeDecoder loadVaeDecoder(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                vaeFiles(), vaeRules("decoder.", "post_quant_conv."), device, type, s -> new VaeDecoder(vaeConfig, s));
    }

    /** Loads a text encoder. */
    public ClipTextEncoder loadTextEncoder(TextEncoderSpec spec, ComputeDevice device, ComputeType type) {
        return loadTextEncoder(spec, device, type, WeightChange.NONE);
    }

    /** Loads a text encoder with changes of its weights. */
    ClipTextEncoder loadTextEncoder(TextEncoderSpec spec, ComputeDevice device, ComputeType type, WeightChange change) {
        return CheckpointWeights.load(
                textFiles(spec),
                textRules(),
                device,
                type,
                source -> new ClipTextEncoder(
                        textConfig(spec), spec.output(), spec.pools(), new ChangedWeights(source, change)));
    }

    /** What is wrong with the weights of the UNet, if any of them is no number in a type. */
    public Optional<UserError> brokenUnet(ComputeType type) {
        return CheckpointWeights.firstNotFinite(
                        unetFiles(), NameRules.PLAIN, type, source -> new Unet(unetConfig, source))
                .map(place -> BrokenWeights.holding(Message.of("model.unet"), place, type));
    }

    /** Why the VAE's result for a picture is no number. */
    public UserError brokenVae(Path picture) {
        Message part = Message.of("model.vae");
        return CheckpointWeights.firstNotFinite(
                        vaeFiles(),
                        vaeRules("encoder.", "quant_conv."),
                        ComputeType.FP32,
                        source -> new VaeEncoder(vaeConfig, source))
                .map(place -> BrokenWeights.holding(part, place, ComputeType.FP32))
                .orElseGet(() -> BrokenWeights.giving(part, picture.toString()));
    }

    /** Why a text encoder's result for a prompt is no number. */
    UserError brokenTextEncoder(TextEncoderSpec spec) {
        Message part = Message.of("model.textEncoder");
        return CheckpointWeights.firstNotFinite(
                        textFiles(spec),
                        textRules(),
                        ComputeType.FP32,
                        source -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), source))
                .map(place -> BrokenWeights.holding(part, place, ComputeType.FP32))
                .orElseGet(() -> BrokenWeights.giving(part, spec.folder()));
    }

    private ClipConfig textConfig(TextEncoderSpec spec) {
        return ClipConfig.read(folder.resolve(spec.folder()).resolve("config.json"));
    }

    private WeightFiles vaeFiles() {
        return WeightFiles.find(folder.resolve("vae"), DIFFUSERS_STEM);
    }

    private WeightFiles textFiles(TextEncoderSpec spec) {
        return WeightFiles.find(folder.resolve(spec.folder()), TRANSFORMERS_STEM);
    }

    private static NameRules textRules() {
        return new NameRules(List.of(""), BaseModel::fullTextName, SUPERFLUOUS_TEXT);
    }

    private static String fullTextName(String name) {
        return TEXT_MODULES.stream().anyMatch(name::startsWith) ? "text_model." + name : name;
    }

    private static NameRules vaeRules(String... scopes) {
        return new NameRules(List.of(scopes), BaseModel::currentVaeName, Set.of());
    }

    private static String currentVaeName(String name) {
        for (Map.Entry<String, String> old : OLD_VAE_NAMES.entrySet()) {
            if (name.contains("attentions.0" + old.getKey())) {
                return name.replace(old.getKey(), old.getValue());
            }
        }
        return name;
    }
}
