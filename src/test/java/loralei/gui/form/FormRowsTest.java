package loralei.gui.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import loralei.config.Family;
import loralei.config.Setting;
import loralei.config.Settings;
import loralei.gui.text.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormRowsTest {
    private static final Pattern OPTIONAL = Pattern.compile("\\.(mnemonic|placeholder|none)$");

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
                        "batchSize",
                        "scaleLr",
                        "epochs",
                        "saveEvery",
                        "optimizer",
                        "outputName");
        assertThat(FormRows.ALL).filteredOn(row -> !row.advanced()).hasSize(10);
    }

    @Test
    void theTypeOfASettingDecidesHowItIsEntered() {
        assertThat(kind("epochs")).isEqualTo(EditorKind.NUMBER);
        assertThat(kind("learningRate")).isEqualTo(EditorKind.NUMBER);
        assertThat(kind("baseModel")).isEqualTo(EditorKind.PATH);
        assertThat(kind("scaleLr")).isEqualTo(EditorKind.SWITCH);
        assertThat(kind("optimizer")).isEqualTo(EditorKind.CHOICE);
        assertThat(kind("instancePrompt")).isEqualTo(EditorKind.TEXT);
    }

    /** What the window throws for when it is opened, said before: each missing line of each bundle by its key. */
    @ParameterizedTest
    @ValueSource(strings = {"form.properties", "form_de.properties"})
    void everySettingHasItsTextsInTheBundle(String bundle) throws IOException {
        assertThat(texts(bundle).stringPropertyNames())
                .as("texts of the settings of config/Settings, to be added to or taken out of %s", bundle)
                .filteredOn(key -> key.matches("(setting|choice)\\..*")
                        && !OPTIONAL.matcher(key).find())
                .containsExactlyInAnyOrderElementsOf(needed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"form.properties", "form_de.properties"})
    void everyNumberAndPathSaysWhatToEnterInstead(String bundle) throws IOException {
        assertThat(texts(bundle).stringPropertyNames())
                .containsAll(FormRows.ALL.stream()
                        .filter(row -> row.kind() == EditorKind.NUMBER || row.kind() == EditorKind.PATH)
                        .map(row -> "problem." + row.name())
                        .toList());
    }

    private static List<String> needed() {
        List<String> keys = new ArrayList<>();
        for (FormRow row : FormRows.ALL) {
            String setting = "setting." + row.name();
            keys.addAll(List.of(setting + ".label", setting + ".help", setting + ".reason"));
            if (!row.setting().unit().isEmpty()) {
                keys.add(setting + ".unit");
            }
            if (row.kind() == EditorKind.CHOICE) {
                row.setting().type().choices().forEach(id -> keys.add("choice." + row.name() + "." + id));
            }
        }
        return keys;
    }

    private static Properties texts(String bundle) throws IOException {
        Properties texts = new Properties();
        try (InputStream file = Texts.class.getResourceAsStream(bundle)) {
            texts.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        return texts;
    }

    /** An emptied number goes back to its default, which has to be what the empty field stands for. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void whatIsShownAsNothingIsTheDefault(String language) {
        Texts texts = Texts.of("form", Locale.forLanguageTag(language));
        assertThat(FormRows.ALL)
                .filteredOn(row -> texts.has("setting." + row.name() + ".none"))
                .extracting(FormRow::name)
                .containsExactly("steps", "minSnrGamma")
                .allMatch(name -> new FormValues(Family.SD15)
                        .defaultText(Settings.find(name).orElseThrow())
                        .equals("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void noTwoFieldsShareAKey(String language) {
        Texts texts = Texts.of("form", Locale.forLanguageTag(language));

        assertThat(FormRows.ALL.stream()
                        .map(row -> "setting." + row.name() + ".mnemonic")
                        .filter(texts::has)
                        .map(texts::get))
                .doesNotHaveDuplicates()
                .doesNotContain(texts.get("advanced.mnemonic"), texts.get("getBaseModel.mnemonic"));
    }

    private static EditorKind kind(String setting) {
        return EditorKind.of(Settings.find(setting).orElseThrow().type());
    }
}
