package loralei.config;

import static loralei.config.Checks.atLeast;
import static loralei.config.Checks.baseModel;
import static loralei.config.Checks.between;
import static loralei.config.Checks.fileName;
import static loralei.config.Checks.folder;
import static loralei.config.Checks.fromZeroTo;
import static loralei.config.Checks.multipleOf;
import static loralei.config.Checks.none;
import static loralei.config.Checks.notBlank;
import static loralei.config.Checks.notNegative;
import static loralei.config.Checks.positive;
import static loralei.config.Checks.seed;
import static loralei.config.Checks.upTo;
import static loralei.config.Checks.writableFolder;
import static loralei.config.SettingType.INTEGER;
import static loralei.config.SettingType.LONG;
import static loralei.config.SettingType.NUMBER;
import static loralei.config.SettingType.PATH;
import static loralei.config.SettingType.SWITCH;
import static loralei.config.SettingType.TEXT;
import static loralei.config.Words.say;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import loralei.config.Setting.Default;

/**
 * The table of all settings of a training. Files, options of the command line and rows of a window are made from it: a
 * new setting is one row here, one component of {@link TrainingConfig}, and its texts for the window. "The seed" is the trainer that this program
 * replaces, with diffusers' dreambooth scripts inside; its read-me is the source of many defaults.
 */
public final class Settings {
    /** Optimizers that find their own rate (Prodigy, D-Adaptation) are given a factor about 1 in its place. */
    private static final int HIGHEST_RATE = 10;

    /** Beyond this a usual learning rate times the decay comes near 1, and the LoRA swings instead of shrinking. */
    private static final int STRONGEST_DECAY = 100;

