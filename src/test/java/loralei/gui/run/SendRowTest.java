package loralei.gui.run;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.swing.AbstractButton;
import javax.swing.JPanel;
import javax.swing.text.JTextComponent;
import loralei.gui.EventThreadGuard;
import loralei.gui.NeedsDisplay;
import loralei.gui.error.Dialogs;
import loralei.train.RunFiles;
import net.miginfocom.swing.MigLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The row that copies the LoRA to a drawing program, by clicks. */
@NeedsDisplay
class SendRowTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final List<Path> opened = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final JPanel form = new JPanel(new MigLayout("hidemode 3", "[][grow]rel[fill]"));
    private final NoRunActions actions = new NoRunActions() {
        @Override
        public void openFolder(Path shown) {
            opened.add(shown);
        }
    };
    private EventThreadGuard guard;
    private volatile Optional<Path> picked = Optional.empty();
    private volatile boolean agreed;
    private Path lora;
    private Path loras;

    @BeforeEach
    void aFinishedRun() throws Exception {
        guard = EventThreadGuard.install();
        loras = Files.createDirectories(folder.resolve("ComfyUI/models/loras"));
        Path output = Files.createDirectories(folder.resolve("output"));
        lora = Files.writeString(output.resolve("cat.safetensors"), "the LoRA");
        RunFiles files = new RunFiles(output, "cat");
        Files.createDirectories(files.samples());
        Files.writeString(files.preview(500, 0), "early");
        Files.writeString(files.preview(1000, 0), "newest");
        Files.writeString(files.preview(1000, 1), "newest of another prompt");
        onEventThread(() -> {
            SendRow row = new SendRow(Locale.ENGLISH, actions, dialogs(), new FakePicker(() -> picked), background);
            row.addTo(form);
            row.show(lora, files);
            return null;
        });
    }

    @AfterEach
    void close() throws Exception {
        background.shutdown();
        assertThat(background.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        guard.remove();
        assertThat(guard.violations()).isEmpty();
    }

    @Test
    void theFolderIsAskedForOnceAndTheLoraGoesThereWithItsNewestPreview() throws Exception {
        assertThat(button("sendOther").isVisible()).isFalse();
        picked = Optional.of(folder.resolve("ComfyUI"));
        click("send");
        eventually(() -> note().contains("with a preview picture"));
        assertThat(loras.resolve("cat.safetensors")).hasContent("the LoRA");
        assertThat(loras.resolve("cat.preview.png")).hasContent("newest");
        assertThat(actions.sendFolder()).contains(folder.resolve("ComfyUI"));
        click("sendOpen");
        assertThat(opened).containsExactly(loras);

        picked = Optional.empty(); // nobody is asked again
        Files.delete(loras.resolve("cat.safetensors"));
        click("send");
        eventually(() ->
                Files.exists(loras.resolve("cat.safetensors")) && button("send").isEnabled());
        assertThat(questions).isEmpty();
    }

    @Test
    void whoGivesUpIsNotTakenAnywhere() throws Exception {
        click("send");
        assertThat(note()).isEmpty();
        assertThat(actions.sendFolder()).isEmpty();
        assertThat(loras).isEmptyDirectory();
    }

    @Test
    void anotherFileIsReplacedOnlyWhenThePersonSaysSo() throws Exception {
        Path there = Files.writeString(loras.resolve("cat.safetensors"), "somebody else's");
        actions.rememberSendFolder(loras);
        click("send");
        eventually(() -> questions.size() == 1 && button("send").isEnabled());
        assertThat(questions.get(0)).contains(there.toString());
        assertThat(there).hasContent("somebody else's");
        assertThat(loras.resolve("cat.preview.png")).doesNotExist();
        agreed = true;
        click("send");
        eventually(() -> note().startsWith("Copied"));
        assertThat(there).hasContent("the LoRA");
    }

    @Test
    void aFolderThatIsGoneIsToldAndAnotherOneCanBeNamed() throws Exception {
        actions.rememberSendFolder(folder.resolve("gone"));
        click("send");
        eventually(() -> note().contains("is not there"));
        picked = Optional.of(loras);
        click("sendOther");
        eventually(() -> note().startsWith("Copied"));
        assertThat(actions.sendFolder()).contains(loras);
        assertThat(onEventThread(() -> ((JTextComponent) find("sendFolder")).getText()))
                .isEqualTo(loras.toString());
    }

    private Dialogs dialogs() {
        return new Dialogs() {
            @Override
            public void error(String title, Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public OptionalInt choose(String title, String question, List<String> ways, String no) {
                questions.add(question);
                return agreed ? OptionalInt.of(0) : OptionalInt.empty();
            }
        };
    }

    private void click(String name) throws Exception {
        onEventThread(() -> {
            button(name).doClick(0);
            return null;
        });
    }

    private String note() throws Exception {
        return onEventThread(() -> ((JTextComponent) find("sendNote")).getText());
    }

    private AbstractButton button(String name) {
        return (AbstractButton) find(name);
    }

    private Component find(String name) {
        return Stream.of(form.getComponents())
                .flatMap(one -> one instanceof JPanel panel ? Stream.of(panel.getComponents()) : Stream.of(one))
                .filter(one -> name.equals(one.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static void eventually(Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("in vain").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
