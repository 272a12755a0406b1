package loralei.gui.run;

import static loralei.gui.EventThread.onEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.swing.JPanel;
import loralei.config.Family;
import loralei.gui.error.Dialogs;
import loralei.job.stored.StoredSettings;
import loralei.lora.KeyFormat;
import loralei.lora.LoraFile;
import loralei.safetensors.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from a LoRA of another trainer. */
class RepeatRunTest {
    private static final Path LORA = Path.of("src/test/resources/loralei/lora/stack/sd15-a.safetensors");

    @TempDir
    private Path folder;

    private final List<StoredSettings> repeated = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private boolean agreed;

    @Test
    void whatIsNotTakenOverIsSaidBeforeTheFormIsFilledIn() throws Exception {
        Path kohya = kohya();

        ask(kohya);
        assertThat(questions)
                .singleElement()
                .asString()
                .contains("kohya.safetensors holds the settings of its training")
                .contains("Not taken over, for there is nothing like it here: noise_offset = 0.1.");
        assertThat(repeated).isEmpty();

        agreed = true;
        ask(kohya);
        assertThat(repeated).singleElement().satisfies(stored -> {
            assertThat(stored.family()).isEqualTo(Family.SD15);
            assertThat(stored.settings().values()).containsEntry("rank", 24).doesNotContainKey("outputName");
        });
    }

    private Path kohya() throws IOException {
        Path file = folder.resolve("kohya.safetensors");
        Map<String, String> metadata = Map.of("ss_network_dim", "24", "ss_noise_offset", "0.1");
        LoraFile.write(file, LoraFile.read(LORA).weights(), KeyFormat.KOHYA, DType.F32, metadata);
        return file;
    }

    private void ask(Path picked) throws Exception {
        NoRunActions actions = new NoRunActions() {
            @Override
            public void repeat(StoredSettings settings) {
                repeated.add(settings);
            }
        };
        Dialogs dialogs = new Dialogs() {
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
        RepeatRun run = new RepeatRun(
                Locale.ENGLISH, actions, dialogs, new FakePicker(() -> Optional.of(picked)), Runnable::run);
        onEventThread(() -> {
            run.ask(new JPanel(), Path.of(""));
            return null;
        });
        onEventThread(() -> null); // what was put off until then is done
    }
}
