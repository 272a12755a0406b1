package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {
    @ParameterizedTest
    @CsvSource({"12,12", " 12 ,12", "-3,-3", "1e2,100", "4.0,4"})
    void readsWholeNumbers(String text, int value) {
        assertThat(SettingType.INTEGER.fromText(text)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "12px", "99999999999", "1e999999999", "NaN", "0x10", "1,000"})
    void readsNothingElseAsAWholeNumber(String text) {
        assertThat(SettingType.INTEGER.fromText(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1e-4,0.0001", ".5,0.5", "1,1"})
    void readsNumbers(String text, double value) {
        assertThat(SettingType.NUMBER.fromText(text)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Infinity", "1d", "0x1p3", "0,0001", "1e"})
    void readsNothingElseAsANumber(String text) {
        assertThat(SettingType.NUMBER.fromText(text)).isEmpty();
    }

    @Test
    void readsSwitchesAndChoices() {
        assertThat(SettingType.SWITCH.fromText("true")).contains(true);
        assertThat(SettingType.SWITCH.fromText("false")).contains(false);
        assertThat(SettingType.SWITCH.fromText("yes")).isEmpty();
        assertThat(SettingType.choice(Family.class).fromText("SDXL")).contains(Family.SDXL);
        assertThat(SettingType.choice(Family.class).fromText("sd2")).isEmpty();
        assertThat(SettingType.choice(Family.class).expected()).hasToString("one of sd15, sdxl");
    }

    @ParameterizedTest
    @CsvSource({"auto,auto", "CPU,cpu", " cuda ,cuda", "cuda:0,cuda:0", "CUDA:12,cuda:12"})
    void readsAndWritesDevices(String text, String written) {
        DeviceChoice device = SettingType.DEVICE.fromText(text).orElseThrow();
        assertThat(SettingType.DEVICE.toText(device)).isEqualTo(written);
        assertThat(SettingType.DEVICE.toJson(device).asText()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:1000", "cpu:1", "auto:0"})
    void readsNothingElseAsADevice(String text) {
        assertThat(SettingType.DEVICE.fromText(text)).isEmpty();
    }

    @Test
    void readsPathsAndKeepsTextsAsTheyAre() {
        assertThat(SettingType.PATH.fromText(" a/b ")).contains(Path.of("a", "b"));
        assertThat(SettingType.PATH.fromText(" ")).isEmpty();
        assertThat(SettingType.PATH.fromText("a\0b")).isEmpty();
        assertThat(SettingType.TEXT.fromText(" a ")).contains(" a ");
    }

    @Test
    void readsOnlyJsonOfTheRightKind() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(SettingType.INTEGER.fromJson(json.readTree("4"))).contains(4);
        assertThat(SettingType.INTEGER.fromJson(json.readTree("4.0"))).contains(4);
        assertThat(SettingType.INTEGER.fromJson(json.readTree("4.5"))).isEmpty();
        assertThat(SettingType.INTEGER.fromJson(json.readTree("\"4\""))).isEmpty();
        assertThat(SettingType.NUMBER.fromJson(json.readTree("1e400"))).isEmpty();
        assertThat(SettingType.NUMBER.fromJson(json.readTree("1"))).contains(1.0);
        assertThat(SettingType.SWITCH.fromJson(json.readTree("\"true\""))).isEmpty();
        assertThat(SettingType.TEXT.fromJson(json.readTree("4"))).isEmpty();
        assertThat(SettingType.PATH.fromJson(json.readTree("null"))).isEmpty();
    }

    @Test
    void writesNumbersWithoutExponents() {
        assertThat(SettingType.NUMBER.toText(1e-4)).isEqualTo("0.0001");
        assertThat(SettingType.NUMBER.toText(16.0)).isEqualTo("16");
        assertThat(SettingType.NUMBER.toText(Double.NaN)).isEqualTo("NaN");
    }
}
