package loralei.gui.tools;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done with LoRA files, and what has to be entered for it, from the top down. */
public enum ToolKind {
    /** Other names. */
    CONVERT("convert", ToolEntries.FILE, ToolEntries.NAMING, ToolEntries.TYPE, ToolEntries.OUTPUT),
    /** Several as one. */
    MERGE(
            "merge",
            ToolEntries.LORAS,
            ToolEntries.SIZE,
            ToolEntries.RANK,
            ToolEntries.SHARE,
            ToolEntries.MOST,
            ToolEntries.TYPE,
            ToolEntries.OUTPUT),
    /** Part of a base model. */
    INTO_MODEL("intoModel", ToolEntries.MODEL, ToolEntries.LORAS, ToolEntries.OUTPUT),
    /** Another rank. */
    RESIZE(
            "resize",
            ToolEntries.FILE,
            ToolEntries.SIZE,
            ToolEntries.RANK,
            ToolEntries.SHARE,
            ToolEntries.MOST,
            ToolEntries.TYPE,
            ToolEntries.OUTPUT),
    /** The difference of two base models. */
    EXTRACT(
            "extract",
            ToolEntries.BASE,
            ToolEntries.TUNED,
            ToolEntries.SIZE,
            ToolEntries.RANK,
            ToolEntries.SHARE,
            ToolEntries.MOST,
            ToolEntries.CONVOLUTIONS,
            ToolEntries.ENCODERS,
            ToolEntries.TYPE,
            ToolEntries.OUTPUT),
    /** What a file says of itself. */
    DESCRIBE(
            "describe",
            ToolEntries.FILE,
            "triggerWords",
            "title",
            "author",
            "license",
            "description",
            "tags",
            "notes",
            ToolEntries.COVER,
            ToolEntries.OUTPUT),
    /** Two beside each other. */
    COMPARE("compare", ToolEntries.FIRST, ToolEntries.SECOND);

    private final String id;

    @SuppressWarnings("ImmutableEnumChecker") // a list that nobody can change
    private final List<String> fields;

    ToolKind(String id, String... fields) {
        this.id = id;
        this.fields = List.of(fields);
    }

    /** The one that is remembered by this name. */
    static Optional<ToolKind> of(String id) {
        return Stream.of(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /** Its name in texts and where it is remembered. */
    String id() {
        return id;
    }

    /** What has to be entered. */
    List<String> fields() {
        return fields;
    }

    boolean has(String field) {
        return fields.contains(field);
    }

    /** The key of one of its texts. */
    String key(String text) {
        return "tool." + id + "." + text;
    }
}
