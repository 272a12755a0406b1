package loralei.model;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loralei.config.DeadLink;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.model.CheckpointWeights.NameRules;
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

    private final Path folder;
    private final UnetConfig unetConfig;
    private final VaeConfig vaeConfig;
    private final Family family;

    private BaseModel(Path folder, UnetConfig unetConfig, VaeConfig vaeConfig) {
        this.folder = folder;
        this.unetConfig = unetConfig;
        this.vaeConfig = vaeConfig;
        this.family = ModelKind.familyOf(unetConfig);
    }

    /**
     * Opens a model folder, which may be one of Hugging Face's cache. Fails with a person's message if it is not one that
     * can be trained.
     */
    public static BaseModel open(Path given) {
        Path folder = HuggingFaceCache.snapshot(given);
        DeadLink.refuse(folder.resolve("unet"));
        if (Files.isRegularFile(folder)) {
            throw UserError.request(
                    say("The base model {0} is a file.", folder),
                    WeightFiles.isPickle(folder)
                            ? say("Files of this kind can run code when they are opened, so they are not read. "
                                    + "Get the model in the diffusers layout (a folder) with .safetensors files.")
                            : say("Choose the model's folder in the diffusers layout: the one that holds unet, vae, "
                                    + "text_encoder, tokenizer and scheduler."));
        }
        if (!Files.isDirectory(folder)) {
            throw UserError.request(
                    say("The base model folder {0} does not exist.", folder), say("Check the path of the base model."));
        }
        if (!Files.isDirectory(folder.resolve("unet"))) {
            throw UserError.request(
                    say("The base model folder {0} has no folder unet.", folder),
                    say(
                            "Choose a folder in the diffusers layout: one that holds unet, vae, text_encoder, tokenizer and "
                                    + "scheduler."));
        }
        BaseModel model = new BaseModel(
                folder,
                UnetConfig.read(folder.resolve("unet/config.json")),
                VaeConfig.read(folder.resolve("vae/config.json")));
        for (TextEncoderSpec spec : ModelKind.of(model.family).textEncoders()) {
            model.textConfig(spec);
        }
        return model;
    }

    /** Fails if the model is of another family than was asked for. */
    public BaseModel expect(Family expected) {
        if (family != expected) {
            throw UserError.request(
                    say("The base model {0} is of the family {1}, not {2}.", folder, family.id(), expected.id()),
                    say("Use --family {0} (the window: the other tab), or choose another base model.", family.id()));
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

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The family, recognised from the UNet's configuration. */
    public Family family() {
        return family;
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
        return ModelKind.of(family).textEncoders();
    }

    /** How many tokens a text encoder has embeddings for. */
    int vocabulary(TextEncoderSpec spec) {
        return textConfig(spec).vocabulary();
    }

    /** The noise schedule's configuration file. */
    public Path schedulerFile() {
        return folder.resolve("scheduler/scheduler_config.json");
    }

    /** How many values the UNet's weights have, from their headers. */
    public long unetValues() throws IOException {
        return unetFiles().values();
    }

    private WeightFiles unetFiles() {
        return WeightFiles.find(folder.resolve("unet"), DIFFUSERS_STEM);
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
        return CheckpointWeights.load(
                textFiles(spec),
                textRules(),
                device,
                type,
                source -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), source));
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
