package loralei.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings as far as they were given, on the way to a {@link TrainingConfig}: what could be read, and what could not.
 *
 * @param values what was given, by the names of the settings
 * @param problems what was given and could not be read
 */
public record PartialConfig(Map<String, Object> values, List<Problem> problems) {
    /** Keeps copies. */
    public PartialConfig {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    /**
     * Reads settings as people write them on a command line or in a window.
     *
     * @param texts the texts by the names of the settings
     */
    public static PartialConfig ofTexts(Map<String, String> texts) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            String text = texts.get(setting.name());
            if (text != null) {
                setting.type()
                        .fromText(text)
                        .ifPresentOrElse(
                                value -> values.put(setting.name(), value), () -> problems.add(setting.mistyped(text)));
            }
        }
        return new PartialConfig(values, problems);
    }

    /**
     * These settings with others laid over them. Epochs above take the place of steps below, for only one of the two
     * can set the length of a run.
     *
     * @param upper what counts where both give a setting
     */
    public PartialConfig overriddenBy(PartialConfig upper) {
        Map<String, Object> merged = new LinkedHashMap<>(values);
        if (upper.values.containsKey("epochs")) {
            merged.remove("steps");
        }
        merged.putAll(upper.values);
        Set<String> rewritten = Stream.concat(
                        upper.values.keySet().stream(), upper.problems.stream().map(Problem::field))
                .collect(Collectors.toSet());
        List<Problem> remaining = new ArrayList<>(problems.stream()
                .filter(problem -> !rewritten.contains(problem.field()))
                .toList());
        remaining.addAll(upper.problems);
        return new PartialConfig(merged, remaining);
    }

    /** The same, with what goes without saying: whoever names class images wants them. */
    public PartialConfig withImplied() {
        boolean named = values.containsKey("classDir") || values.containsKey("numClassImages");
        return named ? new PartialConfig(Map.of("prior", Prior.PICTURES), List.of()).overriddenBy(this) : this;
    }

    /** The configuration, with defaults for all that was not given or not read. */
    public TrainingConfig config() {
        return TrainingConfig.of(values);
    }

    /** All that could not be read, then all that was read and cannot work; empty where the run can start. */
    public List<Problem> check() {
        Set<String> unread = problems.stream().map(Problem::field).collect(Collectors.toSet());
        return Stream.concat(
                        problems.stream(),
                        config().check().stream().filter(problem -> !unread.contains(problem.field())))
                .toList();
    }
}
