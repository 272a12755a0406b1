package loralei.gui.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.Places;
import loralei.config.SettingType;
import loralei.gui.state.TryState;
import loralei.job.LoraChoice;
import loralei.job.tool.RankChoice;
import loralei.job.tool.ToolOutput;
import loralei.lora.KeyFormat;
import loralei.safetensors.DType;

/**
 * What stands in the fields of a tool, as it was written, and what it means.
 *
 * @param kind the tool
 * @param texts by the names of the fields
 * @param loras from the top down
 */
record ToolEntries(ToolKind kind, Map<String, String> texts, List<TryState.Lora> loras) {
    static final String FILE = "file";
    static final String MODEL = "model";
    static final String BASE = "base";
    static final String TUNED = "tuned";
    static final String FIRST = "first";
    static final String SECOND = "second";
    static final String NAMING = "naming";
    static final String SIZE = "size";
    static final String RANK = "rank";
    static final String SHARE = "share";
    static final String MOST = "most";
    static final String CONVOLUTIONS = "convolutions";
    static final String ENCODERS = "encoders";
    static final String TYPE = "type";
    static final String OUTPUT = "output";
    static final String COVER = "cover";

    /** A list of its own, and no field. */
    static final String LORAS = "loras";

    /** The ways to say how large a LoRA becomes. */
    static final String EXACT = "exact";

    static final String BY_RANK = "byRank";
    static final String BY_SHARE = "byShare";

    /** The type of what is read. */
    static final String AS_IT_IS = "as";

    static final String ENDING = ".safetensors";
    private static final int MOST_RANK = 1024;
    private static final double PERCENT = 100;

    ToolEntries {
        texts = Map.copyOf(texts);
        loras = List.copyOf(loras);
    }

    String text(String name) {
        return texts.getOrDefault(name, "").strip();
    }

    /** The path in a field, where it is one. */
    Optional<Path> path(String name) {
        return pathIn(text(name));
    }

    /** The path that a text is, if it is one. */
    static Optional<Path> pathIn(String text) {
        return text.isBlank() ? Optional.empty() : SettingType.PATH.fromText(text);
    }

    /** All files and folders that are read. */
    List<Path> inputs() {
        return Stream.concat(
                        Stream.of(FILE, MODEL, BASE, TUNED, FIRST, SECOND).map(this::text),
                        loras.stream().map(TryState.Lora::file))
                .flatMap(text -> pathIn(text).stream())
                .toList();
    }

    /** Whether what is written is a folder, as the base model is. */
    boolean writesFolder() {
        return kind == ToolKind.INTO_MODEL && !text(MODEL).isEmpty() && !isFile(text(MODEL));
    }

    /** Whether a path is meant to be a file that this program can read. */
    static boolean isFile(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /**
     * What is missing, or nothing that can be meant; what is in the files, others tell.
     *
     * @return from the field to the key of what to say
     */
    Map<String, String> wrong() {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String name : List.of(FILE, MODEL, BASE, TUNED, FIRST, SECOND, OUTPUT)) {
            if (kind.has(name) && path(name).isEmpty()) {
                wrong.put(name, "problem." + name);
            }
        }
        if (kind.has(OUTPUT) && path(OUTPUT).isPresent() && !writesFolder() && !isFile(text(OUTPUT))) {
            wrong.put(OUTPUT, "problem.ending");
        }
        number(wrong, RANK, BY_RANK, MOST_RANK, true);
        number(wrong, SHARE, BY_SHARE, PERCENT, false);
        number(wrong, MOST, BY_SHARE, MOST_RANK, true);
        return wrong;
    }

    private void number(Map<String, String> wrong, String name, String way, double most, boolean whole) {
        if (kind.has(name) && text(SIZE).equals(way)) {
            boolean right = SettingType.NUMBER
                    .fromText(text(name))
                    .filter(number -> number > 0 && number <= most && (!whole || number == Math.rint(number)))
                    .isPresent();
            if (!right) {
                wrong.put(name, "problem." + name);
            }
        }
    }

    /** How many LoRAs have to be named at least. */
    int least() {
        return kind == ToolKind.MERGE ? 2 : 1;
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

    /** How large it becomes; empty for as large as it has to be. To be asked for where nothing is wrong. */
    Optional<RankChoice> rank() {
        return switch (text(SIZE)) {
            case BY_RANK -> Optional.of(new RankChoice.Fixed((int) number(RANK)));
            case BY_SHARE -> Optional.of(new RankChoice.Energy(number(SHARE) / PERCENT, (int) number(MOST)));
            default -> Optional.empty();
        };
    }

    private double number(String name) {
        return SettingType.NUMBER.fromText(text(name)).orElseThrow();
    }

    KeyFormat naming() {
        return KeyFormat.valueOf(text(NAMING));
    }

    boolean isOn(String name) {
        return Boolean.parseBoolean(text(name));
    }

    /** Where it goes. To be asked for where nothing is wrong. */
    ToolOutput output(boolean overwrite) {
        Optional<DType> type = Optional.of(text(TYPE))
                .filter(id -> !id.isEmpty() && !id.equals(AS_IT_IS))
                .map(DType::valueOf);
        return new ToolOutput(path(OUTPUT).orElseThrow(), type, overwrite);
    }
}
