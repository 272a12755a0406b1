package loralei.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.Bytes;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.PrecisionChoice;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
import loralei.text.Message;

/** The tables that {@code bench} measures: what people train, and what each setting that saves memory buys and costs. */
public final class BenchMatrix {
    private static final int[] BATCHES = {1, 4};

    /** What saves memory, by the names and texts of settings; the first saves nothing, the others more and more. */
    private static List<Map<String, String>> plans(BaseWeights eightBits) {
        return List.of(
                plan("off", "same", "off"),
                plan("on", "same", "off"),
                plan("on", eightBits.id(), "off"),
                plan("on", "same", "on"));
    }

    private BenchMatrix() {}

    /**
     * What is measured in a process of its own.
     *
     * @param config the settings
     * @param tooLarge why it is left out; empty where there is memory enough
     */
    public record Row(TrainingConfig config, Optional<Message> tooLarge) {}

    /** The small networks in all types, the large ones in the one that they are trained in, also at half their size. */
    private static List<Map<String, String>> rows(BaseWeights eightBits) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Family family : Family.values()) {
            int usual = TrainingConfig.defaults(family).resolution().largest();
            List<Integer> sizes = family.isLarge() ? List.of(usual / 2, usual) : List.of(usual);
            List<PrecisionChoice> types = family.isLarge()
                    ? List.of(PrecisionChoice.BF16)
                    : List.of(PrecisionChoice.FP32, PrecisionChoice.BF16, PrecisionChoice.FP16);
            for (int size : sizes) {
                for (int batch : BATCHES) {
                    for (PrecisionChoice type : types) {
                        plans(eightBits).stream()
                                .skip(family.isLarge() ? 1 : 0)
                                .forEach(plan -> rows.add(row(family.id(), size, batch, type.id(), plan)));
                    }
                }
            }
        }
        return rows;
    }

    /** Each names all of them: what is left to the program would not be known. */
    private static Map<String, String> plan(String checkpointing, String baseWeights, String offload) {
        return Map.of("gradientCheckpointing", checkpointing, "baseWeights", baseWeights, "offload", offload);
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
        return rows(eightBits(given)).stream()
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
        return plans(eightBits(given)).stream()
                .map(plan -> given.overriddenBy(PartialConfig.ofTexts(plan)).config())
                .filter(config ->
                        !isForCards(config) || memory(config, random, here).onGpu())
                .map(config -> row(config, random, here))
                .toList();
    }

    /** The 8 bits that a person named, or those that a run chooses. */
    private static BaseWeights eightBits(PartialConfig given) {
        Object named = given.values().get("baseWeights");
        return named instanceof BaseWeights kind && kind.isEightBits() ? kind : BaseWeights.INT8;
    }

    /** What was given, as a table of one row. */
    public static List<Row> one(PartialConfig given, boolean random) {
        return List.of(row(given.config(), random, Machine.look()));
    }

    /** Processors are slow in fp16, and have bf16; and offloading leaves weights in a file, of which random ones have none. */
    private static boolean isForCards(TrainingConfig config) {
        return config.precision() == PrecisionChoice.FP16 || config.offload() == AutoSwitch.ON;
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
