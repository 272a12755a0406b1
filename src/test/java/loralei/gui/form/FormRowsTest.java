package loralei.gui.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import loralei.config.Family;
import loralei.config.Setting;
import loralei.config.Settings;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormRowsTest {
    @Test
    void everySettingButTheFamilyHasOneRow() {
        List<String> settings = Settings.ALL.stream()
                .map(Setting::name)
                .filter(name -> !name.equals("family"))
                .toList();

        assertThat(FormRows.ALL).extracting(FormRow::name).containsExactlyInAnyOrderElementsOf(settings);
    }

    @Test
    void plainThingsComeFirst() {
        assertThat(FormRows.ALL)
                .extracting(FormRow::name)
                .startsWith(
                        "baseModel",
                        "instanceDir",
                        "instancePrompt",
                        "classPrompt",
                        "prior",
                        "classDir",
                        "numClassImages",
                        "batchSize",
                        "scaleLr",
                        "epochs",
                        "saveEvery",
                        "optimizer",
                        "previewPrompts",
                        "outputName");
        assertThat(FormRows.ALL).filteredOn(row -> !row.advanced()).hasSize(14);
    }

    @Test
    void theTypeOfASettingDecidesHowItIsEntered() {
        assertThat(kind("epochs")).isEqualTo(EditorKind.NUMBER);
        assertThat(kind("learningRate")).isEqualTo(EditorKind.NUMBER);
        assertThat(kind("baseModel")).isEqualTo(EditorKind.PATH);
        assertThat(kind("scaleLr")).isEqualTo(EditorKind.SWITCH);
        assertThat(kind("optimizer")).isEqualTo(EditorKind.CHOICE);
        assertThat(kind("instancePrompt")).isEqualTo(EditorKind.TEXT);
        assertThat(kind("previewPrompts")).isEqualTo(EditorKind.LINES);
    }

    /** An emptied number goes back to its default, which has to be what the empty field stands for. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void whatIsShownAsNothingIsTheDefault(String language) {
        Texts texts = Texts.of("settings", Locale.forLanguageTag(language));
        assertThat(FormRows.ALL)
                .filteredOn(row -> texts.has(row.name() + ".none"))
                .extracting(FormRow::name)
                .containsExactlyInAnyOrder(
                        "steps",
                        "minSnrGamma",
                        "keepTags",
                        "tagDropout",
                        "captionDropout",
                        "rankDropout",
                        "randomBrightness",
                        "randomContrast",
                        "randomSaturation",
                        "randomHue",
                        "previewEveryEpochs",
                        "validationShare")
                .allMatch(name -> new FormValues(Family.SD15)
                        .defaultText(Settings.find(name).orElseThrow())
                        .equals("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void noTwoFieldsShareAKey(String language) {
        Texts form = Texts.of("form", Locale.forLanguageTag(language));
        Texts texts = form.part("settings");

        assertThat(FormRows.ALL.stream()
                        .map(row -> row.name() + ".mnemonic")
                        .filter(texts::has)
                        .map(texts::get))
                .doesNotHaveDuplicates()
                .doesNotContain(form.get("advanced.mnemonic"), form.get("getBaseModel.mnemonic"));
    }

    private static EditorKind kind(String setting) {
        return FormRows.ALL.stream()
                .filter(row -> row.name().equals(setting))
                .findFirst()
                .orElseThrow()
                .kind();
    }
}
