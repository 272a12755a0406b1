package loralei.gui.tryit;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryScanTest {
    @TempDir
    Path folder;

    @Test
    void picturesAreFoundWithTheirSettingsTheNewestFirst() throws Exception {
        picture("a.png", "one <lora:x:1>", 1_000);
        picture("b.png", "two", 9_000);
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        Files.createDirectory(folder.resolve("folder.png"));

        List<DrawnPicture> found = new GalleryScan().of(folder);

        assertThat(found).extracting(one -> one.file().getFileName().toString()).containsExactly("b.png", "a.png");
        assertThat(found.get(1).infotext().orElseThrow().loras()).containsExactly(new Infotext.Lora("x", "1"));
        assertThat(found.get(0).isBaseAlone()).isTrue();
    }

    @Test
    void aFileThatIsNoPictureIsThereWithoutSettingsAndAChangedOneIsReadAgain() throws Exception {
        GalleryScan scan = new GalleryScan();
        Files.writeString(folder.resolve("a.png"), "no picture at all");
        assertThat(scan.of(folder))
                .singleElement()
                .satisfies(one -> assertThat(one.infotext()).isEmpty());

        picture("a.png", "one", 5_000);
        assertThat(scan.of(folder).get(0).infotext().orElseThrow().prompt()).isEqualTo("one");
    }

    @Test
    void whereThereIsNoFolderThereIsNothing() throws Exception {
        assertThat(new GalleryScan().of(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aLargePictureIsDecodedSmall() throws Exception {
        DrawnPictures.write(folder.resolve("large.png"), Color.RED, 1600, 800, "x");
        assertThat(DrawnPicture.decode(folder.resolve("large.png"), 200).getWidth())
                .isEqualTo(200);
    }

    private void picture(String name, String prompt, long millis) throws Exception {
        Path file = folder.resolve(name);
        DrawnPictures.write(file, Color.BLUE, 8, 8, DrawnPictures.parameters(prompt, 1));
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }
}
