package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.Program;
import loralei.config.OptimizerKind;
import loralei.config.SavePrecision;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole program, killed by the system while it saves after every step. */
class KilledProcessTest {
    private static final int PATIENCE_SECONDS = 120;
    private static final int KILLS = 3;
    private static final int LONGEST_LIFE_MILLIS = 500;
    private static final int STEPS = 24;

    /** What a run that is left alone ends in. */
    private static final Map<OptimizerKind, Map<String, List<Float>>> WHOLE = new EnumMap<>(OptimizerKind.class);

    @TempDir
    private Path folder;

    private Process train(OptimizerKind optimizer, Path output, int saveEvery, String... more) throws IOException {
        ConformanceData data = ConformanceData.of("sd15");
        List<String> command = Program.command();
        command.addAll(List.of("train", "--family", "sd15", "--base-model", data.model() + ""));
        command.addAll(List.of("--instance-dir", data.path("images") + "", "--instance-prompt", "fsk49"));
        // of this rank a matrix has the 4,096 values that 8-bit states begin with
        command.addAll(
                List.of("--resolution", "64", "--rank", "128", "--learning-rate", "1e-3", "--steps", STEPS + ""));
        command.addAll(List.of("--optimizer", optimizer.id(), "--save-every", saveEvery + "", "--device", "cpu"));
        command.addAll(List.of("--save-precision", "fp32", "--output-dir", output + "", "--output-name", "tiny"));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()));
        builder.environment().put("LORALEI_LOG_DIR", folder.resolve("log").toString());
        return builder.start();
    }

    private Map<String, List<Float>> whole(OptimizerKind optimizer) {
        return WHOLE.computeIfAbsent(optimizer, kind -> {
            new TinyRun(folder.resolve("whole"))
                    .with("classPrompt", "")
                    .with("rank", 128)
                    .with("steps", STEPS)
                    .with("optimizer", kind)
                    .with("savePrecision", SavePrecision.FP32)
                    .run();
            return TinyRun.values(folder.resolve("whole/tiny.safetensors"));
        });
    }

    private void finish(Process process) throws Exception {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(() -> {
                    try {
                        return Files.readString(folder.resolve("output.txt"));
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .isZero();
    }

    /** Waits for the first state that this process saves, then some moments more. */
    private static void killSoon(Process process, Path state, Random chance) throws Exception {
        long before = lastModified(state);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (lastModified(state) == before && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        Thread.sleep(chance.nextInt(LONGEST_LIFE_MILLIS));
        process.destroyForcibly().waitFor();
    }

    private static long lastModified(Path file) throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
    }

    private static void everyFileIsWhole(Path output) throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                try (SafetensorsFile whole = SafetensorsFile.open(file)) {
                    assertThat(whole.tensors()).as(file.toString()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void aRunThatIsKilledWhileItDrawsLeavesNoHalfPictureAndEndsInTheSameBits() throws Exception {
        Path parts = folder.resolve("parts");
        List<String> drawing = List.of("--preview-prompts", "a cat --w 64 --h 64 --s 4\na dog --w 128 --h 64 --s 2");
        String[] more = Stream.concat(drawing.stream(), Stream.of("--preview-every", "1", "--resume"))
                .toArray(String[]::new);
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            killSoon(train(OptimizerKind.ADAMW, parts, 1, more), parts.resolve("tiny.state/state.safetensors"), chance);
            everyPictureIsWhole(parts);
        }
        finish(train(OptimizerKind.ADAMW, parts, 1, more));

        everyPictureIsWhole(parts);
        try (Stream<Path> files = Files.list(parts.resolve("tiny-samples"))) {
            assertThat(files).allMatch(file -> file.toString().endsWith(".png")).hasSize(2 * (STEPS + 1));
        }
        assertThat(TinyRun.values(parts.resolve("tiny.safetensors")))
                .as("kills by chance, seed " + seed)
                .isEqualTo(whole(OptimizerKind.ADAMW));
    }

    private static void everyPictureIsWhole(Path output) throws IOException {
        if (!Files.exists(output.resolve("tiny-samples"))) {
            return;
        }
        try (Stream<Path> files = Files.list(output.resolve("tiny-samples"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".png")).toList()) {
                assertThat(ImageIO.read(file.toFile())).as(file.toString()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void aRunThatIsKilledAgainAndAgainEndsInTheSameBits(OptimizerKind optimizer) throws Exception {
        Path parts = folder.resolve("parts");
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        killSoon(train(optimizer, parts, 1), parts.resolve("tiny.state/state.safetensors"), chance);
        for (int kill = 1; kill < KILLS; kill++) {
            everyFileIsWhole(parts);
            killSoon(train(optimizer, parts, 1, "--resume"), parts.resolve("tiny.state/state.safetensors"), chance);
        }
        everyFileIsWhole(parts);
        finish(train(optimizer, parts, 1, "--resume"));

        assertThat(TinyRun.values(parts.resolve("tiny.safetensors")))
                .as("kills by chance, seed " + seed)
                .isEqualTo(whole(optimizer));
    }
}
