package loralei.job.tool;

import java.nio.file.Path;

/**
 * A LoRA with another rank.
 *
 * @param lora the file
 * @param rank what is left of each module
 * @param output where to
 */
public record ResizeRequest(Path lora, RankChoice rank, ToolOutput output) {}
