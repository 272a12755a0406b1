package loralei.job.tool;

import java.nio.file.Path;
import java.util.List;
import loralei.job.LoraChoice;

/**
 * LoRAs made part of a base model.
 *
 * @param model one file or a folder; what is written has the same layout
 * @param loras the files and their weights
 * @param output where to: a file for a file, a folder that is not there yet or empty for a folder
 */
public record MergeIntoModelRequest(Path model, List<LoraChoice> loras, ToolOutput output) {
    /** Copies the list. */
    public MergeIntoModelRequest {
        loras = List.copyOf(loras);
    }
}
