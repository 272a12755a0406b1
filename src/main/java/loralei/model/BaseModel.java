package loralei.model;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.diffusion.SchedulerConfig;
import loralei.model.CheckpointWeights.NameRules;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;

/**
 * A base model in the diffusers layout: folders {@code unet}, {@code vae}, {@code text_encoder}, {@code tokenizer} (SDXL:
 * also {@code text_encoder_2} and {@code tokenizer_2}) and {@code scheduler}. Opening it reads the configurations only.
 */
public final class BaseModel {
    private static final List<String> DIFFUSERS_FILES =
            List.of("diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.fp16.safetensors");
    private static final List<String> TRANSFORMERS_FILES = List.of("model.safetensors", "model.fp16.safetensors");

    /** The attention names that the released SD1.5 VAE was saved with, and today's. */
    private static final Map<String, String> OLD_VAE_NAMES =
            Map.of(".query.", ".to_q.", ".key.", ".to_k.", ".value.", ".to_v.", ".proj_attn.", ".to_out.0.");

    /** A buffer, not a weight: 0 to 76. Old transformers saved it. */
    private static final Set<String> SUPERFLUOUS_TEXT = Set.of("text_model.embeddings.position_ids");

    /** Numbers beside the prompt that SDXL is told: original size, crop and target size. */
    private static final int TIME_IDS = 6;

    private static final String SCHEDULER_FILE = "scheduler/scheduler_config.json";

    private final Path folder;
    private final UnetConfig unetConfig;
    private final VaeConfig vaeConfig;
    private final Family family;
    private final SchedulerConfig scheduler;

    private BaseModel(Path folder, UnetConfig unetConfig, SchedulerConfig scheduler, VaeConfig vaeConfig) {
        this.folder = folder;
        this.unetConfig = unetConfig;
        this.scheduler = scheduler;
        this.vaeConfig = vaeConfig;
        this.family = ModelKind.familyOf(unetConfig);
    }

