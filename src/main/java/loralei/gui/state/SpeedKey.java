package loralei.gui.state;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import loralei.config.Family;
import loralei.config.SettingType;

/**
 * What the speed of a run depends on most.
 *
 * @param family the kind of base model
 * @param resolution side of the pictures in pixels
 * @param batchSize pictures in a step
 * @param device as the run named it, such as cpu or cuda
 * @param precision as the run named it, such as fp32
 * @param checkpointing whether activations are computed twice, which takes about a third longer
 */
public record SpeedKey(
        Family family, int resolution, int batchSize, String device, String precision, boolean checkpointing) {
    private static final String SEPARATOR = "|";
    private static final int PARTS = 6;

    /** The key in one word: {@code sd15|512|1|cpu|fp32|false}. */
    public String text() {
        return String.join(
                SEPARATOR,
                family.id(),
                String.valueOf(resolution),
                String.valueOf(batchSize),
                device,
                precision,
                String.valueOf(checkpointing));
    }

    /**
     * Reads what {@link #text} writes; empty where it is something else.
     *
     * @param text any text
     */
    static Optional<SpeedKey> parse(String text) {
        List<String> parts = List.of(text.split(Pattern.quote(SEPARATOR), -1));
        if (parts.size() != PARTS) {
            return Optional.empty();
        }
        return SettingType.choice(Family.class)
                .fromText(parts.get(0))
                .flatMap(family -> SettingType.INTEGER
                        .fromText(parts.get(1))
                        .flatMap(resolution -> SettingType.INTEGER
                                .fromText(parts.get(2))
                                .flatMap(batch -> SettingType.SWITCH
                                        .fromText(parts.get(5))
                                        .map(checkpointing -> new SpeedKey(
                                                family,
                                                resolution,
                                                batch,
                                                parts.get(3),
                                                parts.get(4),
                                                checkpointing)))));
    }
}
