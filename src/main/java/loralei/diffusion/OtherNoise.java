package loralei.diffusion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import loralei.config.UserError;
import loralei.text.Message;

/**
 * Models whose noise is not that of Stable Diffusion. They would train, on a noise that they never saw, and give a LoRA
 * that is of no use; their scheduler's configuration gives them away.
 */
final class OtherNoise {
    /** Schedulers of flow matching; RF is short for rectified flow. */
    private static final Pattern FLOW_CLASS = Pattern.compile("(?i).*flow.*|.*RFScheduler");

    /** Schedulers after Karras et al. 2022, "Elucidating the Design Space". */
    private static final Pattern EDM_CLASS = Pattern.compile("EDM.*|KarrasVe.*|CosineDPM.*");

    private static final String CLASS = "_class_name";
    private static final String PREDICTION = "prediction_type";

    private OtherNoise() {}

    /** Fails, naming what the model was trained with, if it is such a model. */
    static void refuse(JsonNode root, String source) {
        // What is given by sigmas and nothing else has no betas.
        boolean betas = root.hasNonNull("beta_start") || root.hasNonNull("beta_end");
        boolean flow = FLOW_CLASS.matcher(text(root, CLASS)).matches()
                || text(root, PREDICTION).contains("flow")
                || root.path("use_flow_sigmas").asBoolean()
                || (!betas && (root.hasNonNull("shift") || root.hasNonNull("base_shift")));
        if (flow) {
            throw refused(root, source, Message.of("noise.flowMatching"));
        }
        boolean continuous = text(root, "timestep_type").equals("continuous")
                && text(root, PREDICTION).equals("v_prediction");
        boolean edm = EDM_CLASS.matcher(text(root, CLASS)).matches()
                || continuous
                || root.hasNonNull("sigma_data")
                || (!betas && root.hasNonNull("sigma_max"));
        if (edm) {
            throw refused(root, source, Message.of("noise.edm"));
        }
    }

    private static String text(JsonNode root, String key) {
        return root.path(key).asText("");
    }

    private static UserError refused(JsonNode root, String source, Message noise) {
        return UserError.request(
                Message.of("noise.otherNoise", noise, root.path(CLASS).asText("?"), source),
                Message.of("noise.choosePlain"));
    }
}
