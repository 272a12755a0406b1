package loralei.gui.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureCopyTest {
    @TempDir
    Path root;

    private Path folder;
    private Path dropped;

    @BeforeEach
    void dropOne() throws IOException {
        folder = root.resolve("pictures");
        dropped = Files.writeString(Files.createDirectory(root.resolve("from")).resolve("a.png"), "new");
    }

    @Test
    void picturesAreCopiedIntoAFolderThatIsMade() throws IOException {
        PictureCopy.plan(folder, List.of(dropped)).run(false);

        assertThat(folder.resolve("a.png")).hasContent("new");
        assertThat(dropped).exists();
    }

    @Test
    void foldersAndDrivesAreLeftOut() throws IOException {
        Path drive = root.toAbsolutePath().getRoot();

        PictureCopy copy = PictureCopy.plan(folder, List.of(drive, root, dropped));

        assertThat(copy.free()).containsExactly(dropped);
    }

    @Test
    void aTakenNameIsAQuestion() throws IOException {
        occupy("old");

        PictureCopy copy = PictureCopy.plan(folder, List.of(dropped));

        assertThat(copy.taken()).containsExactly(dropped);
        assertThat(copy.free()).isEmpty();
    }

    @Test
    void nothingIsEverOverwritten() throws IOException {
        occupy("old");

        PictureCopy.plan(folder, List.of(dropped)).run(true);

        assertThat(folder.resolve("a.png")).hasContent("old");
        assertThat(folder.resolve("a-2.png")).hasContent("new");
    }

    @Test
    void whatIsToBeLeftOutStaysOut() throws IOException {
        occupy("old");

        PictureCopy.plan(folder, List.of(dropped)).run(false);

        assertThat(folder).isDirectoryNotContaining("glob:**-2.png");
    }

    @Test
    void thePictureThatIsThereAlreadyIsNoQuestion() throws IOException {
        occupy("new");

        PictureCopy copy = PictureCopy.plan(folder, List.of(dropped, folder.resolve("a.png"), root));

        assertThat(copy.taken()).isEmpty();
        assertThat(copy.free()).isEmpty();
    }

    private void occupy(String content) throws IOException {
        Files.writeString(Files.createDirectory(folder).resolve("a.png"), content);
    }
}
