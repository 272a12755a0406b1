package loralei.gui.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import loralei.config.AutoSwitch;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
    private static final TrainingConfig CATS = TrainingConfig.defaults(Family.SD15)
            .with("baseModel", Path.of("secret", "model"))
            .with("instanceDir", Path.of("secret", "cats"))
            .with("instancePrompt", "fsk49")
            .with("classPrompt", "cat")
            .with("outputDir", Path.of("secret", "out"))
            .with("outputName", "my-cat")
            .with("device", DeviceChoice.CUDA)
            .with("rank", 24);

    @TempDir
    private Path folder;

    private Presets presets;

    @BeforeEach
    void open() {
        presets = new Presets(folder.resolve("presets"));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void shippedPresetsAreOfTheirFamilyAndGiveReasons(Family family) {
        assertThat(presets.shipped(family)).isNotEmpty().allSatisfy(preset -> {
            assertThat(preset.family()).isEqualTo(family);
            assertThat(preset.name()).isNotBlank();
            assertThat(preset.reason()).hasSizeGreaterThan(80);
        });
    }

    @Test
    void everyShippedPresetBelongsToAFamily() {
        assertThat(presets.shipped(Family.SD15).size()
                        + presets.shipped(Family.SDXL).size())
                .isEqualTo(ShippedPresets.IDS.size());
    }

    @Test
    void theQuickTryIsShortAndTheSmallCardSavesMemory() {
        TrainingConfig defaults = TrainingConfig.defaults(Family.SD15);
        TrainingConfig quick = presets.shipped(Family.SD15).get(0).applyTo(defaults);
        assertThat(quick.steps()).isEqualTo(300);
        assertThat(quick.learningRate()).isEqualTo(3e-4);
        TrainingConfig small = presets.shipped(Family.SD15).get(3).applyTo(defaults);
        assertThat(small.gradientCheckpointing()).isEqualTo(AutoSwitch.AUTO);
        assertThat(small.steps()).isZero();
    }

    @Test
    void aPresetHoldsNothingPersonal() throws IOException {
        Preset preset = Preset.of("Cats", "", CATS);
        assertThat(preset.settings())
                .doesNotContainKeys(
                        "baseModel",
                        "vae",
                        "textEncoders",
                        "instanceDir",
                        "pictureEdits",
                        "instancePrompt",
                        "classPrompt",
                        "classDir",
                        "captionPrefix",
                        "captionSuffix",
                        "device",
                        "outputDir",
                        "outputName",
                        "startFrom",
                        "previewPrompts")
                .hasSize(Settings.ALL.size() - 15);
        Path file = folder.resolve("shared.json");
        presets.exportTo(file, preset);
        assertThat(file).content().doesNotContain("secret", "fsk49", "my-cat");
    }

    @Test
    void applyingKeepsWhatIsPersonalAndForgetsTheRest() {
        Preset preset = new Preset("x", "", Map.of("family", Family.SD15, "epochs", 7, "rank", 4));
        TrainingConfig applied = preset.applyTo(CATS.with("minSnrGamma", 5.0).with("steps", 50));
        assertThat(applied)
                .isEqualTo(CATS.with("epochs", 7)
                        .with("rank", 4)
                        .with("alpha", 4.0)
                        .with("steps", 0));
    }

    @Test
    void aPresetWithoutAFamilyIsRefused() {
        assertThatThrownBy(() -> new Preset("x", "", Map.of("rank", 4))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsSavedIsListedByName() throws IOException {
        Preset b = Preset.of("b cats", "for the night", CATS);
        Preset a = Preset.of("A cats", "", CATS.with("rank", 8));
        presets.save(b);
        presets.save(a);
        presets.save(Preset.of("other", "", TrainingConfig.defaults(Family.SDXL)));
        assertThat(presets.own(Family.SD15)).containsExactly(a, b);
    }

    @Test
    void aPresetOfTheSameNameIsReplaced() throws IOException {
        presets.save(Preset.of("cats", "old", CATS));
        assertThat(presets.has("CATS", Family.SD15)).isTrue();
        assertThat(presets.has("cats", Family.SDXL)).isFalse();
        presets.save(Preset.of("Cats", "new", CATS));
        assertThat(presets.own(Family.SD15)).extracting(Preset::reason).containsExactly("new");
    }

    @Test
    void presetsOfOneNameForBothFamiliesLiveSideBySide() throws IOException {
        presets.save(Preset.of("cats", "", CATS));
        presets.save(Preset.of("cats", "", TrainingConfig.defaults(Family.SDXL)));
        assertThat(presets.own(Family.SD15)).hasSize(1);
        assertThat(presets.own(Family.SDXL)).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadIsLeftOutAndLeftAlone() throws IOException {
        presets.save(Preset.of("good", "", CATS));
        Path broken = folder.resolve("presets").resolve("cats.json");
        Files.writeString(broken, "{");
        presets.save(Preset.of("cats", "", CATS));
        assertThat(presets.own(Family.SD15)).extracting(Preset::name).containsExactly("cats", "good");
        assertThat(broken).hasContent("{");
    }

    @Test
    void aDeletedPresetIsGoneAndDeletingTwiceIsNoError() throws IOException {
        Preset preset = Preset.of("cats", "", CATS);
        presets.save(preset);
        presets.delete(preset);
        presets.delete(preset);
        assertThat(presets.own(Family.SD15)).isEmpty();
    }

    @Test
    void aNameThatCannotBeAFileIsRefused() {
        assertThat(presets.problemWith("a/b")).isPresent();
        assertThatThrownBy(() -> presets.save(Preset.of("a/b", "", CATS))).isInstanceOf(UserError.class);
        assertThat(folder.resolve("presets")).doesNotExist();
    }

    @Test
    void whatIsExportedIsReadAgain() throws IOException {
        Preset preset = Preset.of("Cats: at night?", "why", CATS);
        Path file = folder.resolve("x.json");
        presets.exportTo(file, preset);
        assertThat(presets.read(file)).isEqualTo(preset);
        Files.write(file, ("\ufeff" + Files.readString(file)).getBytes(StandardCharsets.UTF_16LE)); // as Notepad may
        assertThat(presets.read(file)).isEqualTo(preset);
    }

    @Test
    void pathsAndPromptsInASharedFileAreLeftOut() throws IOException {
        Path file = folder.resolve("x.json");
        Files.writeString(
                file,
                "{\"name\": \"x\", \"settings\": {\"family\": \"sd15\", \"outputDir\": \"/etc\", \"rank\": 4,"
                        + " \"instancePrompt\": \"y\"}}");
        assertThat(presets.read(file)).isEqualTo(new Preset("x", "", Map.of("family", Family.SD15, "rank", 4)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"name\": \"x\"}",
                "{\"settings\": {\"family\": \"sd15\"}}",
                "{\"name\": 7, \"settings\": {\"family\": \"sd15\"}}",
                "{\"name\": \"x\", \"settings\": {\"family\": \"sd15\"}, \"more\": 1}",
                "{\"name\": \"x\", \"settings\": {\"rank\": 4}}",
                "{\"name\": \"x\", \"settings\": {\"family\": \"sd15\", \"ranks\": 4}}",
                "{\"name\": \"x\", \"settings\": {\"family\": \"sd15\", \"rank\": -1}}",
                "{\"name\": \"x\", \"settings\": {\"family\": \"sd15\", \"version\": 99}}"
            })
    void whatIsNoUsablePresetIsRefusedInWords(String content) throws IOException {
        Path file = folder.resolve("x.json");
        Files.writeString(file, content);
        assertThatThrownBy(() -> presets.read(file))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.remedy()).isNotBlank());
    }
}
