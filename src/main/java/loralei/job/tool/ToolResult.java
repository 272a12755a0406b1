package loralei.job.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.text.Message;

/**
 * What a tool made.
 *
 * @param file what was written; empty where the tool was stopped
 * @param lines what there is to say of it, a sentence or figure each: rank, kept energy, what was left out
 */
public record ToolResult(Optional<Path> file, List<Message> lines) {
    /** Copies the list. */
    public ToolResult {
        lines = List.copyOf(lines);
    }
}
