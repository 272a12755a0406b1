package loralei.diffusion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import loralei.config.DeadLink;
import loralei.config.JsonText;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * What {@code scheduler/scheduler_config.json} of a base model says of its noise. The file may have been written for
 * any scheduler of diffusers, so keys that only a sampler needs are ignored; keys that are missing take the defaults of
 * diffusers' DDIMScheduler. {@code clip_sample} is ignored on purpose: it was meant for pixels, and latents lie outside
 * -1..1.
 *
 * @param numTrainTimesteps number of timesteps the model was trained on, at least 2
 * @param betaStart first beta, over 0 and under 1
 * @param betaEnd last beta, from betaStart up, under 1
 * @param betaSchedule how betas run from the first to the last
 * @param predictionType what the network predicts
 * @param rescaleBetasZeroSnr whether the betas are rescaled so that the last timestep is pure noise (Lin et al. 2023)
 * @param setAlphaToOne whether the last sampling step ends at no noise at all, or at the noise of timestep 0
 * @param stepsOffset offset of the sampling timesteps with leading spacing
 * @param timestepSpacing how sampling timesteps are spread; empty for each sampler's own way, as in SD1.5's file
 */
public record SchedulerConfig(
        int numTrainTimesteps,
        double betaStart,
        double betaEnd,
        BetaSchedule betaSchedule,
        PredictionType predictionType,
        boolean rescaleBetasZeroSnr,
        boolean setAlphaToOne,
        int stepsOffset,
        Optional<TimestepSpacing> timestepSpacing) {

    /** That of the released SD1.5 and SDXL models. */
    public static final SchedulerConfig STABLE_DIFFUSION = new SchedulerConfig(
            1000,
            0.00085,
            0.012,
            BetaSchedule.SCALED_LINEAR,
            PredictionType.EPSILON,
            false,
            false,
            1,
            Optional.empty());

    private static final Message RESTORE = Message.of("noise.restoreFile");

    /**
     * Reads the noise schedule of a base model.
     *
     * @param file {@code scheduler_config.json}
     * @throws UserError if the file cannot be read or describes noise that this program does not know
     */
    public static SchedulerConfig read(Path file) {
        String json;
        try {
            json = JsonText.read(file);
        } catch (IOException e) {
            DeadLink.refuse(file);
            throw UserError.request(Message.of("noise.unreadable", file), RESTORE)
                    .causedBy(e);
        }
        return parse(json, file.toString());
    }

    /**
     * The noise schedule in a JSON text.
     *
     * @param json the text of a {@code scheduler_config.json}
     * @param source where the text came from, for messages
     * @throws UserError if the text is not such a file or describes noise that this program does not know
     */
    public static SchedulerConfig parse(String json, String source) {
        JsonNode root;
        try {
            root = JsonText.FOREIGN.readTree(json);
        } catch (JsonProcessingException e) {
            throw UserError.request(Message.of("shared.invalidJson", source, JsonText.explain(e)), RESTORE)
                    .causedBy(e);
        }
        if (!root.isObject()) {
            throw UserError.request(Message.of("noise.noObject", source), RESTORE);
        }
        return new Reader(root, source).config();
    }

    /** Takes the values one by one; every complaint names the file and the key. */
    private record Reader(JsonNode root, String source) {

        SchedulerConfig config() {
            OtherNoise.refuse(root, source);
            if (root.hasNonNull("trained_betas")) {
                throw UserError.request(Message.of("noise.ownBetas", source), Message.of("noise.chooseWithBetas"));
            }
            SchedulerConfig config = new SchedulerConfig(
                    integer("num_train_timesteps", 1000),
                    number("beta_start", 0.0001),
                    number("beta_end", 0.02),
                    choice("beta_schedule", BetaSchedule.values(), BetaSchedule::id, BetaSchedule.LINEAR),
                    choice("prediction_type", PredictionType.values(), PredictionType::id, PredictionType.EPSILON),
                    flag("rescale_betas_zero_snr", false),
                    flag("set_alpha_to_one", true),
                    integer("steps_offset", 0),
                    root.hasNonNull("timestep_spacing")
                            ? Optional.of(choice(
                                    "timestep_spacing",
                                    TimestepSpacing.values(),
                                    TimestepSpacing::id,
                                    TimestepSpacing.LEADING))
                            : Optional.empty());
            check(config);
            return config;
        }

        private void check(SchedulerConfig config) {
            if (config.numTrainTimesteps < 2) {
                throw wrong("num_train_timesteps", Message.of("noise.twoOrMore"));
            }
            if (!(config.betaStart > 0 && config.betaStart < 1)) {
                throw wrong("beta_start", Message.of("noise.underOne"));
            }
            if (!(config.betaEnd >= config.betaStart && config.betaEnd < 1)) {
                throw wrong("beta_end", Message.of("noise.fromBetaStart"));
            }
            if (config.stepsOffset < 0) {
                throw wrong("steps_offset", Message.of("noise.zeroOrMore"));
            }
        }

        private int integer(String key, int missing) {
            if (!root.hasNonNull(key)) {
                return missing;
            }
            if (!root.get(key).canConvertToExactIntegral() || !root.get(key).canConvertToInt()) {
                throw wrong(key, Message.of("check.wholeNumber"));
            }
            return root.get(key).intValue();
        }

        private double number(String key, double missing) {
            if (!root.hasNonNull(key)) {
                return missing;
            }
            if (!root.get(key).isNumber()) {
                throw wrong(key, Message.of("noise.number"));
            }
            return root.get(key).doubleValue();
        }

        private boolean flag(String key, boolean missing) {
            if (!root.hasNonNull(key)) {
                return missing;
            }
            if (!root.get(key).isBoolean()) {
                throw wrong(key, Message.of("check.trueOrFalse"));
            }
            return root.get(key).booleanValue();
        }

        private <T> T choice(String key, T[] values, Function<T, String> id, T missing) {
            if (!root.hasNonNull(key)) {
                return missing;
            }
            String word = root.get(key).asText();
            return Arrays.stream(values)
                    .filter(value -> id.apply(value).equals(word))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            key,
                            Message.of(
                                    "check.oneOf", Arrays.stream(values).map(id).toList())));
        }

        private UserError wrong(String key, Message expected) {
            JsonNode found = root.get(key);
            return UserError.request(
                    found == null
                            ? Message.of("noise.missing", source, key, expected)
                            : Message.of("noise.wrong", source, key, found, expected),
                    Message.of("noise.correctFile"));
        }
    }
}
