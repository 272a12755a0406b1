package loralei.config;

import static loralei.config.Checks.isDataSet;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loralei.text.Message;

/**
 * All settings of a training. Meaning, unit, default and check of each stand in the row of the same name in
 * {@link Settings}; an object of this class holds any values of the right types, and {@link #check()} tells which of
 * them cannot work.
 *
 * @param steps length of the run in steps, or 0 where {@code epochs} counts
 * @param saveEvery steps between checkpoints, or 0 for none but the last
 * @param vae a VAE to use in place of the base model's own, or the empty path for that one
 * @param textEncoders another base model whose text encoders to use, or the empty path for the base model's own
 * @param pictureEdits the file with the changes to the pictures, or {@link #NO_EDITS}
 * @param instancePrompt the instance prompt; may be empty where all pictures bring their own texts
 * @param classPrompt the class prompt, empty where there is none
 * @param captionDropout how likely a step has the empty prompt for a picture
 * @param wildcards whether curly brackets in captions and prompt offer choices
 * @param captionVariants in how many orders the tags of a caption are trained, where they are shuffled or dropped
 * @param unmaskedWeight what the error counts at least where a mask is black, 0 to 1
 * @param normalizeMasks whether a masked picture counts as much as one without a mask, however little is left of it
 * @param randomHue how far colours are turned at most, in half circles; the other three in parts of what is there
 * @param pictureVariants in how many crops and colours each picture is trained, where these are drawn
 * @param maxGradNorm longest gradient, or 0 for no clipping
 * @param minSnrGamma cap of the signal-to-noise ratio in the loss weights, or 0 for no weights
 * @param startFrom a LoRA to go on from, whose rank and alpha count then, or {@link #NO_LORA}
 * @param rankDropout how likely a component of the rank is off in a step, or 0 for none
 * @param previewPrompts what is drawn during the run, one picture a line as in {@link PromptLines}; empty for none
 * @param previewEvery steps between previews, or 0 where steps have no say
 * @param previewEveryEpochs epochs between previews, or 0 where epochs have no say
 * @param previewSampler how they are drawn, where a line does not say
 * @param validationShare the share of the pictures that is held out, or 0 for none
 * @param validateEvery steps between two measurements of their loss
 * @param cacheSize how many GB the cache on disk may have, or 0 for none
 */
