package loralei.gui.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import loralei.config.Family;
import loralei.config.Problem;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import org.junit.jupiter.api.Test;

class FormValuesTest {
    private final FormValues values = new FormValues(Family.SD15);

    @Test
    void alphaFollowsTheRankUntilSomebodyTypesIt() {
        choose("rank", "32");
        assertThat(values.texts()).containsEntry("alpha", "32");

        choose("alpha", "8");
        choose("rank", "64");
        assertThat(values.texts()).containsEntry("alpha", "8");
    }

    @Test
    void anEmptiedAlphaFollowsTheRankAgain() {
        choose("alpha", "8");
        choose("rank", "32");
        choose("alpha", "");

        assertThat(values.isChosen("alpha")).isFalse();
        assertThat(values.partial().config().alpha()).isEqualTo(32);
    }

    @Test
    void theDraftHasOnlyWhatAPersonChose() {
        choose("instancePrompt", "fsk49");

        assertThat(values.partial().values())
                .containsOnly(Map.entry("family", Family.SD15), Map.entry("instancePrompt", "fsk49"));
    }

    @Test
    void whatCannotBeReadIsAProblemAndStaysInItsField() {
        choose("epochs", "many");

        assertThat(values.partial().problems()).extracting(Problem::field).containsExactly("epochs");
        assertThat(values.texts()).containsEntry("epochs", "many");
    }

    @Test
    void aConfigurationIsTakenOverWithItsDefaultsAsDefaults() {
        TrainingConfig config =
                TrainingConfig.of(Map.of("family", Family.SD15, "rank", 32, "learningRate", 3e-4, "scaleLr", true));
        values.choose(config);

        assertThat(values.partial().values().keySet())
                .containsExactlyInAnyOrder("family", "rank", "learningRate", "scaleLr");
        assertThat(values.partial().config()).isEqualTo(config);
        choose("rank", "8");
        assertThat(values.texts()).containsEntry("alpha", "8");
    }

    @Test
    void anAlphaOfItsOwnIsTakenOver() {
        TrainingConfig config = TrainingConfig.of(Map.of("family", Family.SD15, "rank", 32, "alpha", 16.0));
        values.choose(config);

        assertThat(values.partial().config()).isEqualTo(config);
        assertThat(values.isChosen("alpha")).isTrue();
    }

    @Test
    void theSettingsOfAnotherFamilyAreRefused() {
        assertThatThrownBy(() -> values.choose(TrainingConfig.defaults(Family.SDXL)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void choose(String setting, String text) {
        values.choose(Settings.find(setting).orElseThrow(), text);
    }
}
