package loralei.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loralei.safetensors.Sha256;
import loralei.safetensors.TensorData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache's folder: what is kept, what makes way, and what others may do to it. */
class DiskCacheTest {
    private static final long PLENTY = 1_000_000_000;

    /** Values of an entry, so that it has 4,000 bytes and something. */
    private static final int VALUES = 1000;

    @TempDir
    private Path folder;

    private DiskCache cache(long limit) {
        return new DiskCache(folder.resolve("cache"), limit, 0);
    }

    private static String key(int number) {
        return Sha256.of(new byte[] {(byte) number});
    }

    private static Map<String, TensorData> tensors(int number) {
        float[] values = new float[VALUES];
        Arrays.fill(values, number);
        return Map.of("a", TensorData.ofFloats(values, 1, VALUES), "b", TensorData.ofFloats(new float[] {number}, 1));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private Path file(int number) {
        return folder.resolve("cache/entries")
                .resolve(key(number).substring(0, 2))
                .resolve(key(number) + ".safetensors");
    }

    private void age(int number, Duration age) throws IOException {
        Files.setLastModifiedTime(file(number), FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void whatWasKeptIsThereForTheNextOne() {
        assertThat(cache(PLENTY).has(key(1))).isFalse();
        assertThat(cache(PLENTY).read(key(1))).isEmpty();
        assertThat(cache(PLENTY).write(key(1), tensors(1))).isTrue();
        assertThat(cache(PLENTY).has(key(1))).isTrue();
        assertThat(cache(PLENTY).read(key(1))).contains(tensors(1));
        assertThat(cache(PLENTY).read(key(2))).isEmpty();
    }

    @Test
    void anEntryUnderAnotherKeyIsNotTaken() throws IOException {
        cache(PLENTY).write(key(1), tensors(1));
        Files.createDirectories(file(2).getParent());
        Files.move(file(1), file(2));
        assertThat(cache(PLENTY).read(key(2))).isEmpty();
    }

    @Test
    void whatWasNotUsedForLongestMakesWay() throws IOException {
        DiskCache first = cache(PLENTY);
        for (int number = 1; number <= 3; number++) {
            first.write(key(number), tensors(number));
            age(number, Duration.ofDays(10 - number));
        }
        DiskCache second = cache(15_000);
        assertThat(second.has(key(1))).isTrue(); // the oldest is in use again
        assertThat(second.write(key(4), tensors(4))).isTrue();
        assertThat(List.of(1, 2, 3, 4))
                .filteredOn(number -> Files.exists(file(number)))
                .containsExactly(1, 3, 4);
        assertThat(CacheRoom.used(folder.resolve("cache"))).isBetween(12_000L, 15_000L);
    }

    @Test
    void aCacheThatIsInUseAsAWholeTakesNoMoreAndSaysWhy() {
        DiskCache cache = cache(10_000);
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(number -> cache.write(key(number), tensors(number))))
                .containsExactly(true, true, false, false);
        assertThat(cache.refusal().orElseThrow().toString())
                .isEqualTo("it may have 10.0 kB, and all of that is in use");
        assertThat(cache.read(key(2))).contains(tensors(2));
    }

    @Test
    void theDiskIsNotFilledToItsEnd() {
        DiskCache cache = new DiskCache(folder.resolve("cache"), PLENTY, Long.MAX_VALUE / 2);
        assertThat(cache.write(key(1), tensors(1))).isFalse();
        assertThat(cache.refusal().orElseThrow().toString()).startsWith("the disk would have less than ");
    }

    @Test
    void whatNobodyUsedForTwoMonthsAndWhatWasLeftHalfWrittenIsDeleted() throws IOException {
        DiskCache cache = cache(PLENTY);
        cache.write(key(1), tensors(1));
        cache.write(key(2), tensors(2));
        age(1, CacheRoom.KEPT.plusDays(1));
        age(2, CacheRoom.KEPT.minusDays(1));
        Path half = Files.writeString(file(2).resolveSibling("loralei-1.tmp"), "half");
        Path now = Files.writeString(file(2).resolveSibling("loralei-2.tmp"), "being written");
        Files.setLastModifiedTime(half, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        cache.clean();
        assertThat(file(1)).doesNotExist();
        assertThat(half).doesNotExist();
        assertThat(now).exists();
        assertThat(file(2)).exists();
        age(2, CacheRoom.KEPT.plusDays(1));
        cache(PLENTY).clean();
        assertThat(file(2)).as("once a day is enough").exists();
    }

    @Test
    void aKillWhileWritingLeavesNoEntry() throws IOException {
        cache(PLENTY).write(key(1), tensors(1));
        byte[] whole = Files.readAllBytes(file(1));
        Files.delete(file(1));
        Files.write(file(1).resolveSibling("loralei-x.tmp"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(cache(PLENTY).has(key(1))).isFalse();
        Files.write(file(1), new byte[0]); // as a power cut may leave it
        assertThat(cache(PLENTY).has(key(1))).isFalse();
        assertThat(cache(PLENTY).read(key(1))).isEmpty();
    }

    @Test
    void severalAtOnceNeverSeeHalfAnEntry() throws Exception {
        int keys = 20;
        Callable<Integer> user = () -> {
            DiskCache cache = cache(PLENTY);
            int wrong = 0;
            for (int round = 0; round < 20; round++) {
                for (int number = 0; number < keys; number++) {
                    wrong += cache.write(key(number), tensors(number)) ? 0 : 1;
                    boolean same = cache.read(key(number))
                            .filter(tensors(number)::equals)
                            .isPresent();
                    wrong += same ? 0 : 1;
                }
            }
            return wrong;
        };
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<Integer> wrong : threads.invokeAll(List.of(user, user, user))) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(files()).hasSize(keys + 1); // and the tag
    }

    @Test
    void backupsAreToldThatItIsACache() throws IOException {
        cache(PLENTY).write(key(1), tensors(1));
        assertThat(folder.resolve("cache/CACHEDIR.TAG"))
                .content()
                .startsWith("Signature: 8a477f597d28d172789f06886806bc55\n");
    }
}
