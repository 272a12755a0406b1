package loralei.job.tool;

import java.util.List;
import java.util.Optional;
import loralei.job.LoraChoice;

/**
 * Several LoRAs as one.
 *
 * @param loras the files and their weights
 * @param rank empty for the exact sum, whose rank is the sum of theirs; else what is left of it
 * @param output where to
 */
public record MergeRequest(List<LoraChoice> loras, Optional<RankChoice> rank, ToolOutput output) {
    /** Copies the list. */
    public MergeRequest {
        loras = List.copyOf(loras);
    }
}
