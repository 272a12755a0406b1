package loralei.job.tool;

import java.nio.file.Path;
import java.util.Optional;
import loralei.safetensors.DType;

/**
 * Where a file goes that a tool makes.
 *
 * @param file the file to write
 * @param type F16, BF16 or F32; empty for the type of what it is made of
 * @param overwrite whether a file that is there may be replaced; never one that is read
 */
public record ToolOutput(Path file, Optional<DType> type, boolean overwrite) {}
