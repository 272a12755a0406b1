package loralei.gui.tryit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import loralei.config.PictureSpec;
import loralei.config.Places;
import loralei.config.SamplerKind;
import loralei.config.SamplingSchedule;
import loralei.config.SettingType;
import loralei.gui.state.TryState;
import loralei.job.LoraChoice;

/**
 * What stands in the fields of the tab, as it was written, and what it means.
 *
 * @param texts by the names of the fields
 * @param loras from the top down
 */
record Entries(Map<String, String> texts, List<TryState.Lora> loras) {
    static final String MODEL = "model";
    static final String PROMPT = "prompt";
    static final String NEGATIVE = "negative";
    static final String WIDTH = "width";
    static final String HEIGHT = "height";
    static final String STEPS = "steps";
    static final String GUIDANCE = "guidance";
    static final String SAMPLER = "sampler";
    static final String SCHEDULE = "schedule";
    static final String SEED = "seed";
    static final String COUNT = "count";
    static final String BESIDE = "beside";
    static final String FOLDER = "folder";

    /** The prompt that the program entered last, so that it may take it back; no field. */
    static final String FILLED = "filled";

    static final SettingType<SamplerKind> SAMPLERS = SettingType.choice(SamplerKind.class);
    static final SettingType<SamplingSchedule> SCHEDULES = SettingType.choice(SamplingSchedule.class);

    /** As other programs have it: seeds are of 32 bits, and -1 stands for a new one each time. */
    static final long SEEDS = 1L << 32;

    private static final String RANDOM = "-1";
    private static final int STRIDE = 8;
    private static final int SMALLEST_SIDE = 64;
    private static final int LARGEST_SIDE = 4096;
    private static final int MOST_STEPS = 500;
    private static final int MOST_GUIDANCE = 50;
    private static final int MOST_PICTURES = 100;

    private static final PictureSpec USUAL = PictureSpec.of("", 512);

    /** What a field says that nobody has written in. */
    static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry(MODEL, ""),
            Map.entry(PROMPT, ""),
            Map.entry(NEGATIVE, ""),
            Map.entry(WIDTH, ""),
            Map.entry(HEIGHT, ""),
            Map.entry(STEPS, String.valueOf(USUAL.steps())),
            Map.entry(GUIDANCE, SettingType.NUMBER.toText(USUAL.guidance())),
            Map.entry(SAMPLER, USUAL.sampler().id()),
            Map.entry(SCHEDULE, USUAL.schedule().id()),
            Map.entry(SEED, ""),
            Map.entry(COUNT, "1"),
            Map.entry(BESIDE, "true"),
            Map.entry(FOLDER, "output/pictures"),
            Map.entry(FILLED, ""));

    private static final Map<String, Predicate<String>> RULES = Map.of(
            WIDTH, Entries::isSide,
            HEIGHT, Entries::isSide,
            STEPS, text -> isWhole(text, 1, MOST_STEPS),
            GUIDANCE, text -> isNumber(text, 1, MOST_GUIDANCE),
            SEED, text -> isRandom(text) || isWhole(text, 0, SEEDS - 1),
            COUNT, text -> isWhole(text, 1, MOST_PICTURES),
            FOLDER, text -> path(text).isPresent());

    /** Keeps copies, with defaults for what is missing. */
    Entries {
        Map<String, String> whole = new LinkedHashMap<>(DEFAULTS);
        whole.putAll(texts);
        texts = Map.copyOf(whole);
        loras = List.copyOf(loras);
    }

    String text(String name) {
        return texts.get(name);
    }

    /** The names of the fields that say nothing that can be meant; of those that name files, others tell. */
    List<String> wrong() {
        return RULES.entrySet().stream()
                .filter(rule -> !rule.getValue().test(text(rule.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a text asks for a new seed. */
    static boolean isRandom(String text) {
        return text.isBlank() || text.strip().equals(RANDOM);
    }

    /** Nothing stands for the size that the base model was made for. */
    private static boolean isSide(String text) {
        return text.isBlank()
                || (isWhole(text, SMALLEST_SIDE, LARGEST_SIDE)
                        && SettingType.INTEGER.fromText(text).orElseThrow() % STRIDE == 0);
    }

    private static boolean isWhole(String text, long least, long most) {
        return SettingType.LONG
                .fromText(text)
                .filter(number -> number >= least && number <= most)
                .isPresent();
    }

    private static boolean isNumber(String text, double least, double most) {
        return SettingType.NUMBER
                .fromText(text)
                .filter(number -> number >= least && number <= most)
                .isPresent();
    }

    private static Optional<Path> path(String text) {
        return SettingType.PATH.fromText(text);
    }

    Path model() {
        return Places.of(text(MODEL));
    }

    /** Where the pictures go; where they usually go as long as what is written is no path. */
    Path folder() {
        return path(text(FOLDER)).orElse(Path.of(DEFAULTS.get(FOLDER)));
    }

    boolean beside() {
        return Boolean.parseBoolean(text(BESIDE));
    }

    /** The LoRAs that are named. To be asked for where nothing is wrong. */
    List<LoraChoice> choices() {
        List<LoraChoice> choices = new ArrayList<>();
        for (TryState.Lora lora : loras) {
            if (!lora.file().isBlank()) {
                choices.add(new LoraChoice(
                        Places.of(lora.file()),
                        SettingType.NUMBER.fromText(lora.weight()).orElseThrow()));
            }
        }
        return choices;
    }

    /**
     * The pictures that are asked for. To be asked for where nothing is wrong.
     *
     * @param random what is taken where no seed is written
     */
    List<PictureSpec> pictures(long random) {
        String written = text(SEED);
        long first = isRandom(written) ? random : whole(written);
        PictureSpec spec = new PictureSpec(
                text(PROMPT).strip(),
                text(NEGATIVE).strip(),
                side(WIDTH),
                side(HEIGHT),
                (int) whole(text(STEPS)),
                SettingType.NUMBER.fromText(text(GUIDANCE)).orElseThrow(),
                0,
                SAMPLERS.fromText(text(SAMPLER)).orElse(USUAL.sampler()),
                SCHEDULES.fromText(text(SCHEDULE)).orElse(USUAL.schedule()),
                first);
        List<PictureSpec> pictures = new ArrayList<>();
        for (int i = 0; i < whole(text(COUNT)); i++) {
            pictures.add(spec.withSeed((first + i) % SEEDS));
        }
        return pictures;
    }

    private int side(String name) {
        return text(name).isBlank() ? 0 : (int) whole(text(name));
    }

    private static long whole(String text) {
        return SettingType.LONG.fromText(text).orElseThrow();
    }
}
