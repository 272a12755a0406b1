package loralei.gui.run;

import static loralei.gui.EventThread.doOnEventThread;
import static loralei.gui.EventThread.onEventThread;
import static loralei.gui.run.FakeTraining.ready;
import static loralei.gui.run.FakeTraining.request;
import static loralei.gui.run.FakeTraining.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.formdev.flatlaf.FlatLightLaf;
import java.awt.Component;
import java.awt.Container;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.JFrame;
import javax.swing.JList;
import loralei.gui.NeedsDisplay;
import loralei.gui.form.FakeServices;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class images on a screen, while a run draws them. */
@NeedsDisplay
class ClassImageStripTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path output;

    private final FakeTraining training = new FakeTraining();
    private final RunController controller = new RunController(training);
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final List<Path> opened = new CopyOnWriteArrayList<>();
    private JFrame frame;
    private RunView view;

    @BeforeEach
    void onAScreen() throws Exception {
        doOnEventThread(() -> {
            FlatLightLaf.setup();
            view = new RunView(controller, actions(), FakeServices.SILENT, background);
            frame = new JFrame();
            frame.add(view.component());
            frame.setSize(600, 700);
            frame.setVisible(true);
        });
    }

    @AfterEach
    void close() throws Exception {
        background.shutdown();
        doOnEventThread(() -> {
            view.dispose();
            frame.dispose();
        });
    }

    @Test
    void classImagesAreSeenAsTheyComeUntilThereAreSteps() throws Exception {
        for (int i = 1; i <= 2; i++) {
            Path file = output.resolve("class-0000" + i + ".png");
            assertThat(ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", file.toFile()))
                    .isTrue();
            training.tell(new TrainingEvent.ClassImage(file, i, 3));
        }
        assertThat(onEventThread(() -> images().isPresent())).isFalse();
        controller.start(request(output, "cat", false));
        eventually(() -> images().isPresent() && images().get().getModel().getSize() == 2);
        JList<?> images = onEventThread(() -> images().orElseThrow());
        assertThat(onEventThread(() -> ((Preview) images.getModel().getElementAt(0)).file()))
                .as("the last one first")
                .hasFileName("class-00002.png");
        doOnEventThread(() -> {
            images.setSelectedIndex(0);
            images.getActionMap().get("ENTER").actionPerformed(null);
        });
        assertThat(opened).containsExactly(output.toAbsolutePath());
        training.tell(ready(100, 0)).tell(step(1, 100));
        eventually(() -> !images.isShowing());
        training.end(new TrainingEvent.Stopped(output.resolve("cat.state"), 1));
        controller.awaitEnd(LONG);
    }

    private Optional<JList<?>> images() {
        return all(frame)
                .filter(component -> "classImages".equals(component.getName()) && component.isShowing())
                .findFirst()
                .map(component -> (JList<?>) component);
    }

    private static Stream<Component> all(Component root) {
        return root instanceof Container container
                ? Stream.concat(
                        Stream.of(root), Stream.of(container.getComponents()).flatMap(ClassImageStripTest::all))
                : Stream.of(root);
    }

    private static void eventually(Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!onEventThread(holds)) {
            assertThat(System.nanoTime()).as("in vain").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private RunActions actions() {
        return new NoRunActions() {

            @Override
            public void openFolder(Path folder) {
                opened.add(folder);
            }
        };
    }
}
