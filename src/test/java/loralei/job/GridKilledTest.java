package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.Program;
import loralei.conformance.ConformanceData;
import loralei.safetensors.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code grid}, killed by the system while it draws. */
class GridKilledTest {
    private static final int PATIENCE_SECONDS = 120;
    private static final int KILLS = 2;
    private static final int LONGEST_LIFE_MILLIS = 300;

    @TempDir
    private Path folder;

    private Process draw(Path into) throws IOException {
        ConformanceData data = ConformanceData.of("sd15");
        List<String> command = Program.command();
        command.addAll(List.of("grid", "--base-model", data.model() + "", "--into", into + ""));
        command.addAll(List.of("--lora", data.path("lora.kohya.safetensors") + ""));
        command.addAll(List.of("--prompt", "fsk49", "--prompt", "1girl", "--count", "2", "--device", "cpu"));
        command.addAll(List.of("--width", "64", "--height", "64", "--steps", "4"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()));
        builder.environment().put("LORALEI_LOG_DIR", folder.resolve("log").toString());
        return builder.start();
    }

    private void finish(Process process) throws Exception {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output.txt")))
                .isZero();
    }

    private static List<Path> files(Path into, String ending) throws IOException {
        if (!Files.exists(into)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(into)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    /** Waits for another cell of this process, then some moments more. */
    private static void killSoon(Process process, Path into, Random chance) throws Exception {
        int before = files(into, ".png").size();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (files(into, ".png").size() <= before && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        Thread.sleep(chance.nextInt(LONGEST_LIFE_MILLIS));
        process.destroyForcibly().waitFor();
    }

    private static Map<String, String> cells(Path into) throws IOException {
        Map<String, String> cells = new TreeMap<>();
        for (Path file : files(into.resolve("cells"), ".png")) {
            cells.put(file.getFileName().toString(), Sha256.of(Files.readAllBytes(file)));
        }
        return cells;
    }

    @Test
    void aGridThatIsKilledAgainAndAgainEndsInTheSamePictures() throws Exception {
        finish(draw(folder.resolve("whole")));
        Path parts = folder.resolve("parts");
        long seed = System.nanoTime();
        Random chance = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            killSoon(draw(parts), parts, chance);
            for (Path picture : files(parts, ".png")) {
                assertThat(ImageIO.read(picture.toFile()))
                        .as("%s, seed %d", picture, seed)
                        .isNotNull();
            }
        }
        finish(draw(parts));

        assertThat(cells(parts))
                .as("kills by chance, seed " + seed)
                .hasSize(16)
                .isEqualTo(cells(folder.resolve("whole")));
        assertThat(files(parts, ".tmp")).isEmpty();
        assertThat(files(parts, ".png")).hasSize(16 + 4);
    }
}
