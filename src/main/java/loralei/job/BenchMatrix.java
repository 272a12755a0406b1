package loralei.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Bytes;
import loralei.config.PartialConfig;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
import loralei.text.Message;

/** The tables that {@code bench} measures: what people train, and what each setting that saves memory buys and costs. */
public final class BenchMatrix {
    private static final String SD15 = "sd15";
    private static final String SDXL = "sdxl";
    private static final String FP16 = "fp16";
    private static final int SMALL = 512;
    private static final int LARGE = 1024;
    private static final int[] BATCHES = {1, 4};

    /** What saves memory, by the names and texts of settings; the first saves nothing. */
    private static final List<Map<String, String>> PLANS =
            List.of(Map.of("gradientCheckpointing", "false"), Map.of("gradientCheckpointing", "true"));

    private static final Map<String, String> CHECKPOINTING = PLANS.get(1);

    private static final List<Map<String, String>> ROWS = rows();

    private BenchMatrix() {}

    /**
     * What is measured in a process of its own.
     *
     * @param config the settings
     * @param tooLarge why it is left out; empty where there is memory enough
     */
    public record Row(TrainingConfig config, Optional<Message> tooLarge) {}

    private static List<Map<String, String>> rows() {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int batch : BATCHES) {
            for (String precision : List.of("fp32", "bf16", FP16)) {
                PLANS.forEach(plan -> rows.add(row(SD15, SMALL, batch, precision, plan)));
            }
        }
        for (int resolution : new int[] {SMALL, LARGE}) {
            for (int batch : BATCHES) {
                rows.add(row(SDXL, resolution, batch, "bf16", CHECKPOINTING));
            }
        }
        return rows;
    }

    private static Map<String, String> row(
            String family, int resolution, int batch, String precision, Map<String, String> plan) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("family", family);
        row.put("resolution", String.valueOf(resolution));
        row.put("batchSize", String.valueOf(batch));
        row.put("precision", precision);
        row.putAll(plan);
        return row;
    }

    /**
     * The rows of the whole table that agree with what was given; what the table does not set holds for all of them.
     *
     * @param given the settings that a person named; a base model is of the family that was named, or of the first
     * @param random whether the networks are the released ones with random weights
     */
    public static List<Row> table(PartialConfig given, boolean random) {
        return table(given, random, Machine.look());
    }

    static List<Row> table(PartialConfig given, boolean random, Machine here) {
        Map<String, Object> wanted = new HashMap<>(given.values());
        if (!random) {
            wanted.put("family", given.config().family());
        }
        return ROWS.stream()
                .map(PartialConfig::ofTexts)
                .filter(row -> row.values().entrySet().stream()
                        .allMatch(value -> wanted.getOrDefault(value.getKey(), value.getValue())
                                .equals(value.getValue())))
                .map(row -> row.overriddenBy(given).config())
                .filter(config ->
                        !isForCards(config) || memory(config, random, here).onGpu())
                .map(config -> row(config, random, here))
                .toList();
    }

    /** What was given, with each way to save memory. */
    public static List<Row> plans(PartialConfig given, boolean random) {
        Machine here = Machine.look();
        return PLANS.stream()
                .map(plan -> given.overriddenBy(PartialConfig.ofTexts(plan)).config())
                .map(config -> row(config, random, here))
                .toList();
    }

    /** What was given, as a table of one row. */
    public static List<Row> one(PartialConfig given, boolean random) {
        return List.of(row(given.config(), random, Machine.look()));
    }

    /** Processors are slow in fp16, and have bf16. */
    private static boolean isForCards(TrainingConfig config) {
        return config.precision().id().equals(FP16);
    }

    private static Row row(TrainingConfig config, boolean random, Machine here) {
        RunPreview.Memory memory = memory(config, random, here);
        return new Row(
                config,
                memory.fits()
                        ? Optional.empty()
                        : Optional.of(Message.of(
                                "bench.tooLarge",
                                Bytes.memory(memory.needed()),
                                Bytes.memory(memory.available().orElse(0)))));
    }

    private static RunPreview.Memory memory(TrainingConfig config, boolean random, Machine here) {
        PreviewJob.Net net =
                random ? PreviewJob.Net.released(config.family()) : PreviewJob.net(config, new ArrayList<>());
        return PreviewJob.memory(config, PictureSize.square(config.resolution().largest()), net, here);
    }
}
