package loralei.job.tool;

import java.nio.file.Path;
import loralei.lora.KeyFormat;

/**
 * Another naming for a LoRA.
 *
 * @param lora the file, in any naming that is known
 * @param naming the naming to write
 * @param output where to
 */
public record ConvertRequest(Path lora, KeyFormat naming, ToolOutput output) {}
