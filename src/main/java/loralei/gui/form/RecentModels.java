package loralei.gui.form;

import java.nio.file.Path;
import java.util.List;
import loralei.config.Family;

/** The base models that were used, for the drop-down of the form. Asked on the event thread, so it answers at once. */
public interface RecentModels {
    /** The models of a family, the last one first. */
    List<Path> of(Family family);

    /** Remembers that a model was used. */
    void used(Family family, Path model);
}
