package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.Program;
import loralei.conformance.ConformanceData;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program, killed by the system while it fills the cache on disk, and two of them at once. */
class CacheKilledTest {
    private static final int PATIENCE_SECONDS = 240;
    private static final int PICTURES = 40;

    /** Each picture has latents and a text of its own; and there is the empty one. */
    private static final int ENTRIES = 2 * PICTURES + 1;

    @TempDir
    private Path folder;

    private Path cache;

    @BeforeEach
    void picturesWithCaptions() throws IOException {
        cache = folder.resolve("cache");
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 0; i < PICTURES; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < 64 * 64; at++) {
                image.setRGB(at % 64, at / 64, at * (i + 1));
            }
            ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
            Files.writeString(pictures.resolve(i + ".txt"), "fsk49 number " + i);
        }
    }

    private Process train(String output, int gigabytes) throws IOException {
        List<String> command = Program.command();
        command.addAll(List.of("train", "--family", "sd15"));
        command.addAll(List.of("--base-model", ConformanceData.of("sd15").model() + ""));
        command.addAll(List.of("--instance-dir", folder.resolve("pictures") + "", "--instance-prompt", "fsk49"));
        command.addAll(List.of("--resolution", "64", "--rank", "4", "--learning-rate", "1e-3", "--steps", "8"));
        command.addAll(List.of("--batch-size", "5", "--device", "cpu", "--save-precision", "fp32"));
        command.addAll(List.of("--output-dir", folder.resolve(output) + "", "--output-name", "tiny"));
        command.addAll(List.of("--cache-size", gigabytes + ""));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output + ".txt").toFile());
        builder.environment().put("LORALEI_LOG_DIR", folder.resolve("log").toString());
        builder.environment().put("LORALEI_CACHE_DIR", cache.toString());
        return builder.start();
    }

    private Map<String, List<Float>> finished(Process process, String output) throws Exception {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve(output + ".txt")))
                .isZero();
        return TinyRun.values(folder.resolve(output).resolve("tiny.safetensors"));
    }

    /** As soon as there are so many entries. */
    private void killAt(int entries, Process process) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (files(".safetensors").size() < entries && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
    }

    private List<Path> files(String ending) throws IOException {
        Path entries = cache.resolve("entries");
        if (!Files.exists(entries)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        for (int i = 0; i < 256; i++) { // and no walk, which fails where a file goes while it looks
            Path inside = entries.resolve(String.format("%02x", i));
            if (Files.exists(inside)) {
                try (Stream<Path> files = Files.list(inside)) {
                    found.addAll(files.filter(file -> file.toString().endsWith(ending))
                            .toList());
                }
            }
        }
        return found;
    }

    /** The content of each entry; all of them are whole. */
    private Map<Path, String> entries() throws IOException {
        Map<Path, String> entries = new TreeMap<>();
        for (Path file : files(".safetensors")) {
            try (SafetensorsFile whole = SafetensorsFile.open(file)) {
                assertThat(whole.metadata().get("key") + ".safetensors")
                        .isEqualTo(file.getFileName().toString());
            }
            entries.put(file, Sha256.of(Files.readAllBytes(file)));
        }
        return entries;
    }

    @Test
    void killedAgainAndAgainTheNextStartUsesWhatIsThereAndEndsInTheBitsOfARunWithoutCache() throws Exception {
        Map<String, List<Float>> without = finished(train("without", 0), "without");
        assertThat(cache.resolve("entries")).doesNotExist();
        Map<Path, String> before = Map.of();
        for (int entries : List.of(1, PICTURES + 5, ENTRIES - 8)) {
            killAt(entries, train("killed", 1));
            Map<Path, String> now = entries();
            assertThat(now).hasSizeGreaterThanOrEqualTo(entries).containsAllEntriesOf(before);
            before = now;
        }
        assertThat(finished(train("last", 1), "last")).isEqualTo(without);
        assertThat(entries()).containsAllEntriesOf(before).hasSize(ENTRIES);
    }

    @Test
    void twoAtOnceFillOneCacheAndEndInTheSameBits() throws Exception {
        Process one = train("one", 1);
        Process other = train("other", 1);
        Map<String, List<Float>> values = finished(one, "one");
        assertThat(finished(other, "other")).isEqualTo(values);
        assertThat(entries()).hasSize(ENTRIES);
        assertThat(files(".tmp")).isEmpty();
        assertThat(finished(train("without", 0), "without")).isEqualTo(values);
    }
}
