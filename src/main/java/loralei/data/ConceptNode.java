package loralei.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.SettingType;
import loralei.data.ConceptEntry.Counted;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptEntry.Role;
import loralei.data.ConceptEntry.Texts;

/**
 * A concept between its JSON in OneTrainer's format and what a person changes. What OneTrainer has no word for stands
 * under "loralei", which it passes over.
 *
 * @param file the list that it stands in
 */
record ConceptNode(Path file) {
    /** What only this program says of a concept: "role" and "prompt". */
    static final String OWN = "loralei";

    static final String ROLE = "role";
    static final String PROMPT = "prompt";
    static final String OF_CLASS = Example.Role.CLASS.id();
    static final String STANDARD = "STANDARD";
    static final String SAMPLES = "SAMPLES";
    private static final String PATH = "path";
    private static final String NAME = "name";
    private static final String IMAGE = "image";
    private static final String PROMPT_PATH = "prompt_path";
    private static final String TEXT = "text";
    private static final String VALIDATION = "validation_concept";
    private static final String SIZED = "enable_resolution_override";

    /** OneTrainer's words for where texts stand; it has one for the two kinds of files with prompts. */
    private static final Map<Texts, String> SOURCES =
            Map.of(Texts.CAPTIONS, "sample", Texts.PROMPT, "concept", Texts.FILE, "concept", Texts.NAMES, "filename");

    /** Its format when it first knew several types. */
    private static final int VERSION = 2;

    /** Makes a text file with a prompt, or finds the one that there is. */
    interface PromptFiles {
        /** Returns it. */
        Path of(String prompt) throws IOException;
    }

    ConceptEntry read(int origin, JsonNode node) throws PictureFolderException {
        FileOptions options = new FileOptions(file, node);
        FileOptions image = new FileOptions(file, node.path(IMAGE));
        FileOptions own = new FileOptions(file, node.path(OWN));
        boolean standard = options.text("type", STANDARD).equals(STANDARD) && !options.flag(VALIDATION, false);
        Role trained = own.text(ROLE, "").equals(OF_CLASS) ? Role.CLASS : Role.THING;
        boolean together = options.text("balancing_strategy", "REPEATS").equals(SAMPLES);
        ConceptEntry entry = withTexts(ConceptEntry.of(Path.of(""), image.flag("enable_random_flip", true)), node)
                .with(Field.USED, String.valueOf(options.flag("enabled", true)))
                .with(Field.FOLDER, options.text(PATH, ""))
                .with(Field.SUBFOLDERS, String.valueOf(options.flag("include_subdirectories", false)))
                .with(Field.AMOUNT, written(options.number("balancing", options.number("repeats", 1))))
                .with(Field.COUNTED, (together ? Counted.TOGETHER : Counted.EACH).id())
                .with(Field.WEIGHT, written(options.number("loss_weight", 1)))
                .with(Field.ROLE, (standard ? trained : Role.OTHER).id())
                .with(Field.RESOLUTION, image.flag(SIZED, false) ? image.text("resolution_override", "") : "");
        return new ConceptEntry(origin, entry.values());
    }

    private ConceptEntry withTexts(ConceptEntry entry, JsonNode node) throws PictureFolderException {
        FileOptions text = new FileOptions(file, node.path(TEXT));
        String prompt = new FileOptions(file, node.path(OWN)).text(PROMPT, "");
        String path = text.text(PROMPT_PATH, "");
        return switch (text.text("prompt_source", "sample")) {
            case "filename" -> entry.with(Field.TEXTS, Texts.NAMES.id());
            case "concept" ->
                !prompt.isEmpty() && !path.isEmpty() && holds(DataSetFile.folder(file, path), prompt)
                        ? entry.with(Field.TEXTS, Texts.PROMPT.id()).with(Field.PROMPT, prompt)
                        : entry.with(Field.TEXTS, Texts.FILE.id()).with(Field.PROMPT, path);
            default -> entry.with(Field.PROMPT, prompt);
        };
    }

    /** Whether a file holds a prompt and nothing else. */
    static boolean holds(Path file, String prompt) {
        return CaptionFile.read(file).lines().equals(List.of(prompt));
    }

