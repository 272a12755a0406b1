package loralei.gui.form;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.swing.text.JTextComponent;
import loralei.config.TrainingConfig;
import loralei.data.ExampleSource;
import loralei.data.PictureScanner;
import loralei.gui.error.Dialogs;
import loralei.text.Texts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureStripTest {
    private static final Path SAMPLES = Path.of("src", "main", "resources", "loralei", "demo", "instance");

    @TempDir
    Path root;

    private final List<String> questions = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<List<Path>> lists = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private int added;
    private boolean yes;
    private Path folder;
    private PictureStrip strip;

    @BeforeEach
    void build() throws Exception {
        folder = Files.createDirectory(root.resolve("pictures"));
        doOnEventThread(() -> strip = new PictureStrip(services(), Texts.of("form", Locale.ENGLISH), new Row()));
    }

    private final class Row implements PictureStrip.Owner {
        @Override
        public Path place() {
            return folder;
        }

        @Override
        public void choose(Path one) {
            folders.add(one);
        }

        @Override
        public void choose(List<Path> several) {
            lists.add(several);
        }

        @Override
        public void added() {
            added++;
        }
    }

    @Test
    void droppedPicturesAreCopied() throws Exception {
        drop(SAMPLES.resolve("00.png"), SAMPLES.resolve("01.png"));

        assertThat(folder).isDirectoryContaining("glob:**00.png").isDirectoryContaining("glob:**01.png");
        assertThat(questions).isEmpty();
        assertThat(added).isEqualTo(1);
    }

    @Test
    void aTakenNameIsAskedAboutAndNothingIsOverwritten() throws Exception {
        Files.writeString(folder.resolve("00.png"), "another one");
        yes = true;
        drop(SAMPLES.resolve("00.png"));

        assertThat(questions).singleElement().asString().contains("00.png").contains("Nothing will be overwritten");
        assertThat(folder.resolve("00.png")).hasContent("another one");
        assertThat(folder.resolve("00-2.png")).hasSameBinaryContentAs(SAMPLES.resolve("00.png"));
    }

    @Test
    void aFolderBecomesThePictureFolder() throws Exception {
        drop(SAMPLES);

        assertThat(folders).containsExactly(SAMPLES);
        assertThat(added).isZero();
    }

    private static TrainingConfig config(Path place) {
        return TrainingConfig.of(Map.of("instanceDir", place, "instancePrompt", "fsk49"));
    }

    @Test
    void severalFoldersBecomeAList() throws Exception {
        Path other = Files.createDirectory(root.resolve("other"));
        drop(SAMPLES, other);
        assertThat(lists).containsExactly(List.of(SAMPLES, other));
        assertThat(folders).isEmpty();
    }

    @Test
    void besideAListAFolderIsOneMoreAndAPictureBelongsIntoOneOfThem() throws Exception {
        folder = Files.writeString(root.resolve("concepts.json"), "[]");
        drop(SAMPLES);
        assertThat(lists).containsExactly(List.of(SAMPLES));
        assertThat(errors).isEmpty();
        drop(SAMPLES.resolve("00.png"));
        assertThat(errors).singleElement().asString().contains("concepts.json");
        assertThat(folder).hasContent("[]");
    }

    @Test
    void picturesOfSeveralFoldersAreCountedTogether() throws Exception {
        Files.copy(SAMPLES.resolve("00.png"), folder.resolve("a.png"));
        Path list = Files.writeString(
                root.resolve("concepts.json"),
                "[{\"path\": \"" + folder.toString().replace('\\', '/') + "\"}, {\"path\": \""
                        + SAMPLES.toAbsolutePath().toString().replace('\\', '/') + "\"}]");
        doOnEventThread(() -> {
            try {
                strip.show(Optional.of(ExampleSource.of(config(list)).find(PictureScanner::scan)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(((JTextComponent) strip.count()).getText()).isEqualTo("9 pictures, smallest 64x64");
    }

    @Test
    void picturesAreCountedAndTheUnreadableOnesNamed() throws Exception {
        Files.copy(SAMPLES.resolve("00.png"), folder.resolve("a.png"));
        Files.copy(SAMPLES.resolve("01.png"), folder.resolve("b.png"));
        Files.writeString(folder.resolve("c.png"), "no picture");
        doOnEventThread(() -> {
            try {
                strip.show(Optional.of(ExampleSource.of(config(folder)).find(PictureScanner::scan)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(((JTextComponent) strip.count()).getText()).isEqualTo("2 pictures, smallest 64x64");
        assertThat(((JTextComponent) strip.unreadable()).getText()).isEqualTo("1 file cannot be read: c.png");
    }

    private void drop(Path... paths) throws Exception {
        doOnEventThread(() -> strip.drop(List.of(paths)));
        doOnEventThread(() -> {}); // asks and copies
        doOnEventThread(() -> {}); // tells that pictures were added
    }

    private FormServices services() {
        Dialogs dialogs = new Dialogs() {
            @Override
            public void error(String title, Throwable failure) {
                errors.add(failure.getMessage());
            }

            @Override
            public OptionalInt choose(String title, String question, List<String> ways, String noWord) {
                questions.add(question);
                return yes ? OptionalInt.of(0) : OptionalInt.empty();
            }
        };
        return FakeServices.of(
                config -> {
                    throw new AssertionError("a strip looks at no run");
                },
                config -> {
                    throw new AssertionError("a strip reads no prompt");
                },
                Runnable::run,
                dialogs,
                () -> {});
    }
}
