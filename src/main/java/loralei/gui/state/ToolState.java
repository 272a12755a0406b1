package loralei.gui.state;

import java.util.Objects;

/**
 * What the tab with the tools remembers.
 *
 * @param tool which one was chosen last; empty before the first time
 * @param folder where files were looked for last; empty before the first time
 */
public record ToolState(String tool, String folder) {
    /** Before the first time. */
    public static final ToolState FIRST = new ToolState("", "");

    /** What a file leaves out is empty. */
    public ToolState {
        tool = Objects.requireNonNullElse(tool, "");
        folder = Objects.requireNonNullElse(folder, "");
    }
}
