package loralei.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.JsonText;
import loralei.lora.StartingLora;
import loralei.lora.Target;

/** What the metadata of a LoRA say of the one that its run went on from, besides its settings. */
final class StartMetadata {
    /** Name and content of the LoRA that a run went on from, as JSON. */
    static final String START = "loralei.start";

    /** What kohya's tools write for ranks and alphas that are not the same everywhere. */
    private static final String UNEVEN = "Dynamic";

    private static final int WIDE_KERNEL = 3;

    private StartMetadata() {}

    static Map<String, String> of(StartingLora start) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, String> from = new LinkedHashMap<>();
        from.put("name", start.name());
        from.put("sha256", start.sha256());
        metadata.put(START, json(from));
        List<Target> wide = start.targets().stream()
                .filter(target -> target.module().kernel() == WIDE_KERNEL)
                .toList();
        List<Target> others = start.targets().stream()
                .filter(target -> target.module().kernel() != WIDE_KERNEL)
                .toList();
        boolean even = isEven(wide) && isEven(others) && !others.isEmpty();
        if (!even) {
            metadata.put("ss_network_dim", UNEVEN);
            metadata.put("ss_network_alpha", UNEVEN);
        } else if (!wide.isEmpty()) { // kohya's conv_dim: of kernels over 1
            metadata.put("ss_network_dim", String.valueOf(others.get(0).rank()));
            metadata.put("ss_network_alpha", String.valueOf(others.get(0).alpha()));
            Map<String, String> ofConvolutions = new LinkedHashMap<>();
            ofConvolutions.put("conv_dim", String.valueOf(wide.get(0).rank()));
            ofConvolutions.put("conv_alpha", String.valueOf(wide.get(0).alpha()));
            metadata.put("ss_network_args", json(ofConvolutions));
        }
        return metadata;
    }

    private static boolean isEven(List<Target> targets) {
        return targets.stream()
                        .map(target -> target.rank() + " " + target.alpha())
                        .distinct()
                        .count()
                <= 1;
    }

    private static String json(Map<String, String> map) {
        try {
            return JsonText.OWN.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings can be written as JSON", e);
        }
    }
}
