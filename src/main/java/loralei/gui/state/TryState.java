package loralei.gui.state;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the tab that draws said last, as it was written: also what is wrong is there again the next time.
 *
 * @param texts what stood in each field, by its name
 * @param loras the LoRAs from the top down
 * @param recentLoras LoRAs that were drawn with, the newest first, at most {@value #MOST_RECENT}
 */
public record TryState(Map<String, String> texts, List<Lora> loras, List<Path> recentLoras) {
    /**
     * A LoRA as it was written.
     *
     * @param file where it is
     * @param weight how strong it is
     */
    public record Lora(String file, String weight) {
        /** What a file leaves out is empty. */
        public Lora {
            file = Objects.requireNonNullElse(file, "");
            weight = Objects.requireNonNullElse(weight, "");
        }
    }

    /** What a list of recent LoRAs holds at most. */
    public static final int MOST_RECENT = 15;

    /** What the tab says at first. */
    public static final TryState FIRST = new TryState(Map.of(), List.of(), List.of());

    /** Keeps copies; what a file leaves out is as it is at first. */
    public TryState {
        Map<String, String> written = new LinkedHashMap<>(Objects.requireNonNullElse(texts, Map.of()));
        written.values().removeIf(Objects::isNull);
        texts = Collections.unmodifiableMap(written);
        loras = Objects.requireNonNullElse(loras, List.<Lora>of()).stream()
                .filter(Objects::nonNull)
                .toList();
        recentLoras = Objects.requireNonNullElse(recentLoras, List.<Path>of()).stream()
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_RECENT)
                .toList();
    }

    /** The same with other entries. */
    public TryState withEntries(Map<String, String> newTexts, List<Lora> newLoras) {
        return new TryState(newTexts, newLoras, recentLoras);
    }

    /** The same with LoRAs in front of the recent ones. */
    public TryState withRecent(List<Path> used) {
        List<Path> all = new ArrayList<>(used);
        all.addAll(recentLoras);
        return new TryState(texts, loras, all);
    }
}
