package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import loralei.config.UserError;
import loralei.safetensors.AtomicFile;
import loralei.text.Message;
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

        assertThat(LoraOutput.cannotWrite(file, whole, Message.text("Go on.")))
                .hasMessage("The file " + file + " could not be written: the folder " + file.getParent()
                        + " does not exist.")
                .hasCause(whole);
        UserError error = LoraOutput.cannotWrite(file, plain, Message.text("Go on."));
        assertThat(error).hasMessage("The file " + file + " could not be written: the disk is full.");
        assertThat(error.remedy()).isEqualTo("Make room on the disk, or choose a folder on another one. Go on.");
    }
}
