package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import loralei.config.UserError;
import loralei.safetensors.AtomicFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraOutputTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatCannotBeWrittenIsNamedOnce() {
        Path file = folder.resolve("gone/cat.safetensors");
        IOException whole = catchThrowableOfType(IOException.class, () -> AtomicFile.replace(file, channel -> {}));
        IOException plain = new FileSystemException(file.toString(), null, "No space left on device");

        assertThat(LoraOutput.cannotWrite(file, whole))
                .hasMessage(file + ": cannot be written: the folder " + file.getParent()
                        + " does not exist. Create it, or choose another one.")
                .hasCause(whole);
        UserError error = LoraOutput.cannotWrite(file, plain);
        assertThat(error).hasMessage("The file " + file + " could not be written: No space left on device.");
        assertThat(error.remedy()).contains("--resume");
    }
}
