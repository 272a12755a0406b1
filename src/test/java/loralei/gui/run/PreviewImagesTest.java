package loralei.gui.run;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import loralei.gui.PreviewFixture;
import loralei.train.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewImagesTest {
    private static final int SIDE = 64;
    private static final long BYTES = 4L * SIDE * SIDE;

    @TempDir
    private Path folder;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PreviewImages images = new PreviewImages(tasks::add, 5 * BYTES);

    @Test
    void aPictureComesAsSmallAsItIsWanted() throws Exception {
        Preview picture = picture(0, 256);
        assertThat(ask(picture)).isEmpty();
        work();
        BufferedImage image = ask(picture).orElseThrow();
        assertThat(image.getWidth()).isEqualTo(SIDE);
        assertThat(image.getRGB(0, 0)).isEqualTo(PreviewFixture.colour(0, 0).getRGB());
        assertThat(tasks).isEmpty();
    }

    @Test
    void manyPicturesTakeNoMoreMemoryThanFew() throws Exception {
        List<Preview> all = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            all.add(picture(step, SIDE));
        }
        for (Preview one : all) {
            ask(one);
            work();
            assertThat(images.bytes()).isLessThanOrEqualTo(5 * BYTES);
        }
        assertThat(ask(all.get(39))).isPresent();
        assertThat(ask(all.get(0))).as("it was forgotten").isEmpty();
        work();
        assertThat(ask(all.get(0))).isPresent();
    }

    @Test
    void whatWasWishedForLastComesFirst() throws Exception {
        Preview first = picture(1, SIDE);
        Preview second = picture(2, SIDE);
        Preview third = picture(3, SIDE);
        ask(first); // its turn at once, for nothing else is wanted
        ask(second);
        ask(third);
        step();
        step();
        assertThat(ask(third)).isPresent();
        assertThat(ask(second)).isEmpty();
    }

    @Test
    void aFileThatIsNoPictureIsLoadedOnce() throws Exception {
        Preview broken = new Preview(Files.writeString(folder.resolve("a.png"), "no picture"), 0, 0, 0);
        ask(broken);
        work();
        assertThat(ask(broken)).isEmpty();
        assertThat(tasks).isEmpty();
    }

    @Test
    void anotherSizeIsSeenUntilTheRightOneIsThere() throws Exception {
        Preview picture = picture(0, 256);
        ask(picture);
        work();
        assertThat(onEventThread(() -> images.of(picture, 3 * SIDE))).isPresent();
        work();
        assertThat(onEventThread(() -> images.of(picture, 3 * SIDE))
                        .orElseThrow()
                        .getWidth())
                .isEqualTo(3 * SIDE);
    }

    private Preview picture(int step, int side) throws Exception {
        return new Preview(
                PreviewFixture.draw(new RunFiles(folder, "cat"), step, 0, side).file(), step, 0, 0);
    }

    private Optional<BufferedImage> ask(Preview picture) throws Exception {
        return onEventThread(() -> images.of(picture, SIDE));
    }

    /** Does everything that is to be done in the background. */
    private void work() throws Exception {
        while (!tasks.isEmpty()) {
            step();
        }
    }

    private void step() throws Exception {
        tasks.remove().run();
        onEventThread(() -> null); // what it brought has arrived
    }
}
