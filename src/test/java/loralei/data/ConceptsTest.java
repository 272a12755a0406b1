package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.CaptionLines;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of pictures with texts beside them. */
class ConceptsTest {
    @TempDir
    private Path folder;

    private final Map<String, Object> settings = new HashMap<>();

    @BeforeEach
    void twoPictures() throws IOException {
        Samples.write(folder, "a.png", "png", 4, 4, 1);
        Samples.write(folder, "b.png", "png", 4, 4, 2);
        settings.putAll(Map.of("instanceDir", folder, "instancePrompt", "fsk49", "classPrompt", "cat"));
    }

    private Examples find() throws PictureFolderException {
        return ExampleSource.of(TrainingConfig.of(settings)).find(PictureScanner::scan);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> texts() throws PictureFolderException {
        return find().all().stream().map(example -> example.caption().first()).toList();
    }

    private List<String> notes() throws PictureFolderException {
        return find().notes().stream().map(Message::toString).toList();
    }

    @Test
    void withoutTextsNothingIsSaidAndThePromptCounts() throws IOException {
        write("readme.txt", "not a caption");
        assertThat(texts()).containsExactly("fsk49 cat", "fsk49 cat");
        assertThat(find().notes()).isEmpty();
        assertThat(find().all().get(0).mark())
                .isEqualTo(find().all().get(0).picture().sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "A.TXT", "a.caption", "a.png.txt", "a.png.caption"})
    void aTextBesideAPictureIsItsCaption(String name) throws IOException {
        write(name, "fsk49 sitting\nfsk49 lying");
        assertThat(texts()).containsExactly("fsk49 sitting", "fsk49 cat");
        assertThat(notes())
                .containsExactly("1 pictures are trained on the text beside each, the caption, in place of the prompt; "
                        + "1 have none and keep the prompt: b.png.");
        assertThat(find().leftOut().messages()).isEmpty();
    }

    @Test
    void theEndingOfOneTrainerComesBeforeThatOfKohyaAndTheOtherIsTold() throws IOException {
        write("a.txt", "fsk49 one");
        write("a.caption", "fsk49 two");
        assertThat(texts()).startsWith("fsk49 one");
        assertThat(find().leftOut().captions()).containsExactly(folder.resolve("a.caption"));
    }

    @Test
    void anotherCaptionIsAnotherMark() throws IOException {
        write("a.txt", "fsk49 sitting");
        String before = find().all().get(0).mark();
        write("a.txt", "fsk49 lying");
        assertThat(find().all().get(0).mark()).isNotEqualTo(before);
    }

    @Test
    void aLoraThatNoCaptionCallsIsWarnedOf() throws IOException {
        write("a.txt", "a cat");
        write("b.txt", "a cat");
        assertThat(notes()).hasSize(2).last().asString().contains("No caption has the instance prompt \"fsk49\"");
        write("b.txt", "FSK49, a cat");
        assertThat(notes())
                .containsExactly(
                        "The 2 pictures are trained on the text beside each, the caption, in place of the prompt.");
        write("b.txt", "a cat");
        settings.put("captionPrefix", "fsk49,");
        assertThat(notes()).hasSize(1);
    }

    @Test
    void captionsThatCannotBeUsedAreTold() throws IOException {
        write("a.txt", "");
        Files.write(folder.resolve("b.txt"), "fsk49 am Fluß".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(texts()).containsExactly("fsk49 cat", "fsk49 am Fluß");
        assertThat(notes())
                .contains(
                        "Empty captions count as none, the prompt stands in for them: a.txt (1).",
                        "Captions that are not UTF-8 were read as Windows-1252, the letters of western Europe; save them "
                                + "as UTF-8 if that is wrong: b.txt (1).");
        write("a.txt", "cat ".repeat(250_000));
        assertThat(notes()).anyMatch(note -> note.startsWith("Captions of more than 64 KB are not read"));
    }

    @Test
    void unusedCaptionsAreNotSpokenOf() throws IOException {
        write("a.txt", "");
        write("b.txt", "a cat");
        settings.put("captions", CaptionLines.NONE);
        assertThat(texts()).containsExactly("fsk49 cat", "fsk49 cat");
        assertThat(find().notes()).isEmpty();
    }

    @Test
    void aPictureWithNeitherCaptionNorPromptIsNamed() throws IOException {
        write("a.txt", "a cat");
        settings.putAll(Map.of("instancePrompt", "", "classPrompt", ""));
        assertThatThrownBy(this::find)
                .hasMessageContaining("1 pictures have neither a caption nor a prompt: b.png")
                .hasMessageContaining("--instance-prompt");
        write("b.txt", "a dog");
        assertThat(texts()).containsExactly("a cat", "a dog");
        assertThat(TrainingConfig.of(settings).check())
                .noneMatch(problem -> problem.field().equals("instancePrompt"));
    }

    @Test
    void withoutTextsThePromptIsAskedFor() {
        settings.putAll(Map.of("instancePrompt", "", "classPrompt", ""));
        assertThat(TrainingConfig.of(settings).check())
                .anyMatch(problem -> problem.field().equals("instancePrompt"));
    }

    @Test
    void foldersInsideAreTakenOnWishInTheOrderOfTheirNames() throws IOException {
        for (String name : List.of("10", "9/deep", "9")) {
            Samples.write(Files.createDirectories(folder.resolve(name)), "c.png", "png", 4, 4, name.length());
        }
        Files.writeString(folder.resolve("9/deep/c.txt"), "fsk49 deep");
        assertThat(find().all()).hasSize(2);
        assertThat(find().leftOut().subfolders()).hasSize(3);
        settings.put("subfolders", true);
        assertThat(find().all())
                .extracting(example -> folder.relativize(example.picture().path()))
                .containsExactly(
                        Path.of("a.png"),
                        Path.of("b.png"),
                        Path.of("9/c.png"),
                        Path.of("9/deep/c.png"),
                        Path.of("10/c.png"));
        assertThat(texts()).contains("fsk49 deep");
        assertThat(find().leftOut().messages()).isEmpty();
    }

    @Test
    void aFolderWithPicturesOnlyInsideIsTakenOnWish() throws IOException {
        Path top = Files.createDirectory(folder.resolve("top"));
        Samples.write(Files.createDirectory(top.resolve("in")), "c.png", "png", 4, 4, 3);
        Path bad = Files.createDirectory(top.resolve("out"));
        Files.writeString(bad.resolve("d.png"), "no picture");
        settings.putAll(Map.of("instanceDir", top, "subfolders", true));
        assertThat(find().all()).hasSize(1);
        assertThat(notes()).singleElement().asString().contains("no usable picture", "d.png");
    }

    @Test
    void mirroredPicturesAreWarnedOf() throws IOException {
        settings.put("randomFlip", true);
        assertThat(find().all()).allMatch(Example::flip);
        assertThat(notes()).singleElement().asString().contains("writing in them");
    }
}
