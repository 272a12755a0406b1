package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others would train with is not passed over in silence. */
class LeftOutTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void aPicture() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
    }

    @Test
    void picturesInFoldersInsideAreCountedFolderByFolder() throws IOException {
        pictures("10_fsk49 cat", 3);
        pictures("more/deep", 2);
        Files.createDirectory(folder.resolve("empty"));
        assertThat(words())
                .contains("10_fsk49 cat (3), " + Path.of("more", "deep") + " (2)", "where no picture lies beside them")
                .doesNotContain("empty");
    }

    @Test
    void onlyANumberBeforeTheNameSpeaksOfRepeats() throws IOException {
        pictures("cats", 1);
        assertThat(words()).contains("cats (1)").doesNotContain("kohya");
    }

    @ParameterizedTest
    @ValueSource(strings = {".hidden", "@eaDir", "__MACOSX", "$RECYCLE.BIN"})
    void foldersOfTheSystemAreLeftAlone(String name) throws IOException {
        pictures(name, 2);
        assertThat(words()).isEmpty();
    }

    @Test
    void aFolderWithPicturesOnlyInFoldersInsideNamesThese() throws IOException {
        Files.delete(folder.resolve("a.png"));
        pictures("10_cat", 2);
        assertThatThrownBy(() -> PictureScanner.scan(folder))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("10_cat (2)")
                .hasMessageContaining("choose such a folder, or take all of them: --subfolders");
    }

    @Test
    void aLinkBackToTheFolderIsNotFollowed() throws IOException {
        try {
            Files.createSymbolicLink(folder.resolve("again"), folder);
        } catch (IOException | UnsupportedOperationException e) {
            return; // where no links can be made there is none to follow
        }
        assertThat(words()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tags", "A.CAPTIONS", "a.png.tags", "meta_cap.json", "captions.txt"})
    void captionsOfOtherKindsAreMentioned(String name) throws IOException {
        Files.writeString(folder.resolve(name), "a cat");
        assertThat(words()).contains("Captions of these kinds are not read", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"readme.txt", "b.txt", "a.npz", "a.json", "Thumbs.db", "desktop.ini", ".a.txt"})
    void otherFilesAreNot(String name) throws IOException {
        Files.writeString(folder.resolve(name), "a cat");
        assertThat(words()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-masklabel.png", "A-MaskLabel.PNG", "a-condlabel.jpg"})
    void masksAreNotTrainedAsPictures(String name) throws IOException {
        Samples.write(folder, name, "png", 4, 4, 2);
        PictureScan scan = PictureScanner.scan(folder);
        assertThat(scan.pictures()).extracting(Picture::path).containsExactly(folder.resolve("a.png"));
        assertThat(words()).contains("Masks are not used", name);
    }

    @Test
    void aFolderWithNothingButMasksIsNotEmpty() throws IOException {
        Files.move(folder.resolve("a.png"), folder.resolve("a-masklabel.png"));
        assertThatThrownBy(() -> PictureScanner.scan(folder))
                .hasMessageContaining("a-masklabel.png")
                .hasMessageNotContaining("empty");
    }

    private void pictures(String name, int count) throws IOException {
        Path inside = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < count; i++) {
            Samples.write(inside, i + ".png", "png", 4, 4, i);
        }
        Files.writeString(inside.resolve("._0.png"), "what macOS leaves behind");
    }

    private String words() throws IOException {
        return Message.joined(" ", PictureScanner.scan(folder).leftOut().messages())
                .toString();
    }
}
