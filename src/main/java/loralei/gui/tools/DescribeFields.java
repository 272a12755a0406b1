package loralei.gui.tools;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import loralei.gui.entry.Field;
import loralei.job.tool.LoraDescription;
import loralei.job.tool.MetadataRequest;

/** The fields in which a file is described: what it says, and what a person changed of that. For the event thread only. */
final class DescribeFields {
    private static final Map<MetadataRequest.Entry, String> NAMES = new EnumMap<>(Map.of(
            MetadataRequest.Entry.TRIGGER_WORDS, "triggerWords",
            MetadataRequest.Entry.TITLE, "title",
            MetadataRequest.Entry.AUTHOR, "author",
            MetadataRequest.Entry.LICENSE, "license",
            MetadataRequest.Entry.DESCRIPTION, "description",
            MetadataRequest.Entry.TAGS, "tags",
            MetadataRequest.Entry.NOTES, "notes"));

    /**
     * What is to be written.
     *
     * @param texts what was changed; an empty one goes
     * @param cover a picture to be put in
     * @param removeCover whether the one that is there goes
     */
    record Changes(Map<MetadataRequest.Entry, String> texts, Optional<Path> cover, boolean removeCover) {
        boolean isEmpty() {
            return texts.isEmpty() && cover.isEmpty() && !removeCover;
        }
    }

    private final Map<MetadataRequest.Entry, Field> fields = new EnumMap<>(MetadataRequest.Entry.class);
    private final CoverEditor cover;
    private Optional<ToolLook.Description> shown = Optional.empty();

    /** Takes its fields out of all those of the tool. */
    DescribeFields(Map<String, Field> all) {
        NAMES.forEach((entry, name) -> fields.put(entry, all.get(name)));
        cover = (CoverEditor) all.get(ToolEntries.COVER).editor();
        setEnabled(false);
    }

    /** What is shown. */
    Optional<ToolLook.Description> shown() {
        return shown;
    }

    /** Has a picture put in. */
    void take(Path picture) {
        if (shown.isPresent()) {
            cover.take(picture);
        }
    }

    /** What was changed. */
    Changes changes() {
        Map<MetadataRequest.Entry, String> changed = new LinkedHashMap<>();
        shown.ifPresent(before -> fields.forEach((entry, field) -> {
            String now = field.editor().text().strip();
            if (!now.equals(stored(before.said(), entry))) {
                changed.put(entry, now);
            }
        }));
        return new Changes(changed, cover.chosen(), cover.isRemoved());
    }

    /** Shows what a file says, in the place of all that is there. */
    void show(ToolLook.Description description) {
        shown = Optional.of(description);
        fields.forEach((entry, field) -> field.editor().show(stored(description.said(), entry)));
        cover.show(description.said().cover());
        setEnabled(true);
    }

    /** Keeps what a person changed, although the file is another one than it was. */
    void rebase(ToolLook.Description description) {
        shown = Optional.of(description);
    }

    private static String stored(LoraDescription said, MetadataRequest.Entry entry) {
        return said.texts().getOrDefault(entry, "").strip();
    }

    private void setEnabled(boolean enabled) {
        fields.values().forEach(field -> field.editor().field().setEnabled(enabled));
        cover.setEnabled(enabled);
    }
}