    /** A concept of OneTrainer as its window would begin one, but for what is not done here. */
    static ObjectNode fresh() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("__version", VERSION).put(NAME, "").put(PATH, "").put("enabled", true);
        node.put("type", STANDARD).put("include_subdirectories", false).put("balancing", 1.0);
        node.put("balancing_strategy", "REPEATS").put("loss_weight", 1.0);
        node.putObject(IMAGE).put("enable_crop_jitter", false).put("enable_random_flip", false);
        node.putObject(TEXT).put("prompt_source", "sample");
        node.putObject(OWN);
        return node;
    }

    /** Has its paths hold in a list that is elsewhere. */
    void makeWhole(ObjectNode node) {
        makeWhole(node, PATH);
        if (node.path(TEXT) instanceof ObjectNode text) {
            makeWhole(text, PROMPT_PATH);
        }
    }

    private void makeWhole(ObjectNode place, String name) {
        String written = place.path(name).asText();
        if (!written.isEmpty()) {
            place.put(name, whole(written));
        }
    }

    /** Changes what the entry says otherwise than the node, and leaves all else alone. */
    void write(ConceptEntry entry, ObjectNode node, PromptFiles prompts) throws IOException {
        ConceptEntry before = read(entry.origin(), node);
        Set<Field> changed = Stream.of(Field.values())
                .filter(field -> !entry.text(field).equals(before.text(field)))
                .collect(Collectors.toSet());
        for (Field field : changed) {
            write(field, entry, node);
        }
        if (changed.contains(Field.TEXTS) || changed.contains(Field.PROMPT)) {
            writeTexts(entry, node, prompts);
        }
    }

    private void write(Field field, ConceptEntry entry, ObjectNode node) {
        switch (field) {
            case USED -> node.put("enabled", entry.is(field));
            case FOLDER -> {
                boolean named = !node.path(NAME).asText().isEmpty()
                        && !node.path(NAME)
                                .asText()
                                .equals(lastName(node.path(PATH).asText()));
                node.put(PATH, whole(entry.text(field)));
                if (!named) {
                    node.put(NAME, lastName(node.path(PATH).asText()));
                }
            }
            case SUBFOLDERS -> node.put("include_subdirectories", entry.is(field));
            case AMOUNT -> {
                node.remove("repeats"); // the name of it in old files
                node.put("balancing", entry.number(field).orElse(1.0));
            }
            case COUNTED -> node.put("balancing_strategy", entry.together() ? SAMPLES : "REPEATS");
            case WEIGHT -> node.put("loss_weight", entry.number(field).orElse(1.0));
            case ROLE -> {
                node.remove(VALIDATION);
                node.put("type", STANDARD);
                writeOwn(node, ROLE, entry.role() == Role.CLASS ? OF_CLASS : "");
            }
            case FLIP -> node.withObjectProperty(IMAGE).put("enable_random_flip", entry.is(field));
            case RESOLUTION -> {
                node.withObjectProperty(IMAGE).put(SIZED, !entry.text(field).isEmpty());
                if (!entry.text(field).isEmpty()) {
                    node.withObjectProperty(IMAGE).put("resolution_override", entry.text(field));
                }
            }
            case TEXTS, PROMPT -> {} // together, below
        }
    }

    private void writeTexts(ConceptEntry entry, ObjectNode node, PromptFiles prompts) throws IOException {
        String prompt = entry.text(Field.PROMPT);
        Texts texts = entry.texts();
        Optional<Path> promptFile = Optional.empty();
        if (texts == Texts.PROMPT) {
            promptFile = Optional.of(prompts.of(prompt));
        } else if (texts == Texts.FILE) {
            promptFile = Optional.of(Path.of(whole(prompt)));
        }
        ObjectNode text = node.withObjectProperty(TEXT);
        text.put("prompt_source", SOURCES.get(texts));
        promptFile.ifPresent(path -> text.put(PROMPT_PATH, SettingType.PATH.toText(path)));
        writeOwn(node, PROMPT, texts == Texts.CAPTIONS || texts == Texts.PROMPT ? prompt : "");
    }

    /** Says something that OneTrainer does not know; empty for nothing, which leaves its own concepts as they are. */
    private static void writeOwn(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.withObjectProperty(OWN).put(name, value);
        } else if (node.path(OWN) instanceof ObjectNode own) {
            own.remove(name);
        }
    }

    /** A path that holds wherever a program is started; as it is written if it is none. */
    private String whole(String written) {
        try {
            Path path = DataSetFile.folder(file, written);
            return SettingType.PATH.toText(path.toAbsolutePath().normalize());
        } catch (PictureFolderException e) {
            return written;
        }
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String written(double number) {
        return SettingType.NUMBER.toText(number);
    }
}