    /** Opens a model folder. Fails with a person's message if it is not one that can be trained. */
    public static BaseModel open(Path folder) {
        ModelPlace.expectModel(folder);
        OtherUnet.refuse(folder);
        BaseModel model = new BaseModel(
                folder,
                UnetConfig.read(folder.resolve("unet/config.json")),
                SchedulerConfig.read(folder.resolve(SCHEDULER_FILE)),
                VaeConfig.read(folder.resolve("vae/config.json")));
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
        int added = unetConfig.addedInputSize() - TIME_IDS * unetConfig.addedTimeSize();
        if (width != unetConfig.contextSize() || pooled != added) {
            throw UserError.request(
                    say(
                            "The text encoders of {0} do not belong to its UNet: they give {1} values a token and {2} a "
                                    + "prompt, and it takes {3} and {4}.",
                            folder, width, pooled, unetConfig.contextSize(), added),
                    say("Get all folders of the base model from the same place."));
        }
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
        CheckpointWeights.check(unetFile(), NameRules.PLAIN, source -> new Unet(unetConfig, source));
        CheckpointWeights.check(vaeFile(), vaeRules("encoder."), source -> new VaeEncoder(vaeConfig, source));
        for (TextEncoderSpec spec : textEncoders()) {
            CheckpointWeights.check(
                    textFile(spec),
                    textRules(),
                    source -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), source));
        }
    }

    /** What a person should know before a training, although it can be done. */
    public Optional<Words> hint() {
        return FewSteps.hint(folder);
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

    /** The noise that it was trained with. */
    public SchedulerConfig scheduler() {
        return scheduler;
    }

    /** The UNet's weights. */
    public Path unetFile() {
        return weights("unet", DIFFUSERS_FILES);
    }

    /** A name for its content: other weights, or another noise schedule, give another one. */
    public String mark() {
        List<Path> files = new ArrayList<>(List.of(unetFile(), vaeFile(), folder.resolve(SCHEDULER_FILE)));
        textEncoders().forEach(spec -> files.add(textFile(spec)));
        try {
            return ContentMark.of(files);
        } catch (IOException e) {
            throw UserError.request(
                            say("The base model {0} cannot be read: {1}.", folder, Words.of(e)),
                            say("Get this file of the base model again, or choose another base model."))
                    .causedBy(e);
        }
    }

    /** Loads the UNet. */
    public Unet loadUnet(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                unetFile(), NameRules.PLAIN, device, type, source -> new Unet(unetConfig, source));
    }

    /** Loads the encoder half of the VAE. */
    public VaeEncoder loadVaeEncoder(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                vaeFile(), vaeRules("encoder.", "quant_conv."), device, type, s -> new VaeEncoder(vaeConfig, s));
    }

    /** Loads the decoder half of the VAE. */
    public VaeDecoder loadVaeDecoder(ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                vaeFile(), vaeRules("decoder.", "post_quant_conv."), device, type, s -> new VaeDecoder(vaeConfig, s));
    }

    /** Loads a text encoder. */
    public ClipTextEncoder loadTextEncoder(TextEncoderSpec spec, ComputeDevice device, ComputeType type) {
        return CheckpointWeights.load(
                textFile(spec),
                textRules(),
                device,
                type,
                source -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), source));
    }

    /** What is wrong with the weights of the UNet, if any of them is no number in a type. */
    public Optional<UserError> brokenUnet(ComputeType type) {
        return CheckpointWeights.firstNotFinite(
                        unetFile(), NameRules.PLAIN, type, source -> new Unet(unetConfig, source))
                .map(place -> BrokenWeights.holding(say("UNet"), place, type));
    }

    /** Why the VAE's result for a picture is no number. */
    public UserError brokenVae(Path picture) {
        Words part = say("VAE");
        return CheckpointWeights.firstNotFinite(
                        vaeFile(),
                        vaeRules("encoder.", "quant_conv."),
                        ComputeType.FP32,
                        source -> new VaeEncoder(vaeConfig, source))
                .map(place -> BrokenWeights.holding(part, place, ComputeType.FP32))
                .orElseGet(() -> BrokenWeights.giving(part, picture.toString()));
    }

    /** Why a text encoder's result for a prompt is no number. */
    UserError brokenTextEncoder(TextEncoderSpec spec) {
        Words part = say("text encoder");
        return CheckpointWeights.firstNotFinite(
                        textFile(spec),
                        textRules(),
                        ComputeType.FP32,
                        source -> new ClipTextEncoder(textConfig(spec), spec.output(), spec.pools(), source))
                .map(place -> BrokenWeights.holding(part, place, ComputeType.FP32))
                .orElseGet(() -> BrokenWeights.giving(part, spec.folder()));
    }

    private ClipConfig textConfig(TextEncoderSpec spec) {
        return ClipConfig.read(folder.resolve(spec.folder()).resolve("config.json"));
    }

    private Path vaeFile() {
        return weights("vae", DIFFUSERS_FILES);
    }

    private Path textFile(TextEncoderSpec spec) {
        return weights(spec.folder(), TRANSFORMERS_FILES);
    }

    private static NameRules textRules() {
        return new NameRules(List.of(""), name -> name, SUPERFLUOUS_TEXT);
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

    private Path weights(String part, List<String> names) {
        Path partFolder = folder.resolve(part);
        for (String name : names) {
            if (Files.isRegularFile(partFolder.resolve(name))) {
                return partFolder.resolve(name);
            }
        }
        if (holdsPickle(partFolder)) {
            throw UserError.request(
                    say("{0} holds its weights only as a pickle (.bin or .ckpt).", partFolder),
                    say(
                            "Files of that kind can run code when they are opened, so they are not read. Get {0} or {1} "
                                    + "of the same model.",
                            names.get(0), names.get(1)));
        }
        throw UserError.request(
                say("{0} has no weights: neither {1} nor {2} is there.", partFolder, names.get(0), names.get(1)),
                say("Get the missing file of the base model, or choose another base model."));
    }

    private static boolean holdsPickle(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(ModelPlace::isPickle);
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
