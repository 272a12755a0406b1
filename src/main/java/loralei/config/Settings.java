package loralei.config;

import static loralei.config.Checks.atLeast;
import static loralei.config.Checks.baseModel;
import static loralei.config.Checks.between;
import static loralei.config.Checks.each;
import static loralei.config.Checks.fileName;
import static loralei.config.Checks.fromZeroTo;
import static loralei.config.Checks.multipleOf;
import static loralei.config.Checks.none;
import static loralei.config.Checks.notBlank;
import static loralei.config.Checks.notNegative;
import static loralei.config.Checks.pictures;
import static loralei.config.Checks.positive;
import static loralei.config.Checks.readableOrNone;
import static loralei.config.Checks.seed;
import static loralei.config.Checks.upTo;
import static loralei.config.Checks.writableFolder;
import static loralei.config.SettingType.AUTO_SWITCH;
import static loralei.config.SettingType.INTEGER;
import static loralei.config.SettingType.LONG;
import static loralei.config.SettingType.NUMBER;
import static loralei.config.SettingType.PATH;
import static loralei.config.SettingType.PATH_OR_NONE;
import static loralei.config.SettingType.SWITCH;
import static loralei.config.SettingType.TEXT;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.config.Setting.Default;

/**
 * The table of all settings of a training. Files, options of the command line and rows of a window are made from it: a
 * new setting is one row here, one component of {@link TrainingConfig}, and its texts in {@code
 * loralei/text/settings.properties} and {@code settings_de.properties}.
 */
public final class Settings {
    /** Optimizers that find their own rate (Prodigy, D-Adaptation) are given a factor about 1 in its place. */
    private static final int HIGHEST_RATE = 10;

    /** Beyond this a usual learning rate times the decay comes near 1, and the LoRA swings instead of shrinking. */
    private static final int STRONGEST_DECAY = 100;

    /** With more off, too little of the LoRA is left in a step to learn anything. */
    private static final double MOST_DROPOUT = 0.9;

    /** Who holds out more than half learns from the smaller part. */
    private static final double MOST_HELD_OUT = 0.5;
    /** More than this would take days to draw on any computer. */
    private static final int MOST_CLASS_IMAGES = 100_000;

    /** Beyond this the thing itself is hardly learned. */
    private static final int HEAVIEST_PRIOR = 100;

