package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.config.UserError;
import loralei.safetensors.Sha256;
import loralei.train.Preparation;
import loralei.train.TrainingEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on three prompts, two sizes and two masks that find latents and embeddings in the cache, beside one that has none. */
class CachedRunTest {
    private static final int STEPS = 7;
    private static final int PICTURES = 6;

    /** The result of a run that has no cache. */
    private static final Map<String, Object> WITHOUT = new TreeMap<>();

    @TempDir
    private Path folder;

    private Path cache;
    private ThreePrompts source;

    @BeforeEach
    void pictures() throws IOException {
        cache = folder.resolve("cache");
        source = ThreePrompts.in(folder);
    }

    private TinyRun run(String name) {
        return new TinyRun(folder.resolve(name))
                .on(source)
                .with("batchSize", 2)
                .with("steps", STEPS)
                .tracing(folder.resolve(name).resolve("trace"), STEPS);
    }

    private Map<String, Object> without() throws IOException {
        if (WITHOUT.isEmpty()) {
            run("without").run();
            WITHOUT.putAll(result("without"));
        }
        return WITHOUT;
    }

    /** The LoRA's values, and what the trace says of all steps, by file. */
    private Map<String, Object> result(String name) throws IOException {
        Map<String, Object> all = new TreeMap<>();
        all.put("lora", TinyRun.values(folder.resolve(name).resolve("tiny.safetensors")));
        try (Stream<Path> trace = Files.list(folder.resolve(name).resolve("trace"))) {
            for (Path file :
                    trace.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                all.put(file.getFileName().toString(), Sha256.of(Files.readAllBytes(file)));
            }
        }
        assertThat(all).hasSize(1 + STEPS + STEPS + 1);
        return all;
    }

