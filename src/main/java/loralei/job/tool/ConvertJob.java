package loralei.job.tool;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loralei.lora.LoraContent;
import loralei.lora.LoraConversion;

/** Writes a LoRA in another naming. */
public final class ConvertJob implements Tool<ConvertRequest> {
    @Override
    public ToolResult run(ConvertRequest request, ToolWatcher watcher) throws IOException {
        ToolFiles.requireFile(request.lora());
        ToolFiles.require(request.output(), List.of(request.lora()));
        try (LoraContent content = ToolFiles.open(request.lora());
                LoraConversion conversion = LoraConversion.of(
                        content,
                        request.naming(),
                        request.output().type(),
                        module -> WatchedFile.Stopped.check(watcher))) {
            return WatchedFile.write(conversion, request.output().file(), watcher, conversion.lines());
        } catch (WatchedFile.Stopped stopped) { // while alphas were looked at
            return new ToolResult(Optional.empty(), List.of());
        }
    }
}
