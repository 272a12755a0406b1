package loralei.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import loralei.config.UserError;
import loralei.train.TrainingControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoJobTest {
    @TempDir
    Path root;

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws Exception {
        Path folder = Files.createFile(root.resolve("a file")).resolve("demo");

        assertThatThrownBy(() -> DemoJob.run(folder, new TrainingControl(), event -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(folder + " cannot be written to");
    }
}
