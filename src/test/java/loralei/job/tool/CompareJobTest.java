package loralei.job.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.lora.KeyFormat;
import loralei.lora.LoraPart;
import loralei.lora.ModuleName;
import loralei.safetensors.DType;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two LoRAs beside each other, against changes that are written out in full. */
class CompareJobTest {
    private static final ModuleName KEY = ModuleName.unet("mid_block.attentions.0.transformer_blocks.0.attn2.to_k");
    private static final ModuleName CONVOLUTION = ModuleName.unet("down_blocks.1.resnets.0.conv1");

    @TempDir
    private Path folder;

    private Path write(String name, ToolLora lora) throws IOException {
        return lora.write(folder.resolve(name));
    }

    private static LoraComparison compare(Path one, Path other) throws IOException {
        return new CompareJob().run(one, other, ToolWatcher.NONE);
    }

    private static List<String> lines(LoraComparison found) {
        return found.lines().stream().map(Message::toString).toList();
    }

    /** alpha / rank * up down, (out, in * k * k), one value after the other. */
    private static double[] change(ToolLora lora, ModuleName module, double alpha) {
        float[] up = lora.tensors.get(lora.name(module, LoraPart.UP)).floats();
        TensorData downData = lora.tensors.get(lora.name(module, LoraPart.DOWN));
        float[] down = downData.floats();
        int rank = downData.shape().get(0).intValue();
        int in = down.length / rank;
        double[] change = new double[up.length / rank * in];
        for (int i = 0; i < change.length; i++) {
            for (int r = 0; r < rank; r++) {
                change[i] += alpha / rank * up[i / in * rank + r] * down[r * in + i % in];
            }
        }
        return change;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void sizesAndAnglesAreThoseOfTheWholeChanges() throws IOException {
        ToolLora one = new ToolLora(Family.SD15, KeyFormat.KOHYA)
                .add(KEY, 0, 768, DType.F32, 2)
                .add(CONVOLUTION, 3, 5, DType.F32, 2);
        ToolLora other = new ToolLora(Family.SD15, KeyFormat.COMFY)
                .add(CONVOLUTION, 3, 5, DType.F16, 1)
                .add(KEY, 0, 768, DType.F32, 1);
        LoraComparison found = compare(write("a.safetensors", one), write("b.safetensors", other));
        double all = 0;
        double first = 0;
        double second = 0;
        for (ModuleName module : List.of(KEY, CONVOLUTION)) {
            double[] a = change(one, module, 2);
            double[] b = change(other, module, 1);
            double[] difference = new double[a.length];
            for (int i = 0; i < a.length; i++) {
                difference[i] = a[i] - b[i];
            }
            LoraComparison.Module told = found.modules().stream()
                    .filter(candidate -> candidate.name().equals(module.toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(told.first()).isCloseTo(Math.sqrt(dot(a, a)), within(1e-9));
            assertThat(told.second()).isCloseTo(Math.sqrt(dot(b, b)), within(1e-9));
            assertThat(told.difference()).isCloseTo(Math.sqrt(dot(difference, difference)), within(1e-9));
            assertThat(told.similarity()).isCloseTo(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)), within(1e-9));
            all += dot(a, b);
            first += dot(a, a);
            second += dot(b, b);
        }
        assertThat(found.first()).isCloseTo(Math.sqrt(first), within(1e-9));
        assertThat(found.second()).isCloseTo(Math.sqrt(second), within(1e-9));
        assertThat(found.similarity()).isCloseTo(all / Math.sqrt(first * second), within(1e-9));
        assertThat(found.equal()).isFalse();
        assertThat(found.modules()).isSortedAccordingTo((a, b) -> Double.compare(b.difference(), a.difference()));
        assertThat(lines(found))
                .contains("naming: kohya and ComfyUI", "alpha: 2.0 and 1.0")
                .noneMatch(line -> line.startsWith("rank") || line.startsWith("family"));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void anotherNamingIsTheSameEffectToTheBit(Family family) throws IOException {
        Path one = write("a.safetensors", ToolLora.whole(family, KeyFormat.KOHYA, DType.F16, 4, 1, 16));
        Path other = folder.resolve("b.safetensors");
        for (KeyFormat naming : List.of(KeyFormat.PEFT, KeyFormat.COMFY)) {
            new ConvertJob()
                    .run(
                            new ConvertRequest(one, naming, new ToolOutput(other, Optional.empty(), true)),
                            ToolWatcher.NONE);
            LoraComparison found = compare(one, other);
            assertThat(found.equal()).isTrue();
            assertThat(found.similarity()).isEqualTo(1);
            assertThat(found.modules()).allMatch(module -> module.difference() == 0);
            assertThat(lines(found)).anyMatch(line -> line.startsWith("naming: kohya and"));
        }
    }

    @Test
    void oneBitIsADifference() throws IOException {
        ToolLora lora = new ToolLora(Family.SDXL, KeyFormat.KOHYA).add(KEY, 0, 2048, DType.F16, 1);
        Path one = write("a.safetensors", lora);
        String up = lora.name(KEY, LoraPart.UP);
        float[] values = lora.tensors.get(up).floats();
        values[3] = -values[3];
        lora.tensors.put(up, TensorData.ofFloats(DType.F16, values, 5, 4));
        LoraComparison found = compare(one, write("b.safetensors", lora));
        assertThat(found.equal()).isFalse();
        assertThat(found.modules().get(0).difference()).isPositive();
    }

    @Test
    void whatOnlyOneHasIsNamed() throws IOException {
        ToolLora one = new ToolLora(Family.SD15, KeyFormat.KOHYA)
                .add(KEY, 0, 768, DType.F32, 2)
                .add(CONVOLUTION, 3, 5, DType.F32, 2);
        Path first = one.write(folder.resolve("a.safetensors"), Map.of("ss_seed", "1", "ss_steps", "5"));
        one.tensors.keySet().removeIf(name -> name.contains("resnets"));
        Path second = one.write(folder.resolve("b.safetensors"), Map.of("ss_seed", "2", "ss_steps", "5"));
        LoraComparison found = compare(first, second);
        assertThat(lines(found))
                .contains(
                        "modules only in the first: 1 (unet.down_blocks.1.resnets.0.conv1)",
                        "metadata that differ: 1 (ss_seed)");
        assertThat(found.modules().get(0))
                .satisfies(module -> assertThat(module.second()).isZero())
                .satisfies(module -> assertThat(module.similarity()).isZero())
                .satisfies(module -> assertThat(module.difference()).isEqualTo(module.first()));
        assertThat(lines(compare(second, first))).anyMatch(line -> line.startsWith("modules only in the second: 1"));
    }

    @Test
    void ofOtherFamiliesTheModulesHaveOtherSizes() throws IOException {
        Path one = write("a.safetensors", new ToolLora(Family.SD15, KeyFormat.KOHYA).add(KEY, 0, 768, DType.F32, 2));
        Path other = write("b.safetensors", new ToolLora(Family.SDXL, KeyFormat.KOHYA).add(KEY, 0, 2048, DType.F32, 2));
        LoraComparison found = compare(one, other);
        assertThat(lines(found))
                .contains("family: SD1.5 and SDXL", "modules of the same name for layers of other sizes: 1");
        assertThat(found.similarity()).isZero();
    }

    @Test
    void whatIsNotUnderstoodIsNotCompared() throws IOException {
        ToolLora lora = new ToolLora(Family.SD15, KeyFormat.KOHYA).add(KEY, 0, 768, DType.F32, 2);
        Path plain = write("a.safetensors", lora);
        String up = lora.name(KEY, LoraPart.UP);
        lora.tensors.put(up.replace("lora_up.weight", "dora_scale"), TensorData.ofFloats(new float[5], 5, 1));
        Path dora = write("b.safetensors", lora);
        assertThatThrownBy(() -> compare(plain, dora))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds DoRA, which cannot be compared");
        lora.tensors.remove(up.replace("lora_up.weight", "dora_scale"));
        lora.tensors.put(up, TensorData.ofFloats(new float[] {Float.NaN, 1, 1, 1}, 1, 4));
        Path broken = write("c.safetensors", lora);
        assertThatThrownBy(() -> compare(plain, broken)).hasMessageContaining("NaN");
    }
}