    /** All settings, in the order in which people meet them. */
    public static final List<Setting<?>> ALL = List.of(
            new Setting<>(
                    "family",
                    SettingType.choice(Family.class),
                    "",
                    same(Family.DEFAULT),
                    "asks least of the computer",
                    "Which kind of base model the LoRA is for.",
                    none()),
            new Setting<>(
                    "baseModel",
                    PATH,
                    "",
                    by(Family::baseModel),
                    "where the downloads go",
                    "Folder of the base model in the diffusers layout.",
                    baseModel(say("Choose the folder of a base model, or put one there."))),
            new Setting<>(
                    "instanceDir",
                    PATH,
                    "",
                    by(Family::instanceDir),
                    "the folders of the seed",
                    "Folder with the pictures to learn from.",
                    folder(say("Choose the folder that holds your pictures."))),
            new Setting<>(
                    "instancePrompt",
                    TEXT,
                    "",
                    same(""),
                    "only you can know it",
                    "A rare word that will stand for what the pictures show, such as fsk49.",
                    notBlank(say("Enter a rare word such as fsk49 that will call up what the pictures show."))),
            new Setting<>(
                    "classPrompt",
                    TEXT,
                    "",
                    same(""),
                    "may be left out",
                    "An ordinary word for what the pictures show, such as cat; added to the instance prompt.",
                    none()),
            new Setting<>(
                    "resolution",
                    INTEGER,
                    "pixels",
                    by(Family::resolution),
                    "what the released base models were trained on",
                    "Side of the squares that the pictures are cut to.",
                    multipleOf(64, 4096)),
            new Setting<>(
                    "batchSize",
                    INTEGER,
                    "pictures",
                    same(1),
                    "the seed's advice: larger batches can cost quality",
                    "Pictures in each step.",
                    between(1, 1024)),
            new Setting<>(
                    "scaleLr",
                    SWITCH,
                    "",
                    same(false),
                    "makes no difference at batch size 1",
                    "Multiply the learning rate by the batch size.",
                    none()),
            new Setting<>(
                    "epochs",
                    INTEGER,
                    "epochs",
                    same(100),
                    "the seed: 32 to 256 for ten pictures; OneTrainer's default",
                    "How often each picture is shown.",
                    atLeast(1)),
            new Setting<>(
                    "steps",
                    INTEGER,
                    "steps",
                    same(0),
                    "epochs are easier to choose",
                    "Length of the run in steps instead of epochs; 0 lets the epochs decide.",
                    atLeast(0)),
            new Setting<>(
                    "saveEvery",
                    INTEGER,
                    "steps",
                    same(500),
                    "diffusers' checkpointing_steps",
                    "Steps between checkpoints, from which a run can be resumed; 0 saves at the end only.",
                    atLeast(0)),
            new Setting<>(
                    "optimizer",
                    SettingType.choice(OptimizerKind.class),
                    "",
                    same(OptimizerKind.ADAMW),
                    "exact, and an adapter's moments are small",
                    "How the LoRA follows its gradients; adamw8bit needs a quarter of the memory for it.",
                    none()),
            new Setting<>(
                    "learningRate",
                    NUMBER,
                    "",
                    same(1e-4),
                    "diffusers' read-me and the kohya GUI",
                    "How far each step goes; too high burns the LoRA, too low learns nothing.",
                    upTo(HIGHEST_RATE, say("Enter a small number such as 0.0001."))),
            new Setting<>(
                    "lrScheduler",
                    SettingType.choice(LrScheduler.class),
                    "",
                    same(LrScheduler.CONSTANT),
                    "the seed's choice; the run can be made longer later",
                    "How the learning rate runs over the steps.",
                    none()),
            new Setting<>(
                    "lrWarmupSteps",
                    INTEGER,
                    "steps",
                    same(0),
                    "diffusers' read-me",
                    "Steps in which the learning rate rises from zero.",
                    atLeast(0)),
            new Setting<>(
                    "lrNumCycles",
                    INTEGER,
                    "cycles",
                    same(1),
                    "diffusers' and kohya's default",
                    "How often cosine_with_restarts falls to zero.",
                    between(1, 1000)),
            new Setting<>(
                    "lrPower",
                    NUMBER,
                    "",
                    same(1.0),
                    "diffusers' and kohya's default",
                    "Exponent of the polynomial schedule; 1 falls evenly.",
                    positive(say("Enter 1 for an even fall."))),
            new Setting<>(
                    "weightDecay",
                    NUMBER,
                    "",
                    same(0.01),
                    "AdamW's own and the seed's default",
                    "How strongly the optimizer pulls the LoRA towards zero.",
                    fromZeroTo(STRONGEST_DECAY, say("Enter 0.01, or 0 for none."))),
            new Setting<>(
                    "maxGradNorm",
                    NUMBER,
                    "",
                    same(1.0),
                    "the default of all other trainers",
                    "Longest gradient; longer ones are shortened to it. 0 switches this off.",
                    notNegative(say("Enter 1, or 0 for no clipping."))),
            new Setting<>(
                    "minSnrGamma",
                    NUMBER,
                    "",
                    same(0.0),
                    "off in all other trainers; 5 is the usual value",
                    "Evens out how much easy and hard noise levels count; 0 switches this off.",
                    notNegative(say("Enter 5, or 0 to switch it off."))),
            new Setting<>(
                    "rank",
                    INTEGER,
                    "",
                    same(16),
                    "OneTrainer's default and kohya's example; costs little beside the base model",
                    "Size of the LoRA: a larger one holds more detail and overfits sooner.",
                    between(1, 1024)),
            new Setting<>(
                    "alpha",
                    NUMBER,
                    "",
                    (family, chosen) -> Double.valueOf((Integer) chosen.get("rank")),
                    "the rank, as diffusers sets it, so that the learning rate means the same at any rank",
                    "Strength of the LoRA is alpha divided by rank; left out, alpha is the rank.",
                    positive(say("Enter the rank, or a part of it."))),
            new Setting<>(
                    "seed",
                    LONG,
                    "",
                    same(42L),
                    "any fixed number makes a run repeatable",
                    "Start of all random numbers; the same seed gives the same LoRA.",
                    seed()),
            new Setting<>(
                    "precision",
                    SettingType.choice(PrecisionChoice.class),
                    "",
                    same(PrecisionChoice.AUTO),
                    "the device decides what is fast and safe",
                    "Number format of the base model; 16 bits need half the memory.",
                    none()),
            new Setting<>(
                    "gradientCheckpointing",
                    SWITCH,
                    "",
                    by(Family::gradientCheckpointing),
                    "SDXL does not fit most graphics cards without it",
                    "Need much less memory and take about a third longer.",
                    none()),
            new Setting<>(
                    "device",
                    SettingType.DEVICE,
                    "",
                    same(DeviceChoice.AUTO),
                    "the first graphics card that fits, where one can be used",
                    "Where to train; cuda:1 is the second graphics card.",
                    none()),
            new Setting<>(
                    "outputDir",
                    PATH,
                    "",
                    same(Path.of("output")),
                    "beside the pictures",
                    "Folder for the LoRA and its checkpoints.",
                    writableFolder()),
            new Setting<>(
                    "outputName",
                    TEXT,
                    "",
                    same("my-lora"),
                    "rename it to what it shows",
                    "Name of the LoRA, without folder and ending.",
                    fileName()),
            new Setting<>(
                    "savePrecision",
                    SettingType.choice(SavePrecision.class),
                    "",
                    same(SavePrecision.FP16),
                    "half the size of fp32, and every program loads it",
                    "Number format of the LoRA file.",
                    none()));

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
