package loralei.gui.preset;

import static loralei.gui.EventThread.doOnEventThread;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.swing.JComponent;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.JTextField;
import loralei.config.Family;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.gui.error.Dialogs;
import loralei.gui.preset.NamingPanel.Naming;
import loralei.gui.widget.FilePicker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetMenuTest {
    private static final TrainingConfig CONFIG =
            TrainingConfig.defaults(Family.SD15).with("rank", 24);

    @TempDir
    private Path folder;

    private final Answers answers = new Answers();
    private final List<Preset> applied = new ArrayList<>();
    private Presets presets;

    @BeforeEach
    void open() {
        presets = new Presets(folder.resolve("presets"));
    }

    @Test
    void aPresetOfTheMenuIsApplied() throws Exception {
        Preset quick = presets.shipped(Family.SD15).get(0);
        press(quick.name());
        assertThat(applied).containsExactly(quick);
    }

    @Test
    void theReasonIsTheTooltip() throws Exception {
        Preset quick = presets.shipped(Family.SD15).get(0);
        withMenu(menu -> assertThat(((JComponent) find(menu, quick.name())).getToolTipText())
                .contains("300", "<br>"));
        assertThat(PresetMenu.wrapped("a < b & c")).isEqualTo("<html>a &lt; b &amp; c</html>");
    }

    @Test
    void withoutOwnPresetsThereIsNothingToExportOrDelete() throws Exception {
        withMenu(menu -> {
            assertThat(find(menu, "export").isEnabled()).isFalse();
            assertThat(find(menu, "delete").isEnabled()).isFalse();
            assertThat(find(menu, "import").isEnabled()).isTrue();
        });
    }

    @Test
    void settingsAreSavedUnderTheNameThatThePersonGives() throws Exception {
        answers.naming = Optional.of(new Naming("Cats", "why"));
        press("saveAs");
        assertThat(presets.own(Family.SD15)).containsExactly(Preset.of("Cats", "why", CONFIG));
    }

    @Test
    void givingUpSavesNothing() throws Exception {
        press("saveAs");
        assertThat(presets.own(Family.SD15)).isEmpty();
    }

    @Test
    void aPresetIsReplacedOnlyIfThePersonMeansIt() throws Exception {
        presets.save(Preset.of("Cats", "old", CONFIG));
        answers.naming = Optional.of(new Naming("cats", "new"));
        press("saveAs");
        assertThat(presets.own(Family.SD15)).extracting(Preset::reason).containsExactly("old");
        answers.agreed = true;
        press("saveAs");
        assertThat(presets.own(Family.SD15)).extracting(Preset::reason).containsExactly("new");
    }

    @Test
    void aSharedPresetIsImported() throws Exception {
        Path file = folder.resolve("shared.json");
        presets.exportTo(file, Preset.of("Cats", "", CONFIG));
        answers.file = Optional.of(file);
        press("import");
        assertThat(presets.own(Family.SD15)).extracting(Preset::name).containsExactly("Cats");
        assertThat(answers.questions).isEmpty();
    }

    @Test
    void aPresetOfTheOtherFamilyIsImportedOnlyIfThePersonMeansIt() throws Exception {
        Path file = folder.resolve("shared.json");
        presets.exportTo(file, Preset.of("Big cats", "", TrainingConfig.defaults(Family.SDXL)));
        answers.file = Optional.of(file);
        press("import");
        assertThat(presets.own(Family.SDXL)).isEmpty();
        answers.agreed = true;
        press("import");
        assertThat(presets.own(Family.SDXL)).hasSize(1);
    }

    @Test
    void whatIsNoPresetIsToldOf() throws Exception {
        Path file = folder.resolve("shared.json");
        Files.writeString(file, "hello");
        answers.file = Optional.of(file);
        press("import");
        assertThat(answers.failures).hasSize(1).first().isInstanceOf(UserError.class);
        assertThat(folder.resolve("presets")).doesNotExist();
    }

    @Test
    void anExportedFileIsReplacedOnlyIfThePersonMeansIt() throws Exception {
        Preset preset = Preset.of("Cats", "", CONFIG);
        presets.save(preset);
        answers.file = Optional.of(folder.resolve("mine.json"));
        PresetActions actions = actions();
        actions.export(null, preset);
        assertThat(presets.read(folder.resolve("mine.json"))).isEqualTo(preset);
        Files.writeString(folder.resolve("mine.json"), "other");
        actions.export(null, preset);
        assertThat(folder.resolve("mine.json")).hasContent("other");
        answers.agreed = true;
        actions.export(null, preset);
        assertThat(presets.read(folder.resolve("mine.json"))).isEqualTo(preset);
    }

    @Test
    void aPresetIsDeletedOnlyIfThePersonMeansIt() throws IOException {
        Preset preset = Preset.of("Cats", "", CONFIG);
        presets.save(preset);
        actions().delete(preset);
        assertThat(presets.own(Family.SD15)).hasSize(1);
        answers.agreed = true;
        actions().delete(preset);
        assertThat(presets.own(Family.SD15)).isEmpty();
    }

    @Test
    void aNameThatCannotBeIsMarkedAndCannotBeSaved() throws Exception {
        doOnEventThread(() -> {
            List<Optional<Naming>> named = new ArrayList<>();
            NamingPanel panel = new NamingPanel(presets::problemWith, named::add);
            JTextField name = (JTextField) find(panel.component(), "name");
            assertThat(panel.save().isEnabled()).isFalse();
            assertThat(name.getClientProperty("JComponent.outline")).isNull();
            name.setText("a/b");
            assertThat(panel.save().isEnabled()).isFalse();
            assertThat(name.getClientProperty("JComponent.outline")).isEqualTo("error");
            name.setText("Cats");
            panel.save().doClick();
            panel.cancel().doClick();
            assertThat(named).containsExactly(Optional.of(new Naming("Cats", "")), Optional.empty());
        });
    }

    private PresetActions actions() {
        return new PresetActions(Family.SD15, presets, answers, owner -> answers.naming, answers, Runnable::run);
    }

    private void press(String name) throws Exception {
        withMenu(menu -> ((JMenuItem) find(menu, name)).doClick());
    }

    private void withMenu(Consumer<JPopupMenu> task) throws Exception {
        List<Preset> own = presets.own(Family.SD15);
        doOnEventThread(() -> {
            PresetMenu menu = new PresetMenu(Family.SD15, presets, () -> CONFIG, applied::add, actions());
            task.accept(menu.menu(presets.shipped(Family.SD15), own));
        });
    }

    private static Component find(JComponent parent, String name) {
        return Stream.of(parent.getComponents())
                .filter(child -> name.equals(child.getName()))
                .findFirst()
                .orElseThrow();
    }

    /** Answers as a test wants, and remembers what was asked and told. */
    private static final class Answers implements Dialogs, FilePicker {
        private final List<String> questions = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();
        private Optional<Naming> naming = Optional.empty();
        private Optional<Path> file = Optional.empty();
        private boolean agreed;

        @Override
        public Optional<Path> folder(Component parent, String title, Path suggestion) {
            return Optional.empty();
        }

        @Override
        public void error(String title, Throwable failure) {
            failures.add(failure);
        }

        @Override
        public OptionalInt choose(String title, String question, List<String> ways, String no) {
            questions.add(question);
            return agreed ? OptionalInt.of(0) : OptionalInt.empty();
        }

        @Override
        public Optional<Path> open(Component parent, String title, Path suggestion, Kind kind) {
            return file;
        }

        @Override
        public Optional<Path> save(Component parent, String title, Path suggestion, Kind kind) {
            return file;
        }
    }
}
