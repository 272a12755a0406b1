package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    @TempDir
    private Path folder;

    private RunFiles files;

    @BeforeEach
    void name() {
        files = new RunFiles(folder, "cat.v1");
    }

    @Test
    void checkpointsComeInTheOrderOfTheirSteps() throws IOException {
        for (int step : new int[] {Integer.MAX_VALUE, 100_000_000, 90, 1200}) {
            Files.createFile(files.lora(step));
        }
        Files.createFile(folder.resolve("cat.v1-step1.safetensors"));
        Files.createFile(folder.resolve("catxv1-step00000001.safetensors"));
        Files.createFile(files.lora());

        assertThat(files.checkpoints())
                .containsExactly(
                        files.lora(90), files.lora(1200), files.lora(100_000_000), files.lora(Integer.MAX_VALUE));
    }

    @Test
    void theTrialHasANameAsLongAsTheLongestAndIsOfNoRun() {
        for (int steps : new int[] {4, Integer.MAX_VALUE}) {
            String trial = files.trial(steps).getFileName().toString();
            assertThat(trial).hasSameSizeAs(files.lora(steps).getFileName().toString());
            assertThat(files.stepOf(files.trial(steps))).isEmpty();
        }
    }

    @Test
    void aCheckpointAloneIsWorthKeeping() throws IOException {
        Files.createFile(folder.resolve("another.safetensors"));
        assertThat(files.existing()).isEmpty();

        Files.createFile(files.lora(90));
        assertThat(files.existing()).contains(files.lora(90));
    }

    @Test
    void thereIsNothingInAFolderThatIsNotThere() throws IOException {
        RunFiles elsewhere = new RunFiles(folder.resolve("none"), "cat");
        assertThat(elsewhere.checkpoints()).isEmpty();
        assertThat(elsewhere.existing()).isEmpty();
    }

    @Test
    void ofWhatAPreviewIsStandsInItsName() {
        RunFiles files = new RunFiles(Path.of("output"), "my.cat");
        assertThat(files.previewPlace(files.preview(0, 0))).contains(new RunFiles.PreviewPlace(0, 0));
        assertThat(files.previewPlace(files.preview(1_500, 12))).contains(new RunFiles.PreviewPlace(1_500, 12));
        assertThat(files.previewPlace(Path.of("my-cat-step00000000-00.png"))).isEmpty();
        assertThat(files.previewPlace(Path.of("my.cat-step9999999999-00.png"))).isEmpty();
    }
}
