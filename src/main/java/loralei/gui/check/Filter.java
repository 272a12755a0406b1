package loralei.gui.check;

import java.util.function.Predicate;
import loralei.data.PictureEntry;

/**
 * A choice of pictures.
 *
 * @param id what it is, whatever is found now
 * @param heading what stands above it; empty for none
 * @param label its name
 * @param count how many pictures it has, as it is shown
 * @param note a smaller word below it; empty for none
 * @param muted whether there is nothing to see
 * @param has tells which pictures it has
 */
record Filter(
        String id,
        String heading,
        String label,
        String count,
        String note,
        boolean muted,
        Predicate<PictureEntry> has) {
    /** All of it that can be seen. */
    String shown() {
        return String.join("\n", id, heading, label, count, note, String.valueOf(muted));
    }
}
