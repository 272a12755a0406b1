package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loralei.job.LoraChoice;
import loralei.lora.LoraFile;
import loralei.lora.LoraReport;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.SafetensorsWriter;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums and other ranks of LoRAs against direct computation, and against what kohya's scripts made of the same files. */
@ParameterizedClass
@ValueSource(strings = {"sd15", "sdxl"})
class MergeAndResizeTest {
    private static final Path LORAS = Path.of("src/test/resources/loralei/lora/stack");

    /** Of sums and products in fp32. */
    private static final double EXACT = 1e-6;

    /** Beside numbers of another library's decomposition in fp32. */
    private static final double DECOMPOSED = 2e-5;

    @TempDir
    private Path folder;

    private final String family;

    MergeAndResizeTest(String family) {
        this.family = family;
    }

    private Path lora(String name) {
        return LORAS.resolve(family + "-" + name + ".safetensors");
    }

    private ToolOutput output(DType type) {
        return new ToolOutput(folder.resolve("made.safetensors"), Optional.of(type), true);
    }

    private Path merged(Optional<RankChoice> rank, DType type, LoraChoice... loras) throws IOException {
        return new MergeJob()
                .run(new MergeRequest(List.of(loras), rank, output(type)), ToolWatcher.NONE)
                .file()
                .orElseThrow();
    }

    private ToolResult resized(Path lora, RankChoice rank) throws IOException {
        return new ResizeJob().run(new ResizeRequest(lora, rank, output(DType.F32)), ToolWatcher.NONE);
    }

