package loralei.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import loralei.ConformanceTensors;
import loralei.config.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerConfigTest {
    @Test
    void readsTheSchedulerOfAReleasedModel() {
        SchedulerConfig config =
                SchedulerConfig.read(ConformanceTensors.SD15.resolve("model/scheduler/scheduler_config.json"));

        assertThat(config)
                .isEqualTo(new SchedulerConfig(
                        1000,
                        0.00085,
                        0.012,
                        BetaSchedule.SCALED_LINEAR,
                        PredictionType.EPSILON,
                        false,
                        false,
                        1,
                        Optional.empty()));
    }

    @Test
    void takesTheDefaultsOfDiffusersForMissingAndNullKeys() {
        assertThat(SchedulerConfig.parse("{\"trained_betas\": null, \"beta_start\": null}", "x.json"))
                .isEqualTo(new SchedulerConfig(
                        1000,
                        0.0001,
                        0.02,
                        BetaSchedule.LINEAR,
                        PredictionType.EPSILON,
                        false,
                        true,
                        0,
                        Optional.empty()));
    }

    @Test
    void ignoresKeysOfOtherSchedulers() {
        assertThat(SchedulerConfig.parse("{\"_class_name\": \"X\", \"solver_order\": [2]}", "x.json"))
                .isEqualTo(SchedulerConfig.parse("{}", "x.json"));
    }

    @Test
    void readsEveryKeyThatMatters() {
        String json = """
                {"num_train_timesteps": 500, "beta_start": 0.001, "beta_end": 0.01, "beta_schedule": "squaredcos_cap_v2",
                 "prediction_type": "v_prediction", "rescale_betas_zero_snr": true, "set_alpha_to_one": false,
                 "steps_offset": 3, "timestep_spacing": "trailing"}""";

        assertThat(SchedulerConfig.parse(json, "x.json"))
                .isEqualTo(new SchedulerConfig(
                        500,
                        0.001,
                        0.01,
                        BetaSchedule.SQUAREDCOS_CAP_V2,
                        PredictionType.V_PREDICTION,
                        true,
                        false,
                        3,
                        Optional.of(TimestepSpacing.TRAILING)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"prediction_type\": \"sample\"}; prediction_type is \"sample\", expected one of [epsilon, v_prediction]",
                "{\"beta_schedule\": \"laplace\"}; beta_schedule is \"laplace\"",
                "{\"timestep_spacing\": 3}; timestep_spacing is 3",
                "{\"trained_betas\": [0.1]}; trained_betas",
                "{\"num_train_timesteps\": 1}; num_train_timesteps is 1, expected 2 or more",
                "{\"num_train_timesteps\": 10.5}; num_train_timesteps is 10.5, expected a whole number",
                "{\"num_train_timesteps\": \"1000\"}; expected a whole number",
                "{\"beta_start\": 0}; beta_start is 0",
                "{\"beta_start\": \"x\"}; expected a number",
                "{\"beta_start\": 0.1}; beta_end is missing, expected a number from beta_start up",
                "{\"beta_end\": 1.5}; beta_end is 1.5",
                "{\"steps_offset\": -1}; steps_offset is -1",
                "{\"set_alpha_to_one\": 1}; set_alpha_to_one is 1, expected true or false",
                "[]; holds no JSON object",
                "{oops}; not valid JSON"
            })
    void refusesWhatItDoesNotKnowAndNamesFileAndKey(String json, String message) {
        assertThatThrownBy(() -> SchedulerConfig.parse(json, "model/x.json"))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.kind()).isEqualTo(UserError.Kind.REQUEST))
                .hasMessageContaining("model/x.json")
                .hasMessageContaining(message);
    }

    @Test
    void readsWhatPythonWritesBehindAByteOrderMark(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("scheduler_config.json");
        Files.writeString(file, "\ufeff{\"lambda_min_clipped\": -Infinity, \"beta_start\": 0.001}");

        assertThat(SchedulerConfig.read(file).betaStart()).isEqualTo(0.001);
        assertThatThrownBy(() -> SchedulerConfig.parse("{\"beta_end\": NaN}", "x.json"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("beta_end");
    }

    @Test
    void namesAMissingFile() {
        assertThatThrownBy(() -> SchedulerConfig.read(Path.of("nowhere", "scheduler_config.json")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("nowhere");
    }
}