    private List<Path> entries() {
        try (Stream<Path> files = Files.walk(cache.resolve("entries"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> done(List<TrainingEvent> events) {
        return events.stream()
                .filter(event ->
                        event instanceof TrainingEvent.Preparing preparing && preparing.what() == Preparation.PICTURES)
                .map(event -> ((TrainingEvent.Preparing) event).done())
                .toList();
    }

    private static List<String> warnings(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Warning.class::isInstance)
                .map(event -> ((TrainingEvent.Warning) event).text().toString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void firstAndSecondStartEndInTheBitsOfARunWithoutCache(String family) throws IOException {
        TinyRun without = run("without");
        TinyRun first = run("first").caching(cache);
        TinyRun second = run("second").caching(cache);
        if (family.equals("sdxl")) {
            first.sdxl(folder.resolve("one"));
            second.sdxl(folder.resolve("another")); // the content counts, not the place
            without.sdxl(folder.resolve("third"));
        }
        without.run();
        assertThat(done(first.run())).containsExactly(0, 1, 2, 3, 4, 5, PICTURES);
        List<Path> entries = entries();
        assertThat(entries).hasSize(PICTURES + ThreePrompts.PROMPTS.size() + 1); // and the empty one
        assertThat(done(second.run())).containsExactly(PICTURES);
        assertThat(result("first")).isEqualTo(result("without"));
        assertThat(result("second")).isEqualTo(result("without"));
        assertThat(entries()).isEqualTo(entries);
        assertThat(warnings(second.events())).isEqualTo(warnings(without.events()));
    }

    @Test
    void anotherPictureUnderTheSameNameIsEncodedAnew() throws IOException {
        run("first").caching(cache).run();
        Path changed = source.pictures().resolve("01.png");
        Files.copy(source.pictures().resolve("05.png"), changed, StandardCopyOption.REPLACE_EXISTING);
        run("without").run();
        assertThat(done(run("second").caching(cache).run())).containsExactly(5, PICTURES);
        assertThat(result("second")).isEqualTo(result("without"));
    }

    /** Each time in another place of the file: its header, its numbers, its end. */
    @ParameterizedTest
    @ValueSource(ints = {3, 60, -9})
    void aDamagedEntryIsMadeAnewAndNotTrusted(int place) throws IOException {
        run("first").caching(cache).run();
        Map<Path, String> whole = new TreeMap<>();
        for (Path entry : entries()) {
            byte[] bytes = Files.readAllBytes(entry);
            whole.put(entry, Sha256.of(bytes));
            bytes[place < 0 ? bytes.length + place : place] ^= 8;
            Files.write(entry, bytes);
        }
        run("second").caching(cache).run();
        assertThat(result("second")).isEqualTo(without());
        List<Path> damaged = new ArrayList<>();
        for (Path entry : whole.keySet()) {
            if (!Sha256.of(Files.readAllBytes(entry)).equals(whole.get(entry))) {
                damaged.add(entry);
            }
        }
        assertThat(damaged).as("the empty prompt, which no step reads").hasSize(1);
    }

    @Test
    void aCacheThatIsEmptiedInTheMiddleOfARunChangesNothing() throws IOException {
        TinyRun emptied = run("emptied").caching(cache).watching(event -> {
            if (event instanceof TrainingEvent.Step step && step.step() == 2) {
                delete(cache);
            }
        });
        emptied.run();
        assertThat(result("emptied")).isEqualTo(without());
    }

    @Test
    void aPictureThatIsGoneFromCacheAndFolderIsNamed() {
        TinyRun robbed = run("robbed").caching(cache).watching(event -> {
            if (event instanceof TrainingEvent.Step step && step.step() == 2) {
                delete(cache);
                delete(source.pictures());
            }
        });
        assertThatThrownBy(robbed::run)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("gone from the cache")
                .hasMessageContaining(".png");
    }

    @Test
    void whereNoCacheCanBeTheRunGoesOnAndSaysSo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        TinyRun refused = run("refused").caching(file.resolve("cache"));
        assertThat(done(refused.run())).containsExactly(0, 1, 2, 3, 4, 5, PICTURES);
        assertThat(result("refused")).isEqualTo(without());
        assertThat(warnings(refused.events()))
                .filteredOn(text -> text.contains("cache"))
                .singleElement()
                .asString()
                .startsWith("The cache on disk takes no more: ");
    }

    /** What was written before stays good; another start makes up for the rest. */
    @Test
    void aDiskThatTakesNoMoreInTheMiddleChangesNoBit() throws IOException {
        TinyRun full = run("full").caching(cache).watching(event -> {
            if (event instanceof TrainingEvent.Preparing preparing
                    && preparing.what() == Preparation.PICTURES
                    && preparing.done() == 2) {
                block();
            }
        });
        full.run();
        assertThat(result("full")).isEqualTo(without());
        assertThat(warnings(full.events()))
                .filteredOn(text -> text.startsWith("The cache on disk takes no more: "))
                .hasSize(1);
        List<Path> kept = entries().stream()
                .filter(entry -> entry.toString().endsWith(".safetensors"))
                .toList();
        assertThat(kept.size()).isBetween(2, PICTURES + ThreePrompts.PROMPTS.size());
        unblock();
        List<Integer> second = done(run("second").caching(cache).run());
        assertThat(second.get(0)).isBetween(2, PICTURES - 1);
        assertThat(second).endsWith(PICTURES);
        assertThat(result("second")).isEqualTo(without());
        assertThat(entries()).containsAll(kept).hasSize(PICTURES + ThreePrompts.PROMPTS.size() + 1);
    }

    /** Nothing can be written but into folders that are there. */
    private void block() {
        for (int i = 0; i < 256; i++) {
            Path place = cache.resolve("entries").resolve(String.format("%02x", i));
            try {
                if (!Files.exists(place)) {
                    Files.writeString(place, "in the way");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void unblock() throws IOException {
        for (Path file : entries()) {
            if (!file.toString().endsWith(".safetensors")) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aDryRunReviewsThePicturesAndEncodesNothing() {
        List<TrainingEvent> events = run("dry").caching(cache).dry().run();
        assertThat(events.get(events.size() - 1))
                .isInstanceOfSatisfying(
                        TrainingEvent.Reviewed.class,
                        reviewed -> assertThat(reviewed.review().buckets()).hasSize(2));
        assertThat(cache.resolve("entries")).doesNotExist();
        assertThat(folder.resolve("dry")).doesNotExist();
    }

    private static void delete(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