    private static Map<String, TensorData> tensors(Path file) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            for (TensorInfo info : open.tensors().values()) {
                tensors.put(info.name(), new TensorData(info.dtype(), info.shape(), open.read(info.name())));
            }
        }
        return tensors;
    }

    private static Map<String, String> metadata(Path file) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return open.metadata();
        }
    }

    @Test
    void aSumIsExactForDifferentRanksAlphasAndModules() throws IOException {
        Path made = merged(
                Optional.empty(),
                DType.F32,
                new LoraChoice(lora("a"), 0.7),
                new LoraChoice(lora("b"), -0.4),
                new LoraChoice(lora("c"), 1.5));
        Map<String, double[]> expected = new TreeMap<>();
        Products.add(expected, Products.of(lora("a")), 0.7);
        Products.add(expected, Products.of(lora("b")), -0.4);
        Map<String, double[]> ends = Products.of(lora("c"));
        Optional.ofNullable(ends.remove("lora_unet_add_embedding_linear_2"))
                .ifPresent(product -> ends.put("lora_unet_label_emb_0_2", product)); // kohya's name of SDXL's
        Products.add(expected, ends, 1.5);
        Products.expectEqual(Products.of(made), expected, EXACT);
        assertThat(LoraFile.read(made).report().problems()).isEmpty();
    }

    @Test
    void valuesStayBitByBitWhereWeightsAllowIt() throws IOException {
        Path half = folder.resolve("half.safetensors");
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors(lora("a")).forEach((name, data) -> tensors.put(name, data.as(DType.F16)));
        tensors.replaceAll(
                (name, data) -> name.endsWith(".alpha") ? TensorData.ofFloats(DType.F16, new float[] {1.5f}) : data);
        SafetensorsWriter.write(half, tensors, Map.of());
        Path made = merged(Optional.empty(), DType.F16, new LoraChoice(half, 0.5));
        Map<String, TensorData> found = tensors(made);
        tensors.forEach((name, data) -> {
            if (name.endsWith(".weight")) {
                assertThat(found.get(name)).as(name).isEqualTo(data);
            }
        });
        Map<String, double[]> expected = new TreeMap<>();
        Products.add(expected, Products.of(half), 0.5);
        Products.expectEqual(Products.of(made), expected, EXACT);
    }

    @Test
    void anAlphaThatTheTypeCannotHoldIsMadeUpFor() throws IOException {
        Path made = new ResizeJob()
                .run(new ResizeRequest(withAlpha(0.37f), new RankChoice.Fixed(3), output(DType.BF16)), ToolWatcher.NONE)
                .file()
                .orElseThrow();
        Map<String, double[]> expected = Products.of(folder.resolve("alpha.safetensors"));
        Map<String, double[]> found = Products.of(made);
        // The sums over all values: rounding of single values to 8 bits cancels out, a wrong alpha would not.
        expected.forEach((module, product) -> assertThat(
                        Math.abs(inner(found.get(module), product) / inner(product, product) - 1))
                .as(module)
                .isLessThan(1.2e-3));
    }

    private static double inner(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private Path withAlpha(float alpha) throws IOException {
        Map<String, TensorData> tensors = tensors(lora("a"));
        tensors.replaceAll((name, data) -> name.endsWith(".alpha") ? TensorData.ofFloats(new float[] {alpha}) : data);
        Path file = folder.resolve("alpha.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        return file;
    }

    @Test
    void namingsOfOtherProgramsAreAddedUp() throws IOException {
        Path tiny = Path.of("src/test/resources/loralei/conformance").resolve(family);
        Path made = merged(
                Optional.empty(),
                DType.F32,
                new LoraChoice(tiny.resolve("lora.kohya.safetensors"), 1),
                new LoraChoice(tiny.resolve("lora.diffusers.safetensors"), 0.25));
        Map<String, double[]> expected = new TreeMap<>();
        // The same matrices, with alpha = rank / 2 in kohya's and none in the other.
        Products.add(expected, Products.of(tiny.resolve("lora.kohya.safetensors")), 1.5);
        Products.expectEqual(Products.of(made), expected, 1e-5);
    }

    @Test
    void aSumInARankIsThatOfKohya() throws IOException {
        Path made = merged(
                Optional.of(new RankChoice.Fixed(3)),
                DType.F32,
                new LoraChoice(lora("a"), 0.7),
                new LoraChoice(lora("b"), -0.4));
        KohyaNumbers.expect(Products.of(made), family + ".merge3", DECOMPOSED);
        assertThat(Products.ranks(made).values()).allMatch(rank -> rank <= 3);
    }

    @Test
    void anotherRankIsThatOfKohya() throws IOException {
        ToolResult result = resized(lora("a"), new RankChoice.Fixed(2));
        Path made = result.file().orElseThrow();
        KohyaNumbers.expect(Products.of(made), family + ".resize2", DECOMPOSED);
        Map<String, float[]> alphas = KohyaNumbers.of(family + ".resize2.alpha");
        try (SafetensorsFile open = SafetensorsFile.open(made)) {
            for (Map.Entry<String, float[]> alpha : alphas.entrySet()) {
                assertThat(open.floats(alpha.getKey() + ".alpha")).containsExactly(alpha.getValue());
            }
        }
        assertThat(result.lines().toString())
                .contains(
                        "largest rank before: 3",
                        "rank 2 in all modules (" + alphas.size() + ")",
                        "kept of the change");
    }

    @Test
    void aShareOfEnergyNeedsOneLessThanKohyaKeeps() throws IOException {
        Path made =
                resized(lora("a"), new RankChoice.Energy(0.8 * 0.8, 64)).file().orElseThrow();
        Map<String, Integer> kohya = new HashMap<>();
        KohyaNumbers.of(family + ".fro.rank").forEach((module, rank) -> kohya.put(module, (int) rank[0] - 1));
        assertThat(Products.ranks(made)).isEqualTo(kohya).containsValue(2).containsValue(1);
    }

    @Test
    void whatIsKeptHoldsTheShareThatWasAskedFor() throws IOException {
        double share = 0.9;
        Path made = resized(lora("a"), new RankChoice.Energy(share, 64)).file().orElseThrow();
        Map<String, double[]> before = Products.of(lora("a"));
        Products.of(made)
                .forEach((module, product) -> assertThat(
                                inner(product, product) / inner(before.get(module), before.get(module)))
                        .as(module)
                        .isGreaterThan(share - 1e-6));
        Map<String, double[]> whole = Products.of(
                resized(lora("a"), new RankChoice.Energy(1, 64)).file().orElseThrow());
        Products.expectEqual(whole, before, EXACT);
        Path few = resized(lora("a"), new RankChoice.Energy(1, 1)).file().orElseThrow();
        assertThat(Products.ranks(few).values()).allMatch(rank -> rank == 1);
    }

    @Test
    void metadataAndNamesStayWhereARankIsChanged() throws IOException {
        Path named = folder.resolve("named.safetensors");
        Map<String, String> before = new HashMap<>(Map.of(
                "ss_training_comment", "mine",
                "ss_network_dim", "3",
                "ss_tag_frequency", "{}",
                "sshs_model_hash", "stale",
                "modelspec.title", "My cat"));
        Map<String, TensorData> tensors = tensors(Path.of("src/test/resources/loralei/conformance")
                .resolve(family)
                .resolve("lora.diffusers.safetensors"));
        SafetensorsWriter.write(named, tensors, before);
        Path made = resized(named, new RankChoice.Fixed(2)).file().orElseThrow();
        assertThat(metadata(made))
                .containsEntry("modelspec.title", "My cat")
                .containsEntry("ss_tag_frequency", "{}")
                .containsEntry("ss_network_dim", "2")
                .containsEntry("ss_training_comment", "dimension is resized from 4 to 2; mine")
                .doesNotContainKey("sshs_model_hash");
        assertThat(tensors(made).keySet()).isEqualTo(tensors.keySet());
        Path kohya = resized(lora("a"), new RankChoice.Fixed(2)).file().orElseThrow();
        assertThat(metadata(kohya)).containsKeys("sshs_model_hash", "sshs_legacy_hash");
        assertThat(LoraFile.read(kohya).report().problems()).isEmpty();
    }

    @Test
    void aSumTellsWhatItIsOf() throws IOException {
        Map<String, TensorData> tensors = tensors(lora("a"));
        Path cat = folder.resolve("cat.safetensors");
        Path dog = folder.resolve("dog.safetensors");
        SafetensorsWriter.write(
                cat, tensors, Map.of("modelspec.trigger_phrase", "fsk49 cat", "modelspec.prediction_type", "v"));
        SafetensorsWriter.write(dog, tensors, Map.of("modelspec.trigger_phrase", "wug dog"));
        Path made = merged(Optional.empty(), DType.F16, new LoraChoice(cat, 0.8), new LoraChoice(dog, 1));
        assertThat(metadata(made))
                .containsEntry("modelspec.merged_from", "cat, dog")
                .containsEntry("ss_training_comment", "merged: cat:0.8 + dog:1")
                .containsEntry("modelspec.trigger_phrase", "fsk49 cat, wug dog")
                .containsEntry("ss_network_dim", "6")
                .containsEntry("ss_base_model_version", family.equals("sd15") ? "sd_v1" : "sdxl_base_v1-0")
                .containsKeys("sshs_model_hash", "modelspec.architecture", "modelspec.date");
        LoraReport report = LoraFile.read(made).report();
        assertThat(report.problems()).isEmpty();
        assertThat(report.tensors().keySet()).containsExactly(DType.F16);
    }

    @Test
    void itEndsWhenAskedToAndLeavesNothing() throws IOException {
        List<Integer> seen = new ArrayList<>();
        ToolWatcher watcher = new ToolWatcher() {
            @Override
            public void at(int done, int of) {
                seen.add(done);
            }

            @Override
            public boolean stopped() {
                return seen.size() == 2;
            }
        };
        ToolResult result =
                new ResizeJob().run(new ResizeRequest(lora("a"), new RankChoice.Fixed(1), output(DType.F32)), watcher);
        assertThat(result.file()).isEmpty();
        assertThat(seen).containsExactly(1, 2);
        assertThat(folder).isEmptyDirectory();
    }
}
