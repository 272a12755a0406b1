package loralei.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.diffusion.PredictionType;
import loralei.diffusion.SchedulerConfig;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.Sha256;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.tokenizer.ClipTokenizer;

/**
 * A base model in one file, in the original layout: what CivitAI offers, and ComfyUI and A1111 draw with. It has no
 * configuration; the shapes of its tensors stand for that. Averaged weights ({@code model_ema.}) are left alone, as all
 * other programs do. Parts that are not in the file come from the standard model of the family.
 */
final class OneFile implements ModelSource {
    private static final List<String> UNET_PREFIXES = List.of("model.diffusion_model.", "diffusion_model.");
    private static final String DIFFUSERS_UNET = "down_blocks.0.resnets.0.conv1.weight";

    /** Where the text encoders lie. */
    private static final String CLIP = "cond_stage_model.transformer.";

    private static final String CLIP_XL = "conditioner.embedders.0.transformer.";
    private static final String OPEN_CLIP_XL = "conditioner.embedders.1.model.";

    private static final Pattern FIRST_DOWNSAMPLER = Pattern.compile("input_blocks\\.(\\d{1,3})\\.0\\.op\\.weight");
    private static final int USUAL_STRIDE = 3;

    /** Where programs that train on velocity write it. */
    private static final String VELOCITY_MARK = "v_pred";

    private static final String ZERO_SNR_MARK = "ztsnr";
    private static final String PREDICTION = "modelspec.prediction_type";
    private static final Pattern VELOCITY = Pattern.compile("v|v[_-]?pred(?:iction)?|velocity");
    private static final Pattern VELOCITY_IN_YAML =
            Pattern.compile("(?m)^\\s*parameterization\\s*:\\s*[\"']?v[\"']?\\s*$");
    private static final int LONGEST_YAML = 1 << 20;

    /** ComfyUI writes them beside weights in fp8. */
    private static final Pattern SCALES = Pattern.compile("(?:^scaled_fp8|\\.scale_(?:weight|input))$");

    private static final String PAD_OF_OPEN_CLIP = "!";

    private final Path file;
    private final Map<String, TensorInfo> tensors;
    private final SchedulerConfig scheduler;
    private final ModelFamily family;
    private final Optional<DiffusersFolder> standard;
    private final FilePart unet;
    private final Map<TextEncoderSpec, Optional<FilePart>> textEncoders = new ConcurrentHashMap<>();
    private final Set<Message> notes = new LinkedHashSet<>();

    private OneFile(SafetensorsFile open, Function<Family, Path> standardModels, Optional<ModelSource> texts) {
        this.file = open.path();
        this.tensors = open.tensors();
        if (tensors.keySet().stream().anyMatch(SCALES.asPredicate())) {
            throw UserError.request(Message.of("onefile.scaled", file), Message.of("onefile.getPlain"));
        }
        this.scheduler = scheduler(open);
        FilePart bare = unetPart();
        PartShapes shapes = new PartShapes(file, bare.shapes());
        this.family = shapes.family();
        Path folder = standardModels.apply(family.family());
        this.standard = Files.isDirectory(folder) ? Optional.of(new DiffusersFolder(folder)) : Optional.empty();
        long pooled = pooled(texts);
        this.unet = bare.with(() -> shapes.unet(pooled));
        if (!shapes.isUnetReleased()) {
            notes.add(Message.of("onefile.headsAssumed"));
        }
    }

    /**
     * Reads the header of a file that {@link ModelFileKind} knows as a base model of ours, or its UNet.
     *
     * @param standardModels where the standard model of a family may lie
     */
    static OneFile open(Path file, Function<Family, Path> standardModels) {
        return open(file, standardModels, Optional.empty());
    }

