package loralei.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hashes as A1111, kohya and CivitAI compute them, beside sums over the pieces of a file. */
class FileHashesTest {
    @TempDir
    private Path folder;

    private static String sha256(byte[] all, int from, int to) {
        return Sha256.of(Arrays.copyOfRange(all, from, to));
    }

    @Test
    void eachIsOfItsPieceOfTheFile() throws IOException {
        Path file = folder.resolve("a.safetensors");
        float[] values = new float[800_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        SafetensorsWriter.write(file, Map.of("w", TensorData.ofFloats(values, values.length)), Map.of("a", "b"));
        byte[] all = Files.readAllBytes(file);
        int data = all.length - 4 * values.length;
        List<Long> progress = new ArrayList<>();
        FileHashes hashes = FileHashes.of(file, progress::add);
        assertThat(hashes.sha256()).isEqualTo(sha256(all, 0, all.length));
        assertThat(hashes.autoV1()).isEqualTo(sha256(all, 0x100000, 0x110000).substring(0, 8));
        assertThat(hashes.autoV2()).isEqualTo(sha256(all, 0, all.length).substring(0, 10));
        assertThat(hashes.autoV3()).isEqualTo(sha256(all, data, all.length).substring(0, 12));
        assertThat(progress).hasSizeGreaterThan(2).last().isEqualTo((long) all.length);
    }

    /** {@code printf 'abc' | sha256sum}, and that of nothing, which A1111 gives to all files under 1 MiB. */
    @Test
    void aSmallFileOfAnyKindHasThoseThatItCanHave() throws IOException {
        Path file = Files.writeString(folder.resolve("a.pt"), "abc");
        assertThat(FileHashes.of(file, bytes -> {}))
                .isEqualTo(new FileHashes(
                        file,
                        "e3b0c442",
                        "ba7816bf8f",
                        "",
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
}
