package loralei.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.config.Choice;
import loralei.config.SettingType;
import loralei.text.Message;

/**
 * A folder of a list of concepts as a person sees and changes it: texts, also such as cannot work.
 *
 * @param origin its number in the file that it was read from; -1 for a new one
 * @param values what is entered, a text for each field
 */
public record ConceptEntry(int origin, Map<Field, String> values) {
    /** What is entered of a folder. */
    public enum Field implements Choice {
        /** Whether it takes part, true or false. */
        USED,
        FOLDER,
        /** Whether the folders inside count as well, true or false. */
        SUBFOLDERS,
        /** Where the text of a picture stands, one of {@link Texts}. */
        TEXTS,
        /** The prompt, or the file with the prompts. */
        PROMPT,
        /** How often an epoch shows them. */
        AMOUNT,
        /** Whether that is said of each or of all together, one of {@link Counted}. */
        COUNTED,
        /** What their error counts. */
        WEIGHT,
        /** What they are there for, one of {@link Role}. */
        ROLE,
        /** Whether they are mirrored at random, true or false. */
        FLIP,
        /** Side of the square that they are trained at; empty for the run's. */
        RESOLUTION
    }

    /** Where the text of a picture stands. */
    public enum Texts implements Choice {
        /** Beside it, and where there is none the prompt stands in for it: this one, or that of the run. */
        CAPTIONS,
        /** One prompt for all. */
        PROMPT,
        /** A file of which each line is a prompt. */
        FILE,
        /** The name of the picture. */
        NAMES
    }

    /** What the amount is said of. */
    public enum Counted implements Choice {
        EACH,
        TOGETHER
    }

    /** What the pictures are there for. */
    public enum Role implements Choice {
        THING,
        CLASS,
        /** Something that OneTrainer knows and that is not trained here. */
        OTHER
    }

    private static final int NEW = -1;
    private static final Pattern WHOLE = Pattern.compile("\\d{1,5}");

    /** Several numbers, or sides, which OneTrainer takes. */
    private static final Pattern SIZES = Pattern.compile("\\d{1,5}([x,\\s]+\\d{1,5})+");

    static final int SMALLEST = 64;
    static final int LARGEST = 4096;

    /** Copies the values. */
    public ConceptEntry {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** A new folder, each picture once. */
    static ConceptEntry of(Path folder, boolean flip) {
        Map<Field, String> values = new EnumMap<>(Field.class);
        values.put(Field.USED, "true");
        values.put(Field.FOLDER, SettingType.PATH.toText(folder));
        values.put(Field.SUBFOLDERS, "false");
        values.put(Field.TEXTS, Texts.CAPTIONS.id());
        values.put(Field.PROMPT, "");
        values.put(Field.AMOUNT, "1");
        values.put(Field.COUNTED, Counted.EACH.id());
        values.put(Field.WEIGHT, "1");
        values.put(Field.ROLE, Role.THING.id());
        values.put(Field.FLIP, String.valueOf(flip));
        values.put(Field.RESOLUTION, "");
        return new ConceptEntry(NEW, values);
    }

    /** What is entered in a field. */
    public String text(Field field) {
        return values.get(field).strip();
    }

    /** Whether a field that is true or false is true. */
    public boolean is(Field field) {
        return Boolean.parseBoolean(text(field));
    }

    /** The number in a field, if there is one; the comma of other languages is a point. */
    public Optional<Double> number(Field field) {
        return SettingType.NUMBER.fromText(text(field).replace(',', '.'));
    }

    /** Where the texts stand. */
    public Texts texts() {
        return Texts.valueOf(constant(Field.TEXTS));
    }

    /** What the pictures are there for. */
    public Role role() {
        return Role.valueOf(constant(Field.ROLE));
    }

    /** Whether the amount is that of all pictures together. */
    public boolean together() {
        return text(Field.COUNTED).equals(Counted.TOGETHER.id());
    }

    /** Whether something is to be learned from it. */
    public boolean isLearned() {
        return is(Field.USED) && role() == Role.THING;
    }

    private String constant(Field field) {
        return text(field).toUpperCase(Locale.ROOT);
    }

    /** The same with another text in a field. */
    public ConceptEntry with(Field field, String text) {
        Map<Field, String> changed = new EnumMap<>(values);
        changed.put(field, text);
        return new ConceptEntry(origin, changed);
    }

    /** What cannot be right, without a look at the disk: what to enter instead, by field. */
    public Map<Field, Message> problems() {
        Map<Field, Message> problems = new EnumMap<>(Field.class);
        if (text(Field.FOLDER).isEmpty()) {
            problems.put(Field.FOLDER, Message.of("concepts.problem.folder"));
        }
        if (texts() == Texts.PROMPT && text(Field.PROMPT).isEmpty()) {
            problems.put(Field.PROMPT, Message.of("concepts.problem.prompt"));
        }
        if (texts() == Texts.FILE && text(Field.PROMPT).isEmpty()) {
            problems.put(Field.PROMPT, Message.of("concepts.problem.file"));
        }
        if (number(Field.AMOUNT).filter(amount -> amount > 0).isEmpty()) {
            problems.put(Field.AMOUNT, Message.of("concepts.problem.amount"));
        }
        if (number(Field.WEIGHT).filter(weight -> weight >= 0).isEmpty()) {
            problems.put(Field.WEIGHT, Message.of("concepts.problem.weight"));
        }
        if (!isResolution(text(Field.RESOLUTION))) {
            problems.put(Field.RESOLUTION, Message.of("concepts.problem.resolution", SMALLEST, LARGEST));
        }
        return problems;
    }

    private static boolean isResolution(String text) {
        return text.isEmpty() || SIZES.matcher(text).matches() || isSide(text);
    }

    /** Whether a text is a number that pictures can be trained at. */
    static boolean isSide(String text) {
        return WHOLE.matcher(text).matches() && Integer.parseInt(text) >= SMALLEST && Integer.parseInt(text) <= LARGEST;
    }
}