    /** All settings, in the order in which people meet them. */
    public static final List<Setting<?>> ALL = List.of(
            new Setting<>("family", SettingType.choice(Family.class), same(Family.DEFAULT), none()),
            new Setting<>("baseModel", PATH, by(Family::baseModel), baseModel()),
            // the base model's own
            new Setting<>("vae", PATH_OR_NONE, same(TrainingConfig.OWN_VAE), readableOrNone()),
            new Setting<>("textEncoders", PATH_OR_NONE, same(TrainingConfig.OWN_TEXT_ENCODERS), readableOrNone()),
            new Setting<>("instanceDir", PATH, by(Family::instanceDir), pictures()),
            new Setting<>("pictureEdits", PATH_OR_NONE, same(TrainingConfig.NO_EDITS), none()),
            new Setting<>("instancePrompt", TEXT, same(""), notBlank()),
            new Setting<>("classPrompt", TEXT, same(""), none()),
            // off in kohya and OneTrainer
            new Setting<>("prior", SettingType.choice(Prior.class), same(Prior.OFF), none()),
            new Setting<>("classDir", PATH_OR_NONE, same(TrainingConfig.OWN_CLASS_FOLDER), none()),
            // diffusers' script
            new Setting<>("numClassImages", INTEGER, same(100), between(0, MOST_CLASS_IMAGES)),
            // diffusers' and kohya's default
            new Setting<>("priorLossWeight", NUMBER, same(1.0), fromZeroTo(HEAVIEST_PRIOR)),
            // kohya takes the first line; where there are no captions nothing changes
            new Setting<>("captions", SettingType.choice(CaptionLines.class), same(CaptionLines.FIRST), none()),
            new Setting<>("captionPrefix", TEXT, same(""), none()),
            new Setting<>("captionSuffix", TEXT, same(""), none()),
            // off in kohya
            new Setting<>("wildcards", SWITCH, same(false), none()),
            new Setting<>("shuffleTags", SWITCH, same(false), none()),
            new Setting<>("keepTags", INTEGER, same(0), between(0, 1000)),
            new Setting<>("tagDropout", NUMBER, same(0.0), fromZeroTo(1)),
            new Setting<>("captionDropout", NUMBER, same(0.0), fromZeroTo(1)),
            // docs/decisions/0010-captions-of-finite-texts.md
            new Setting<>("captionVariants", INTEGER, same(8), between(1, 1000)),
            // kohya's default, and all that CLIP was made for
            new Setting<>("maxTokens", SettingType.choice(PromptLength.class), same(PromptLength.ONE_CHUNK), none()),
            new Setting<>("subfolders", SWITCH, same(false), none()),
            new Setting<>("randomFlip", SWITCH, same(false), none()),
            // off in kohya and OneTrainer
            new Setting<>("masks", SettingType.choice(MaskSource.class), same(MaskSource.NONE), none()),
            // OneTrainer's default; kohya has none, which is 0
            new Setting<>("unmaskedWeight", NUMBER, same(0.1), fromZeroTo(1)),
            // off in OneTrainer, and not to be had in kohya
            new Setting<>("normalizeMasks", SWITCH, same(false), none()),
            // off in kohya
            new Setting<>("randomCrop", SWITCH, same(false), none()),
            // these are off in all other trainers
            new Setting<>("randomBrightness", NUMBER, same(0.0), fromZeroTo(1)),
            new Setting<>("randomContrast", NUMBER, same(0.0), fromZeroTo(1)),
            new Setting<>("randomSaturation", NUMBER, same(0.0), fromZeroTo(1)),
            new Setting<>("randomHue", NUMBER, same(0.0), fromZeroTo(1)),
            // docs/decisions/0012-finite-variants-of-pictures.md
            new Setting<>("pictureVariants", INTEGER, same(4), between(1, 1000)),
            // what the released base models were trained on
            new Setting<>(
                    "resolution",
                    SettingType.RESOLUTIONS,
                    by(family -> Resolutions.of(family.resolution())),
                    each(multipleOf(64, 4096))),
            // on in OneTrainer and in the kohya GUI
            new Setting<>("buckets", SWITCH, same(true), none()),
            // what the coarsest network divides by; OneTrainer's and kohya's default
            new Setting<>("bucketStep", INTEGER, same(64), multipleOf(8, 256)),
            // the kohya GUI's bucket_no_upscale
            new Setting<>("enlarge", SWITCH, same(false), none()),
            new Setting<>("batchSize", INTEGER, same(1), between(1, 1024)),
            new Setting<>("scaleLr", SWITCH, same(false), none()),
            // 32 to 256 for ten pictures; OneTrainer's default
            new Setting<>("epochs", INTEGER, same(100), atLeast(1)),
            new Setting<>("steps", INTEGER, same(0), atLeast(0)),
            // diffusers' checkpointing_steps
            new Setting<>("saveEvery", INTEGER, same(500), atLeast(0)),
            new Setting<>("optimizer", SettingType.choice(OptimizerKind.class), same(OptimizerKind.ADAMW), none()),
            // diffusers' read-me and the kohya GUI
            new Setting<>("learningRate", NUMBER, same(1e-4), upTo(HIGHEST_RATE)),
            new Setting<>("lrScheduler", SettingType.choice(LrScheduler.class), same(LrScheduler.CONSTANT), none()),
            // diffusers' read-me
            new Setting<>("lrWarmupSteps", INTEGER, same(0), atLeast(0)),
            // diffusers' and kohya's default
            new Setting<>("lrNumCycles", INTEGER, same(1), between(1, 1000)),
            // diffusers' and kohya's default
            new Setting<>("lrPower", NUMBER, same(1.0), positive()),
            // AdamW's own
            new Setting<>("weightDecay", NUMBER, same(0.01), fromZeroTo(STRONGEST_DECAY)),
            // the default of all other trainers
            new Setting<>("maxGradNorm", NUMBER, same(1.0), notNegative()),
            // off in all other trainers; 5 is the usual value
            new Setting<>("minSnrGamma", NUMBER, same(0.0), notNegative()),
            // OneTrainer's default and kohya's example; costs little beside the base model
            new Setting<>("rank", INTEGER, same(16), between(1, 1024)),
            // the rank, as diffusers sets it, so that the learning rate means the same at any rank
            new Setting<>(
                    "alpha", NUMBER, (family, chosen) -> Double.valueOf((Integer) chosen.get("rank")), positive()),
            // what it has to be, the job tells: a run that was saved goes on without the file
            new Setting<>("startFrom", PATH_OR_NONE, same(TrainingConfig.NO_LORA), none()),
            // off in all other trainers; kohya advises 0.1 to 0.3
            new Setting<>("rankDropout", NUMBER, same(0.0), fromZeroTo(MOST_DROPOUT)),
            new Setting<>("seed", LONG, same(42L), seed()),
            new Setting<>("precision", SettingType.choice(PrecisionChoice.class), same(PrecisionChoice.AUTO), none()),
            // job/MemoryChooser: as little as is needed
            new Setting<>("baseWeights", SettingType.choice(BaseWeights.class), same(BaseWeights.AUTO), none()),
            new Setting<>("gradientCheckpointing", AUTO_SWITCH, same(AutoSwitch.AUTO), none()),
            new Setting<>("offload", AUTO_SWITCH, same(AutoSwitch.AUTO), none()),
            new Setting<>("device", SettingType.DEVICE, same(DeviceChoice.AUTO), none()),
            new Setting<>("outputDir", PATH, same(Path.of("output")), writableFolder()),
            new Setting<>("outputName", TEXT, same("my-lora"), fileName()),
            new Setting<>("savePrecision", SettingType.choice(SavePrecision.class), same(SavePrecision.FP16), none()),
            // what is wrong with a line, TrainingConfig.check tells
            new Setting<>("previewPrompts", TEXT, same(""), none()),
            // beside each checkpoint
            new Setting<>("previewEvery", INTEGER, same(500), atLeast(0)),
            new Setting<>("previewEveryEpochs", INTEGER, same(0), atLeast(0)),
            new Setting<>("previewAtStart", SWITCH, same(true), none()),
            new Setting<>("previewSampler", SettingType.choice(SamplerKind.class), same(SamplerKind.DPMPP_2M), none()),
            // off in all other trainers; 0.1 to 0.2 where it is used
            new Setting<>("validationShare", NUMBER, same(0.0), fromZeroTo(MOST_HELD_OUT)),
            // with ten pictures, of which one is held out, a tenth of the time at most; twenty measurements in a usual
            // run
            new Setting<>("validateEvery", INTEGER, same(50), atLeast(1)),
            // latents of 40,000 pictures at 1024 pixels
            new Setting<>("cacheSize", INTEGER, same(20), between(0, 100_000)));

    private static final Map<String, Setting<?>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

    private Settings() {}

    /**
     * The row of one setting.
     *
     * @param name as in {@link Setting#name()}
     */
    public static Optional<Setting<?>> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static <T> Default<T> same(T value) {
        return (family, chosen) -> value;
    }

    private static <T> Default<T> by(Function<Family, T> value) {
        return (family, chosen) -> value.apply(family);
    }
}
