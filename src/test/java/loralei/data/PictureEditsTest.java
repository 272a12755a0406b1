package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.CaptionLines;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes to single pictures, as a person writes them down beside what lies in the folder. */
class PictureEditsTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private Path file;
    private final Map<String, Object> settings = new HashMap<>();

    @BeforeEach
    void threePictures() throws IOException {
        pictures = Files.createDirectory(folder.resolve("pictures"));
        file = folder.resolve("edits.json");
        for (int i = 0; i < 3; i++) {
            Samples.write(pictures, "abc".charAt(i) + ".png", "png", 400, 300, i);
        }
        Files.writeString(pictures.resolve("a.txt"), "fsk49 of the file");
        settings.putAll(Map.of(
                "instanceDir",
                pictures,
                "instancePrompt",
                "fsk49",
                "classPrompt",
                "cat",
                "resolution",
                Resolutions.of(256)));
        settings.put("pictureEdits", file);
    }

    private Examples find() throws PictureFolderException {
        return ExampleSource.of(TrainingConfig.of(settings)).find(PictureScanner::scan);
    }

    private Example example(String name) throws PictureFolderException {
        return find().all().stream()
                .filter(example -> example.picture().path().equals(pictures.resolve(name)))
                .findFirst()
                .orElseThrow();
    }

    private void edit(String entries) throws IOException {
        Files.writeString(file, "{\"version\": 1, \"pictures\": {" + entries.replace('\'', '"') + "}}");
    }

    private List<String> notes() throws PictureFolderException {
        return find().notes().stream().map(Message::toString).toList();
    }

    @Test
    void withoutChangesAllIsAsItWas() throws IOException {
        edit("");
        Examples with = find();
        settings.remove("pictureEdits");
        assertThat(with).isEqualTo(find());
        assertThat(with.all()).extracting(Example::mark).anyMatch(mark -> mark.matches("[0-9a-f]{64}"));
    }

    @Test
    void aPictureThatIsLeftOutIsInNothingThatARunSees() throws IOException {
        Files.copy(pictures.resolve("b.png"), pictures.resolve("d.png"));
        edit("'b.png': {'exclude': true}, 'c.png': {'exclude': false}");
        Examples found = find();
        assertThat(found.all())
                .extracting(example -> example.picture().path().getFileName().toString())
                .containsExactly("a.png", "c.png", "d.png");
        assertThat(found.folders().get(0).pictures()).hasSize(3);
        assertThat(found.duplicates()).isEmpty();
        assertThat(notes()).anyMatch(note -> note.startsWith("Changed for this training: 1 pictures left out, 0 with"));
    }

    @Test
    void aCaptionStandsInForThatOfTheFileAndAnEmptyOneForThePrompt() throws IOException {
        edit("'b.png': {'caption': '{instance} sitting\\nunused'}");
        String before = example("b.png").mark();
        assertThat(example("b.png").caption().texts()).containsExactly("fsk49 sitting");
        assertThat(example("b.png").caption().own()).isTrue();
        edit("'a.png': {'caption': 'fsk49 other'}, 'b.png': {'caption': 'fsk49 lying'}");
        assertThat(example("a.png").caption().texts()).containsExactly("fsk49 other");
        assertThat(example("b.png").mark()).isNotEqualTo(before);
        edit("'a.png': {'caption': ''}");
        assertThat(example("a.png").caption()).isEqualTo(Caption.plain("fsk49 cat"));
        settings.put("captions", CaptionLines.NONE);
        edit("'b.png': {'caption': 'fsk49 lying'}");
        assertThat(example("a.png").caption().texts()).containsExactly("fsk49 cat");
        assertThat(example("b.png").caption().texts()).containsExactly("fsk49 lying");
    }

    @Test
    void captionsOfChangesDoWithoutAPrompt() throws IOException {
        settings.putAll(Map.of("instancePrompt", "", "classPrompt", ""));
        edit("'b.png': {'caption': 'a cat'}, 'c.png': {'exclude': true}");
        assertThat(TrainingConfig.of(settings).check())
                .noneMatch(problem -> problem.field().equals("instancePrompt"));
        assertThat(find().all()).hasSize(2);
        edit("'b.png': {'caption': 'a cat'}");
        assertThatThrownBy(this::find).hasMessageContaining("c.png");
    }

    @Test
    void aCropByHandChoosesItsBucketAsIfThePictureWereNothingElse() throws IOException {
        edit("");
        PictureSize whole = example("a.png").bucket();
        edit("'a.png': {'crop': {'x': 100, 'y': 20, 'width': 130, 'height': 260}}");
        Example cropped = example("a.png");
        assertThat(whole.width()).isGreaterThan(whole.height());
        assertThat(cropped.bucket()).isEqualTo(new PictureSize(128, 256));
        assertThat(cropped.geometry().original()).isEqualTo(new PictureSize(130, 260));
        assertThat(cropped.geometry().scaled().width()).isBetween(128, 132);
        assertThat(cropped.trained().isWithin(new PictureSize(400, 300))).isTrue();
        assertThat(cropped.trained().x()).isBetween(100, 102);
        assertThat(cropped.mark()).endsWith(" crop 130x260+100+20");
        settings.put("buckets", false);
        assertThat(example("a.png").bucket()).isEqualTo(PictureSize.square(256));
        assertThat(example("a.png").geometry().original()).isEqualTo(new PictureSize(130, 260));
    }

    @Test
    void whatIsTrainedOfAPictureIsTheVeryPartThatWasDrawn() throws IOException {
        settings.putAll(Map.of("resolution", Resolutions.of(64), "bucketStep", 8));
        edit("'a.png': {'crop': {'x': 37, 'y': 11, 'width': 64, 'height': 64}}");
        Example example = example("a.png");
        assertThat(example.bucket()).isEqualTo(PictureSize.square(64));
        assertThat(example.trained()).isEqualTo(new PictureArea(37, 11, 64, 64));
        PreparedPicture prepared = ExamplePixels.picture(example, View.FIRST);
        RgbPicture source = Samples.rgb(pictures.resolve("a.png"));
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                float red = (prepared.pixels().values()[y * 64 + x] + 1) * 127.5f;
                assertThat(Math.round(red)).isEqualTo(Samples.value(source, 37 + x, 11 + y, 0));
            }
        }
        PreparedPicture turned = ExamplePixels.picture(example, new View(true, 0));
        assertThat(turned.pixels().values()[63]).isEqualTo(prepared.pixels().values()[0]);
    }

    @Test
    void changesForAnotherPictureOfTheSameNameAreNotUsed() throws IOException {
        PictureEdits edits = PictureEdits.NONE.with(pictureA(), PictureEdit.NONE.excluded(true));
        PictureEditsFile.write(file, PictureEdits.root(pictures), edits);
        assertThat(find().all()).hasSize(2);
        Samples.write(pictures, "a.png", "png", 400, 300, 99);
        assertThat(find().all()).hasSize(3);
        assertThat(notes())
                .anyMatch(note -> note.contains("other pictures of the same names") && note.contains("a.png"));
        edit("'gone.png': {'exclude': true}, 'sub/gone.png': {'caption': 'x'}");
        assertThat(notes()).anyMatch(note -> note.contains("not there are not used: gone.png, gone.png (2)"));
    }

    private Picture pictureA() throws IOException {
        edit("");
        return example("a.png").picture();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Picture picture = pictureA();
        PictureEdits edits = PictureEdits.NONE.with(
                picture,
                new PictureEdit(
                        true,
                        Optional.of("so \"so\"\nund Flüsse"),
                        Optional.of(new PictureArea(1, 2, 3, 4)),
                        Optional.empty()));
        Path deep = folder.resolve("not/there/yet.json");
        PictureEditsFile.write(deep, PictureEdits.root(pictures), edits);
        assertThat(deep).content().contains("\"a.png\"");
        assertThat(PictureEditsFile.read(deep, PictureEdits.root(pictures))).isEqualTo(edits);
        assertThat(edits.with(picture, PictureEdit.NONE).isEmpty()).isTrue();
    }

    @Test
    void whereNothingIsLeftItIsSaid() throws IOException {
        edit("'a.png': {'exclude': true}, 'b.png': {'exclude': true}, 'c.png': {'exclude': true}");
        assertThatThrownBy(this::find)
                .isInstanceOfSatisfying(
                        PictureFolderException.class,
                        failure -> assertThat(failure.setting()).isEqualTo("pictureEdits"))
                .hasMessageContaining("left out by hand");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"version\": 2, \"pictures\": {}}",
                "{\"version\": 0, \"pictures\": {}}",
                "{\"version\": \"one\", \"pictures\": {}}",
                "{\"version\": 1, \"pictures\": []}",
                "{\"pictures\": {}, \"more\": 1}",
                "{\"pictures\": {\"a.png\": {\"exclude\": true}, \"a.png\": {}}}",
                "{\"pictures\": {\"a.png\": {\"exclude\": true}, \"./a.png\": {}}}",
                "{\"pictures\": {\"a\\u0000.png\": {}}}",
                "{\"pictures\": {\"a.png\": true}}",
                "{\"pictures\": {\"a.png\": {\"exclude\": \"yes\"}}}",
                "{\"pictures\": {\"a.png\": {\"excluded\": true}}}",
                "{\"pictures\": {\"a.png\": {\"caption\": 7}}}",
                "{\"pictures\": {\"a.png\": {\"caption\": \"a\\u0000\"}}}",
                "{\"pictures\": {\"a.png\": {\"sha256\": \"12\"}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": [1, 2, 3, 4]}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": {\"x\": 1, \"y\": 2, \"width\": 3}}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": {\"x\": -1, \"y\": 2, \"width\": 3, \"height\": 4}}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": {\"x\": 1, \"y\": 2, \"width\": 0, \"height\": 4}}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": {\"x\": 1, \"y\": 2, \"width\": 3.5, \"height\": 4}}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": {\"x\": 1, \"y\": 2, \"width\": 1e99, \"height\": 4}}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": {\"x\": 399, \"y\": 0, \"width\": 2147483647, \"height\": 1}}}}",
                "{\"pictures\": {\"a.png\": {\"crop\": {\"x\": 300, \"y\": 0, \"width\": 101, \"height\": 10}}}}"
            })
    void aBrokenFileEndsInOneMessageThatNamesIt(String content) throws IOException {
        Files.writeString(file, content);
        assertThatThrownBy(this::find)
                .isInstanceOfSatisfying(
                        PictureFolderException.class,
                        failure -> assertThat(failure.setting()).isEqualTo("pictureEdits"))
                .message()
                .containsAnyOf(file.toString(), "a.png")
                .doesNotContain("\n", "Exception", "jackson");
    }

    @Test
    void aDeepNestingAndALongCaptionAndNoFileAreRefusedToo() throws IOException {
        for (String content : List.of(
                "{\"pictures\": " + "{\"a\": ".repeat(100_000),
                "{\"pictures\": {\"a.png\": {\"caption\": \"" + "cat ".repeat(50_000) + "\"}}}")) {
            Files.writeString(file, content);
            assertThatThrownBy(this::find).isInstanceOf(PictureFolderException.class);
        }
        Files.delete(file);
        assertThatThrownBy(this::find).hasMessageContaining("does not exist");
        Files.createDirectory(file);
        assertThatThrownBy(this::find).hasMessageContaining("it is no file");
    }
}