public record TrainingConfig(
        Family family,
        Path baseModel,
        Path vae,
        Path textEncoders,
        Path instanceDir,
        Path pictureEdits,
        String instancePrompt,
        String classPrompt,
        Prior prior,
        Path classDir,
        int numClassImages,
        double priorLossWeight,
        CaptionLines captions,
        String captionPrefix,
        String captionSuffix,
        boolean wildcards,
        boolean shuffleTags,
        int keepTags,
        double tagDropout,
        double captionDropout,
        int captionVariants,
        PromptLength maxTokens,
        boolean subfolders,
        boolean randomFlip,
        MaskSource masks,
        double unmaskedWeight,
        boolean normalizeMasks,
        boolean randomCrop,
        double randomBrightness,
        double randomContrast,
        double randomSaturation,
        double randomHue,
        int pictureVariants,
        Resolutions resolution,
        boolean buckets,
        int bucketStep,
        boolean enlarge,
        int batchSize,
        boolean scaleLr,
        int epochs,
        int steps,
        int saveEvery,
        OptimizerKind optimizer,
        double learningRate,
        LrScheduler lrScheduler,
        int lrWarmupSteps,
        int lrNumCycles,
        double lrPower,
        double weightDecay,
        double maxGradNorm,
        double minSnrGamma,
        int rank,
        double alpha,
        Path startFrom,
        double rankDropout,
        long seed,
        PrecisionChoice precision,
        BaseWeights baseWeights,
        AutoSwitch gradientCheckpointing,
        AutoSwitch offload,
        DeviceChoice device,
        Path outputDir,
        String outputName,
        SavePrecision savePrecision,
        String previewPrompts,
        int previewEvery,
        int previewEveryEpochs,
        boolean previewAtStart,
        SamplerKind previewSampler,
        double validationShare,
        int validateEvery,
        int cacheSize) {

    /** Class images that are drawn lie in a folder of their own under the output folder. */
    static final Path OWN_CLASS_FOLDER = Path.of("");

    /** The base model's own VAE is used. */
    static final Path OWN_VAE = Path.of("");

    /** The base model's own text encoders are used. */
    static final Path OWN_TEXT_ENCODERS = Path.of("");

    /** Nothing is changed of the pictures. */
    public static final Path NO_EDITS = Path.of("");

    /** The LoRA begins anew. */
    public static final Path NO_LORA = Path.of("");

    /** What lies between words, as CLIP sees them. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** What a run that goes on from a LoRA has from there. */
    private static final Set<String> OF_THE_LORA = Set.of("rank", "alpha");

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^\\p{L}\\p{N}]+");

    private static final Constructor<TrainingConfig> CONSTRUCTOR = canonicalConstructor();

    /** What takes the place of the base model's own parts. */
    public Companions companions() {
        return new Companions(vae, textEncoders);
    }

    /**
     * The defaults of a family.
     *
     * @param family the kind of base model
     */
    public static TrainingConfig defaults(Family family) {
        return of(Map.of("family", family));
    }

    /**
     * A configuration with the given values, and the defaults for all others.
     *
     * @param given values by the names of the settings, of their types
     * @throws IllegalArgumentException if there is no such setting, or a value is of another type
     */
    public static TrainingConfig of(Map<String, ?> given) {
        given.keySet().forEach(TrainingConfig::setting);
        Family family = given.get("family") instanceof Family chosen ? chosen : Family.DEFAULT;
        Map<String, Object> values = new LinkedHashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            Object value = given.get(setting.name());
            values.put(
                    setting.name(), value != null ? value : setting.defaults().of(family, values));
        }
        Object[] arguments = Arrays.stream(TrainingConfig.class.getRecordComponents())
                .map(component -> values.get(component.getName()))
                .toArray();
        try {
            return CONSTRUCTOR.newInstance(arguments);
        } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The same configuration but for one value. Defaults that depend on it stay as they are.
     *
     * @param name name of a setting
     * @param value the new value, of the setting's type
     * @throws IllegalArgumentException if there is no such setting, or the value is of another type
     */
    public TrainingConfig with(String name, Object value) {
        Map<String, Object> values = new LinkedHashMap<>(values());
        setting(name);
        values.put(name, value);
        return of(values);
    }

    /** All values by name, in the order of {@link Settings#ALL}. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        Settings.ALL.forEach(setting -> values.put(setting.name(), null));
        for (RecordComponent component : TrainingConfig.class.getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(this));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }
        return values;
    }

    /** All that cannot work, in the order of the table; empty where nothing speaks against the run. */
    public List<Problem> check() {
        Map<String, Object> values = values();
        List<Problem> problems = Settings.ALL.stream()
                .map(setting -> setting.problemWith(values.get(setting.name())).or(() -> problemOfMore(setting.name())))
                .flatMap(Optional::stream)
                .toList();
        boolean rankIsWrong =
                problems.stream().anyMatch(problem -> problem.field().equals("rank"));
        // Left out, the alpha is the rank: then only the rank is to be corrected.
        return problems.stream()
                .filter(problem ->
                        !(rankIsWrong && alpha == rank && problem.field().equals("alpha")))
                .filter(problem -> !(problem.field().equals("instancePrompt") && hasOwnTexts()))
                .filter(problem -> startFrom.equals(NO_LORA) || !OF_THE_LORA.contains(problem.field()))
                .toList();
    }

    /** What is wrong with a setting beyond what its own check knows. */
    private Optional<Problem> problemOfMore(String name) {
        return switch (name) {
            case "alpha" -> alphaThatIsLost();
            case "classPrompt" -> classWithoutPrompt();
            case "previewPrompts" -> PreviewPictures.problem(this);
            default -> Optional.empty();
        };
    }

    /** What is to be kept has to have a name. */
    private Optional<Problem> classWithoutPrompt() {
        return prior == Prior.OFF || !classPrompt.isBlank()
                ? Optional.empty()
                : Optional.of(new Problem(
                        "classPrompt",
                        classPrompt,
                        Message.of("check.priorNeedsClass"),
                        Message.of("check.enterClass")));
    }

    /**
     * Whether a run with these settings depends on a setting, or another one has switched it off.
     *
     * @param setting its name
     */
    public boolean reads(String setting) {
        return switch (setting) {
            case "classDir", "numClassImages" -> prior == Prior.PICTURES;
            case "priorLossWeight" -> prior != Prior.OFF;
            case "rank", "alpha" -> startFrom.equals(NO_LORA);
            case "bucketStep", "enlarge" -> buckets;
            case "unmaskedWeight", "normalizeMasks" -> masks != MaskSource.NONE || isDataSet(instanceDir);
            case "pictureVariants" -> variesPictures() || isDataSet(instanceDir);
            case "previewEvery", "previewEveryEpochs", "previewAtStart", "previewSampler" ->
                PreviewPictures.areWanted(this);
            case "validateEvery" -> validationShare > 0;
            default -> lrScheduler.reads(setting);
        };
    }

    private boolean variesPictures() {
        return randomCrop || randomBrightness > 0 || randomContrast > 0 || randomSaturation > 0 || randomHue > 0;
    }

    /** How many samples go through the network in a step: each picture with its partner of the class, if it has one. */
    public int samplesInAStep() {
        return prior == Prior.OFF ? batchSize : 2 * batchSize;
    }

    /** Where the class images lie. */
    public Path classFolder() {
        if (!classDir.equals(OWN_CLASS_FOLDER)) {
            return classDir;
        }
        String name = NOT_IN_NAMES.matcher(classPrompt.strip()).replaceAll("-");
        return outputDir.resolve("class-images").resolve(name + "-" + Places.nameOf(baseModel));
    }

    private boolean hasOwnTexts() {
        return !pictureEdits.equals(NO_EDITS) || (captions != CaptionLines.NONE && OwnTexts.areIn(instanceDir));
    }

    /** The alpha is saved like the weights: one that the file cannot hold would make the LoRA endless, or nothing. */
    private Optional<Problem> alphaThatIsLost() {
        boolean held = alpha >= savePrecision.smallest() && alpha <= savePrecision.largest();
        return held
                ? Optional.empty()
                : Optional.of(new Problem(
                        "alpha",
                        Settings.find("alpha").orElseThrow().type().toText(alpha),
                        Message.of(
                                "check.notSavable",
                                savePrecision.id(),
                                savePrecision.smallest(),
                                savePrecision.largest()),
                        savePrecision == SavePrecision.FP16
                                ? Message.of("check.rankOrFp32")
                                : Message.of("settings.alpha.remedy")));
    }

    /**
     * The prompt that the pictures are trained on: instance prompt, space, class prompt; or the instance prompt alone
     * where there is no class prompt or the instance prompt already has its last word.
     */
    public String trainingPrompt() {
        String instance = instancePrompt.strip();
        String ofClass = classPrompt.strip();
        if (ofClass.isEmpty()) {
            return instance;
        }
        List<String> classWords = words(ofClass);
        boolean alreadyThere = !classWords.isEmpty() && words(instance).contains(classWords.get(classWords.size() - 1));
        return alreadyThere ? instance : instance + " " + ofClass;
    }

    /** The full learning rate of the run: times the batch size where {@code scaleLr} is set. */
    public double effectiveLearningRate() {
        return scaleLr ? learningRate * batchSize : learningRate;
    }

    private static List<String> words(String text) {
        return BETWEEN_WORDS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Setting<?> setting(String name) {
        return Settings.find(name).orElseThrow(() -> new IllegalArgumentException("no setting named " + name));
    }

    private static Constructor<TrainingConfig> canonicalConstructor() {
        Class<?>[] types = Arrays.stream(TrainingConfig.class.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return TrainingConfig.class.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
