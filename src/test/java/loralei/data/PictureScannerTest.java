package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureScannerTest {
    @TempDir
    private Path folder;

    @Test
    void picturesAreListedInNaturalOrder() throws IOException {
        for (String name : List.of("img10.png", "img9.png", "Img1.png", "a.png")) {
            Samples.write(folder, name, "png", 4, 4, name.hashCode());
        }
        assertThat(names(PictureScanner.scan(folder))).containsExactly("a.png", "Img1.png", "img9.png", "img10.png");
    }

    @Test
    void aPictureIsDescribedWithoutDecoding() throws IOException {
        Path file = Files.copy(Samples.picture("orientation6.jpg"), folder.resolve("upright.png"));
        Picture picture = PictureScanner.scan(folder).pictures().get(0);
        assertThat(picture.path()).isEqualTo(file);
        assertThat(picture.format()).isEqualTo(PictureFormat.JPEG);
        assertThat(picture.size()).isEqualTo(new PictureSize(48, 32)); // stored as 32x48
        assertThat(picture.orientation()).isEqualTo(Orientation.ROTATE_90_CW);
        assertThat(picture.bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void theHashIsTheSha256OfTheFile() throws IOException {
        Files.copy(Samples.picture("rgb.bmp"), folder.resolve("a.bmp"));
        // sha256sum of the sample
        assertThat(PictureScanner.scan(folder).pictures().get(0).sha256())
                .isEqualTo("0da359f144e0e4f3cbeeb3ee174d057b34cf7a6ae6c24c098b8ec733c9329b8f");
    }

    @Test
    void allSamplesOfTheTestsAreFoundWithTheSizeTheyHave() throws IOException {
        PictureScan scan = PictureScanner.scan(Samples.folder("pictures"));
        assertThat(scan.unreadable()).isEmpty();
        assertThat(scan.pictures()).hasSize(Samples.pictures().size());
        assertThat(scan.pictures()).extracting(Picture::size).containsOnly(new PictureSize(48, 32));
    }

    @Test
    void otherFilesAreIgnoredQuietly() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
        for (String name : List.of("a.txt", ".DS_Store", "Thumbs.db", "a.npz", "caption", "model.safetensors")) {
            Files.writeString(folder.resolve(name), "BM whatever " + name);
        }
        Files.writeString(folder.resolve("._a.png"), "Mac OS X resource fork");
        Files.createDirectory(folder.resolve("folder.png"));
        PictureScan scan = PictureScanner.scan(folder);
        assertThat(names(scan)).containsExactly("a.png");
        assertThat(scan.unreadable()).isEmpty();
    }

    @Test
    void theVideoOfALivePhotoIsLeftAlone() throws IOException {
        Files.copy(Samples.picture("two-pictures.jpg"), folder.resolve("IMG_0001.JPG"));
        Files.writeString(folder.resolve("IMG_0001.MOV"), "\0\0\0\24ftypqt  \0\0\0\0qt  ", StandardCharsets.ISO_8859_1);

        PictureScan scan = PictureScanner.scan(folder);

        assertThat(names(scan)).containsExactly("IMG_0001.JPG");
        assertThat(scan.unreadable()).isEmpty();
    }

    @Test
    void aPictureWithAnotherNameIsAPicture() throws IOException {
        Samples.write(folder, "photo", "jpg", 4, 4, 1);
        Samples.write(folder, "scan.dat", "png", 4, 4, 1);
        assertThat(names(PictureScanner.scan(folder))).containsExactly("photo", "scan.dat");
    }

    @Test
    void badPicturesAreListedWithTheirReasonsAndSkipped() throws IOException {
        Samples.write(folder, "good.png", "png", 4, 4, 1);
        Files.writeString(folder.resolve("text.png"), "just text");
        Files.write(folder.resolve("empty.jpg"), new byte[0]);
        byte[] jpeg = Files.readAllBytes(Samples.picture("rgb.jpg"));
        Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
        Files.write(folder.resolve("phone.heic"), "\0\0\0\30ftypheic".getBytes(StandardCharsets.ISO_8859_1));
        PictureScan scan = PictureScanner.scan(folder);
        assertThat(names(scan)).containsExactly("good.png");
        assertThat(scan.unreadable())
                .extracting(UnreadablePicture::toString)
                .satisfiesExactly(
                        cut -> assertThat(cut).startsWith("cut.jpg: the file ends before the picture does"),
                        empty -> assertThat(empty).startsWith("empty.jpg: the file is empty"),
                        phone -> assertThat(phone).startsWith("phone.heic: it is a picture in HEIC format"),
                        text -> assertThat(text).startsWith("text.png: it is a text that begins with"));
    }

    @Test
    void exactDuplicatesAreGrouped() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
        Samples.write(folder, "b.png", "png", 4, 4, 2);
        Samples.write(folder, "c.png", "png", 4, 4, 1);
        Samples.write(folder, "d.png", "png", 4, 4, 3);
        assertThat(PictureScanner.scan(folder).duplicates())
                .containsExactly(List.of(folder.resolve("a.png"), folder.resolve("c.png")));
    }

    @Test
    void aMissingFolderIsAnErrorWithARemedy() {
        assertThatThrownBy(() -> PictureScanner.scan(folder.resolve("nowhere")))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("nowhere does not exist")
                .hasMessageContaining("Check the path");
    }

    @Test
    void aFileInPlaceOfAFolderIsAnErrorWithARemedy() throws IOException {
        Path file = Samples.write(folder, "a.png", "png", 4, 4, 1);
        assertThatThrownBy(() -> PictureScanner.scan(file))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("is a file, not a folder")
                .hasMessageContaining("Give the folder");
    }

    @Test
    void anEmptyFolderIsAnErrorWithARemedy() {
        assertThatThrownBy(() -> PictureScanner.scan(folder))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("no usable picture in " + folder)
                .hasMessageContaining("The folder is empty")
                .hasMessageContaining("Put PNG, JPEG, WebP, BMP or GIF pictures directly into");
    }

    @Test
    void aFolderWithoutUsablePicturesSaysWhatItHolds() throws IOException {
        Files.writeString(folder.resolve("text.png"), "just text");
        Files.writeString(folder.resolve("notes.txt"), "notes");
        Samples.write(Files.createDirectory(folder.resolve("more")), "a.png", "png", 4, 4, 1);
        assertThatThrownBy(() -> PictureScanner.scan(folder))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("Unusable: text.png: it is a text that begins with \"just text\"")
                .hasMessageContaining("Not pictures: more (a folder), notes.txt.");
    }

    @Test
    void aLongListIsCutShort() throws IOException {
        for (int i = 0; i < 25; i++) {
            Files.writeString(folder.resolve("note" + i + ".txt"), "note");
        }
        assertThatThrownBy(() -> PictureScanner.scan(folder)).hasMessageContaining("note9.txt, and 15 more.");
    }

    @Test
    void aPictureThatFailsLaterIsSkippedByTheSameRule() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
        Samples.write(folder, "b.png", "png", 4, 4, 2);
        Examples examples = ExampleSource.of(
                        TrainingConfig.of(Map.of("instanceDir", folder)).with("instancePrompt", "cat"))
                .find(PictureScanner::scan);
        UnreadablePicture late = new UnreadablePicture(folder.resolve("a.png"), Message.text("its pixels are broken"));
        UnreadablePicture mask = new UnreadablePicture(folder.resolve("b-mask.png"), Message.text("broken too"));
        Examples rest = examples.without(examples.all().get(0), late);
        PictureScan left = rest.folders().get(0);
        assertThat(rest.all()).containsExactly(examples.all().get(1));
        assertThat(names(left)).containsExactly("b.png");
        assertThat(left.unreadable()).containsExactly(late);
        assertThatThrownBy(() -> rest.without(examples.all().get(1), mask))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("a.png: its pixels are broken; b-mask.png: broken too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space.png", "ünï cödé 猫.png", "100% #1 'a' & b.png"})
    void namesMayHoldAnything(String name) throws IOException {
        Samples.write(folder, name, "png", 4, 4, 1);
        Picture picture = PictureScanner.scan(folder).pictures().get(0);
        assertThat(PictureLoader.load(picture).size()).isEqualTo(new PictureSize(4, 4));
    }

    @Test
    void namesThatLookTheSameKeepTheirOrder() throws IOException {
        Samples.write(folder, "a1.png", "png", 4, 4, 1);
        Samples.write(folder, "a01.png", "png", 4, 4, 2);
        List<String> once = names(PictureScanner.scan(folder));
        assertThat(names(PictureScanner.scan(folder))).isEqualTo(once).hasSize(2);
    }

    @Test
    void aLinkThatLeadsNowhereIsNamedWithItsTarget() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
        link(folder.resolve("b.png"), folder.resolve("gone.png"));
        link(folder.resolve("c.png"), Path.of("a.png"));
        PictureScan scan = PictureScanner.scan(folder);
        assertThat(names(scan)).containsExactly("a.png", "c.png");
        assertThat(scan.unreadable()).singleElement().asString().startsWith("b.png: it is a link to " + folder);
    }

    @Test
    void aFolderThatIsALinkToNowhereIsCalledThat() {
        Path link = link(folder.resolve("pictures"), folder.resolve("gone"));
        assertThatThrownBy(() -> PictureScanner.scan(link))
                .isInstanceOf(PictureFolderException.class)
                .hasMessageContaining("is a link to " + folder.resolve("gone"));
    }

    @Test
    void aFileThatMayNotBeReadIsCalledThat() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
        Path closed = Samples.write(folder, "b.png", "png", 4, 4, 2);
        assumeTrue(closed.toFile().setReadable(false) && !Files.isReadable(closed), "the user may read everything");
        assertThat(PictureScanner.scan(folder).unreadable())
                .singleElement()
                .asString()
                .isEqualTo("b.png: you may not read the file; change its permissions");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // its names hold no such character
    void aNameStaysOnOneLine() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
        Files.writeString(folder.resolve("b\n\u001b[31m.png"), "text");
        assertThat(PictureScanner.scan(folder).unreadable())
                .singleElement()
                .asString()
                .doesNotContain("\n", "\u001b");
    }

    private static Path link(Path link, Path target) {
        try {
            return Files.createSymbolicLink(link, target);
        } catch (IOException | UnsupportedOperationException e) {
            return abort("no links can be made here: " + e);
        }
    }

    private static List<String> names(PictureScan scan) {
        return scan.pictures().stream()
                .map(picture -> picture.path().getFileName().toString())
                .toList();
    }
}
