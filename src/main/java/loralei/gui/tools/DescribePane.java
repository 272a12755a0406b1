package loralei.gui.tools;

import java.nio.file.Path;
import java.util.Optional;
import loralei.config.Places;
import loralei.gui.error.Dialogs;
import loralei.text.Texts;

/** Brings what a file says of itself into the fields, and does not lose what a person wrote there. */
final class DescribePane {
    private final Texts texts;
    private final DescribeFields fields;
    private final Dialogs dialogs;
    private final HeaderTable header;
    private boolean fresh = true;

    DescribePane(Texts texts, DescribeFields fields, Dialogs dialogs, HeaderTable header) {
        this.texts = texts;
        this.fields = fields;
        this.dialogs = dialogs;
        this.header = header;
    }

    /** The file that is described in the fields. */
    Optional<Path> file() {
        return fields.shown().map(ToolLook.Description::file);
    }

    DescribeFields.Changes changes() {
        return fields.changes();
    }

    void take(Path picture) {
        fields.take(picture);
    }

    /** What the fields say was saved, and need not be asked for. */
    void forget() {
        fresh = true;
    }

    /** Shows what was found; false where the person would rather stay with the file before. */
    boolean show(Optional<ToolLook.Description> found) {
        if (found.isEmpty() || found.equals(fields.shown())) {
            return true;
        }
        ToolLook.Description now = found.get();
        boolean written = !fresh && !fields.changes().isEmpty();
        boolean same = file().equals(Optional.of(now.file()));
        if (written && !same && !mayLose()) {
            return false;
        }
        if (written && same) {
            fields.rebase(now);
        } else {
            fields.show(now);
        }
        fresh = false;
        header.show(now.said().all());
        return true;
    }

    private boolean mayLose() {
        String name = file().map(Places::nameOf).orElse("");
        return dialogs.confirm(
                texts.get("lose.title"), texts.get("lose.question", name), texts.get("lose.yes"), texts.get("lose.no"));
    }
}
