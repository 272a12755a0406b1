package loralei.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import loralei.config.Setting;
import loralei.config.TrainingConfig;
import loralei.job.BenchResult;
import loralei.text.Message;

/**
 * A row of a table of measurements.
 *
 * @param settings what was measured, by the names of the settings
 * @param medianStepSeconds the median of the runs' medians; 0 where nothing was measured
 * @param stepsPerSecond its inverse
 * @param peakMemoryBytes the most memory that a process of them held; 0 where the system does not tell
 * @param peakDeviceMemoryBytes the most memory in use on the GPU; 0 on the CPU
 * @param note why there is no measurement, or fewer than were asked for
 * @param runs each of them, in a process of its own
 */
record BenchRow(
        Map<String, JsonNode> settings,
        double medianStepSeconds,
        double stepsPerSecond,
        long peakMemoryBytes,
        long peakDeviceMemoryBytes,
        Optional<Message> note,
        List<BenchResult> runs) {

    /** The row of these runs; some may have failed. */
    static BenchRow of(Map<String, JsonNode> settings, Optional<Message> note, List<BenchResult> runs) {
        double seconds = median(runs, BenchResult::medianStepSeconds);
        return new BenchRow(
                settings,
                seconds,
                seconds > 0 ? 1 / seconds : 0,
                largest(runs, BenchResult::peakMemoryBytes),
                largest(runs, BenchResult::peakDeviceMemoryBytes),
                note,
                List.copyOf(runs));
    }

    /** The values of these settings as they are in files. */
    static Map<String, JsonNode> settings(List<Setting<?>> settings, TrainingConfig config) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            values.put(setting.name(), setting.type().toJson(config.values().get(setting.name())));
        }
        return values;
    }

    String value(String setting) {
        return settings.containsKey(setting) ? settings.get(setting).asText() : "";
    }

    /** The type that was computed in; as long as nothing was measured, the one that was chosen. */
    String precision() {
        return isMeasured() ? runs.get(0).precision() : value("precision");
    }

    boolean isMeasured() {
        return !runs.isEmpty();
    }

    /** Of an even number the mean of the two in the middle. */
    private static double median(List<BenchResult> runs, ToDoubleFunction<BenchResult> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return 0;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static long largest(List<BenchResult> runs, ToLongFunction<BenchResult> value) {
        return runs.stream().mapToLong(value).max().orElse(0);
    }
}
