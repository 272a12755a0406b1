package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.text.Message;
import loralei.text.Texts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures that are trained at several resolutions count as much as every other. */
class SeveralResolutionsTest {
    @TempDir
    private Path folder;

    private final Map<String, Object> settings = new HashMap<>();

    @BeforeEach
    void prompt() {
        settings.putAll(
                Map.of("instanceDir", folder, "instancePrompt", "fsk49", "resolution", Resolutions.of(64, 128)));
    }

    private void picture(String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Samples.write(file.getParent(), file.getFileName().toString(), "png", width, height, name.hashCode());
    }

    private Examples find() throws PictureFolderException {
        return ExampleSource.of(TrainingConfig.of(settings)).find(PictureScanner::scan);
    }

    /** Name, size and repeats of each. */
    private List<String> told() throws PictureFolderException {
        return find().all().stream()
                .map(example ->
                        FileNames.of(example.picture().path()) + " " + example.bucket() + " x" + example.repeats())
                .toList();
    }

    private List<String> notes() throws PictureFolderException {
        return find().notes().stream().map(Message::toString).toList();
    }

    @Test
    void eachPictureIsAnExampleOfEachSize() throws IOException {
        picture("a.png", 140, 130);
        picture("b.png", 200, 70);
        assertThat(told()).containsExactly("a.png 64x64 x1", "a.png 128x128 x1", "b.png 64x64 x1", "b.png 192x64 x1");
        assertThat(notes()).containsExactly("An epoch shows each picture 2 times, evenly at its resolutions: 64, 128.");
        assertThat(find().largest()).isEqualTo(new PictureSize(128, 128));
    }

    @Test
    void whatIsTooSmallForOneIsShownAsOftenAtTheOther() throws IOException {
        picture("a.png", 140, 130);
        picture("b.png", 70, 70);
        picture("c.png", 40, 40);
        assertThat(told()).containsExactly("a.png 64x64 x1", "a.png 128x128 x1", "b.png 64x64 x2", "c.png 64x64 x2");
        assertThat(notes())
                .containsExactly(
                        "An epoch shows each picture 2 times, evenly at its resolutions: 64, 128.",
                        "Too small for the larger of the resolutions, and so shown as often at the smaller ones: "
                                + "b.png, c.png (2).");
        assertThat(find().enlarged())
                .extracting(example -> FileNames.of(example.picture().path()))
                .containsExactly("c.png");
        for (Message note : find().notes()) {
            assertThat(Texts.of("form", Locale.GERMAN).say(note)).isNotEmpty();
        }
        settings.put("buckets", false);
        assertThat(told()).containsExactly("a.png 64x64 x1", "a.png 128x128 x1", "b.png 64x64 x2", "c.png 64x64 x2");
    }

    @Test
    void picturesAreEnlargedToEachOnWish() throws IOException {
        picture("b.png", 70, 70);
        settings.put("enlarge", true);
        assertThat(told()).containsExactly("b.png 64x64 x1", "b.png 128x128 x1");
    }

    @Test
    void aBrokenPictureIsLeftOutAtAllSizes() throws IOException {
        picture("a.png", 140, 130);
        picture("b.png", 200, 70);
        Examples found = find();
        Examples left = found.without(
                found.all().get(3),
                new UnreadablePicture(found.all().get(3).picture().path(), Message.text("broken")));
        assertThat(left.all()).isEqualTo(found.all().subList(0, 2));
    }

    @Test
    void conceptsOfOneTrainerWithDifferentListsCountEqually() throws IOException {
        picture("one/a.png", 300, 300);
        picture("two/b.png", 300, 300);
        picture("three/c.png", 300, 300);
        Files.writeString(folder.resolve("concepts.json"), """
                [{"path": "one", "image": {"enable_random_flip": false}},
                 {"path": "two", "image": {"enable_random_flip": false,
                                           "enable_resolution_override": true, "resolution_override": "64, 256"}},
                 {"path": "three", "balancing": 2, "image": {"enable_random_flip": false,
                            "enable_resolution_override": true, "resolution_override": "64,128,256"}}]
                """);
        settings.put("instanceDir", folder.resolve("concepts.json"));
        settings.put("resolution", Resolutions.of(128));
        assertThat(told())
                .containsExactly(
                        "a.png 128x128 x6",
                        "b.png 64x64 x3",
                        "b.png 256x256 x3",
                        "c.png 64x64 x4",
                        "c.png 128x128 x4",
                        "c.png 256x256 x4");
        assertThat(notes())
                .contains("An epoch shows each picture 6 times, evenly at its resolutions: 64, 256; 64, 128, 256.");
    }

    @Test
    void picturesOfTheClassHaveTheSizesOfThoseTheyArePairedWith() throws IOException {
        picture("img/2_fsk49 cat/a.png", 140, 130);
        picture("reg/1_cat/b.png", 140, 130);
        picture("reg/1_cat/c.png", 140, 130);
        assertThat(told()).containsExactly("a.png 64x64 x2", "a.png 128x128 x2", "b.png 64x64 x1", "c.png 128x128 x1");
    }

    /** Over an epoch of single pictures, of random shapes; many are too small for two of the three. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEpochShowsEachPictureAsOftenAsEveryOther(boolean buckets) {
        Random random = new Random(4);
        List<Integer> sides = List.of(256, 512, 768);
        Map<Integer, Buckets> of = new HashMap<>();
        Concepts.Sizes rule = (picture, side) -> buckets
                ? of.computeIfAbsent(side, key -> new Buckets(key, 64, false)).of(picture)
                : PictureSize.square(side);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Picture picture = new Picture(
                    Path.of(i + ".png"),
                    PictureFormat.PNG,
                    new PictureSize(100 + random.nextInt(1000), 100 + random.nextInt(1000)),
                    Orientation.NONE,
                    1,
                    String.format("%064x", i));
            TrainedSizes.of(picture.size(), sides, rule, false)
                    .forEach((size, often) -> examples.add(
                            new Example(picture, size, "fsk49", 1, often, Optional.empty(), Example.Role.INSTANCE)));
        }
        BatchPlan plan = new BatchPlan(examples, 1, 42);
        Map<Picture, Integer> shown = new LinkedHashMap<>();
        for (long step = 1; step <= plan.totalSteps(1); step++) {
            for (int index : plan.indices(step)) {
                shown.merge(examples.get(index).picture(), 1, Integer::sum);
            }
        }
        assertThat(shown).hasSize(200);
        assertThat(shown.values()).containsOnly(3);
        assertThat(examples).hasSizeBetween(250, 590);
        assertThat(examples.stream().distinct().count()).isEqualTo(examples.size());
    }
}
