package loralei.job.tool;

import java.nio.file.Path;

/**
 * What sets two base models apart, as a LoRA.
 *
 * @param base the model that the other one was made from, one file or a folder
 * @param tuned the other one
 * @param rank what is left of each module's difference
 * @param convolutions whether convolutions of 3x3 are taken too
 * @param textEncoders whether text encoders are taken too, where they differ
 * @param output where to
 */
public record ExtractRequest(
        Path base, Path tuned, RankChoice rank, boolean convolutions, boolean textEncoders, ToolOutput output) {}
