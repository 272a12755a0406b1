package loralei.job;

import static loralei.config.Words.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.lora.LoraFile;
import loralei.lora.LoraReport;

/** Tells what a LoRA or checkpoint is. */
public final class InspectJob {
    private InspectJob() {}

    /** Reads the file's header and as much of its tensors as is needed. */
    public static LoraReport run(Path file) {
        if (!Files.isRegularFile(file)) {
            throw UserError.request(say("There is no file {0}.", file), say("Check the path."));
        }
        try {
            return LoraFile.read(file).report();
        } catch (IOException e) {
            throw UserError.request(Words.of(e), say("Choose a sound .safetensors file."))
                    .causedBy(e);
        }
    }
}