    /** The same with text encoders of another model, whose widths tell what the UNet takes. */
    static OneFile open(Path file, Function<Family, Path> standardModels, Optional<ModelSource> texts) {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return new OneFile(open, standardModels, texts);
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("model.getFileAgain"))
                    .causedBy(e);
        }
    }

    private static SchedulerConfig scheduler(SafetensorsFile open) {
        SchedulerConfig usual = SchedulerConfig.STABLE_DIFFUSION;
        boolean velocity = open.tensors().containsKey(VELOCITY_MARK)
                || VELOCITY.matcher(open.metadata().getOrDefault(PREDICTION, "").strip())
                        .matches()
                || saysVelocity(open.path());
        return new SchedulerConfig(
                usual.numTrainTimesteps(),
                usual.betaStart(),
                usual.betaEnd(),
                usual.betaSchedule(),
                velocity ? PredictionType.V_PREDICTION : usual.predictionType(),
                open.tensors().containsKey(ZERO_SNR_MARK),
                usual.setAlphaToOne(),
                usual.stepsOffset(),
                usual.timestepSpacing());
    }

    /** Whether A1111's configuration beside the file, of the same name, says so. */
    private static boolean saysVelocity(Path file) {
        Path yaml = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.safetensors$", "") + ".yaml");
        try {
            return Files.isRegularFile(yaml)
                    && Files.size(yaml) <= LONGEST_YAML
                    && VELOCITY_IN_YAML.matcher(Files.readString(yaml)).find();
        } catch (IOException e) {
            return false; // a hint that cannot be read says nothing
        }
    }

    private FilePart unetPart() {
        return UNET_PREFIXES.stream()
                .filter(prefix -> tensors.containsKey(prefix + "input_blocks.0.0.weight"))
                .findFirst()
                .map(this::original)
                .orElseGet(() -> tensors.containsKey(DIFFUSERS_UNET)
                        ? new FilePart(file, tensors, "", DiffusersFolder::plain)
                        : original(""));
    }

    private FilePart original(String prefix) {
        int stride = tensors.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> FIRST_DOWNSAMPLER.matcher(name.substring(prefix.length())))
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .min()
                .orElse(USUAL_STRIDE);
        return new FilePart(file, tensors, prefix, name -> OriginalNames.unet(name, Math.max(1, stride - 1)));
    }

    /** The width of the pooled text that the family's last text encoder gives. */
    private long pooled(Optional<ModelSource> texts) {
        return family.textEncoders().stream()
                .filter(TextEncoderSpec::pools)
                .map(spec -> texts.map(other -> other.textConfigIfSound(spec.folder()))
                        .orElseGet(() -> textConfigIfSound(spec.folder())))
                .filter(config -> config.has("projection_dim"))
                .map(config -> config.node("projection_dim").asLong())
                .findFirst()
                .orElse((long) family.unet().pooledSize());
    }

    /** A text encoder, if the file has it. */
    private Optional<FilePart> own(TextEncoderSpec spec) {
        return textEncoders.computeIfAbsent(spec, this::find);
    }

    private Optional<FilePart> find(TextEncoderSpec spec) {
        FilePart part = spec.pools()
                ? new FilePart(file, tensors, OPEN_CLIP_XL, OriginalNames::openClip)
                : new FilePart(file, tensors, family.textEncoders().size() > 1 ? CLIP_XL : CLIP, OriginalNames::clip);
        return part.isThere()
                ? Optional.of(part.with(() -> new PartShapes(file, part.shapes()).text(spec.pools()))
                        .superfluous(spec.pools() ? Set.of() : DiffusersFolder.SUPERFLUOUS_TEXT))
                : Optional.empty();
    }

    @Override
    public Path place() {
        return file;
    }

    @Override
    public ConfigFile index() {
        return ConfigFile.empty(file);
    }

    @Override
    public Part unet() {
        return unet;
    }

    @Override
    public Part vae() {
        return VaePart.in(file, tensors, family)
                .<Part>map(own -> own)
                .or(() -> standard("vae").map(folder -> {
                    notes.add(Message.of("onefile.partsFrom", Message.of("model.vae"), folder.place()));
                    return folder.vae();
                }))
                .orElseThrow(() -> UserError.request(
                        Message.of("onefile.noVae", file),
                        Message.of(
                                "onefile.nameVae",
                                SettingName.of("vae"),
                                family.family().id(),
                                family.family().baseModel())));
    }

    /** The standard model of the family, where it is there and has a part. */
    private Optional<DiffusersFolder> standard(String part) {
        return standard.filter(folder -> Files.isDirectory(folder.place().resolve(part)));
    }

    @Override
    public Part textEncoder(TextEncoderSpec spec) {
        return own(spec)
                .<Part>map(own -> own)
                .or(() -> standard(spec.folder()).map(folder -> {
                    notes.add(Message.of("onefile.partsFrom", spec.folder(), folder.place()));
                    return folder.textEncoder(spec);
                }))
                .orElseThrow(() -> UserError.request(
                        Message.of("onefile.noText", file, spec.folder()),
                        Message.of(
                                "onefile.getText",
                                SettingName.of("textEncoders"),
                                family.family().id(),
                                family.family().baseModel())));
    }

    @Override
    public Optional<Part> ownTextEncoder(TextEncoderSpec spec) {
        return own(spec).map(part -> part);
    }

    @Override
    public ConfigFile textConfigIfSound(String folder) {
        Optional<TextEncoderSpec> spec = family.textEncoders().stream()
                .filter(one -> one.folder().equals(folder))
                .findFirst();
        Optional<ConfigFile> own = spec.flatMap(this::own).map(FilePart::config);
        return own.or(() -> standard(folder).map(model -> model.textConfigIfSound(folder)))
                .orElseGet(() -> ConfigFile.empty(file));
    }

    @Override
    public SchedulerConfig scheduler() {
        return scheduler;
    }

    @Override
    public ConfigFile schedulerFile() {
        return ConfigFile.empty(file);
    }

    @Override
    public void markScheduler(Sha256 digest) {
        ContentMark.add(scheduler.toString(), digest);
    }

    @Override
    public ClipTokenizer tokenizer(TextEncoderSpec spec) {
        if (own(spec).isEmpty() && standard(spec.tokenizerFolder()).isPresent()) {
            return standard.orElseThrow().tokenizer(spec);
        }
        return spec.pools() ? ClipTokenizer.bundled(PAD_OF_OPEN_CLIP) : ClipTokenizer.bundled();
    }

    @Override
    public Path tokenizerPlace(TextEncoderSpec spec) {
        return own(spec).isEmpty() && standard(spec.tokenizerFolder()).isPresent()
                ? standard.orElseThrow().tokenizerPlace(spec)
                : file;
    }

    @Override
    public List<Message> notes() {
        return List.copyOf(notes);
    }
}
