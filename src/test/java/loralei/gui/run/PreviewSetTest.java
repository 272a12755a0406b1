package loralei.gui.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import loralei.config.PictureSpec;
import loralei.gui.PreviewFixture;
import loralei.train.RunFiles;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewSetTest {
    @TempDir
    private Path folder;

    private final PreviewHistory history = new PreviewHistory();

    @Test
    void picturesAreInTheOrderOfTheirSteps() {
        PreviewSet all = PreviewSet.NONE
                .with(picture(500, 0))
                .with(picture(0, 1))
                .with(picture(0, 0))
                .with(picture(500, 1));
        assertThat(all.pictures()).containsExactly(picture(0, 0), picture(0, 1), picture(500, 0), picture(500, 1));
        assertThat(all.numbers()).containsExactly(0, 1);
        assertThat(all.of(1)).containsExactly(picture(0, 1), picture(500, 1));
    }

    @Test
    void aPictureThatIsDrawnAnewTakesThePlaceOfTheOld() {
        history.add(drawn(500, 0));
        PreviewSet before = history.latest();
        history.add(drawn(500, 0));
        assertThat(history.latest().pictures()).hasSize(1);
        assertThat(history.latest()).as("it is to be loaded again").isNotEqualTo(before);
    }

    @Test
    void whatIsInTheFolderIsFoundAgain() throws IOException {
        RunFiles files = new RunFiles(folder, "cat");
        PreviewFixture.draw(files, 0, 0, 8);
        PreviewFixture.draw(files, 1_000, 1, 8);
        Files.writeString(files.samples().resolve("cat-step00000500-00.png.half"), "");
        Files.writeString(files.samples().resolve("dog-step00000500-00.png"), "");
        history.read(files, List.of("a cat"));
        assertThat(history.latest().pictures())
                .extracting(Preview::file)
                .containsExactly(files.preview(0, 0), files.preview(1_000, 1));
        assertThat(history.latest().pictures()).extracting(Preview::step).containsExactly(0, 1_000);
        assertThat(history.latest().text(0)).contains("a cat");
        assertThat(history.latest().text(1)).isEmpty();
    }

    @Test
    void aRunThatGoesOnForgetsThePicturesAfterItsState() {
        history.add(drawn(0, 0));
        history.add(drawn(500, 0));
        history.add(drawn(600, 0));
        history.cutAfter(500);
        assertThat(history.latest().pictures()).extracting(Preview::step).containsExactly(0, 500);
    }

    private static Preview picture(int step, int prompt) {
        return new Preview(Path.of("a.png"), step, prompt, 0);
    }

    private static TrainingEvent.Drawn drawn(int step, int prompt) {
        return new TrainingEvent.Drawn(Path.of("a.png"), step, prompt, PictureSpec.of("a cat", 64));
    }
}
