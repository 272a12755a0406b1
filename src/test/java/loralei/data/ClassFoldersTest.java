package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import loralei.config.Prior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of the class that lie in the folders of other trainers. */
class ClassFoldersTest extends DataSetFixture {
    @Test
    void whatKohyasWindowLaysOutHasAFolderOfTheClass() throws IOException {
        pictures("img/3_fsk49 cat", 1);
        pictures("reg/1_cat", 2);
        pictures("log", 1);
        Examples found = find();
        assertThat(told(found))
                .containsExactly(
                        "img/3_fsk49 cat/a.png: fsk49 cat x3", "reg/1_cat/a.png: cat x1", "reg/1_cat/b.png: cat x1");
        assertThat(found.all())
                .extracting(Example::role)
                .containsExactly(Example.Role.INSTANCE, Example.Role.CLASS, Example.Role.CLASS);
    }

    /** At 512 pixels a wide picture is trained at 768x320, a square one at 512x512. */
    private void wideAndSquareOnes() throws IOException {
        Path trained = Files.createDirectories(folder.resolve("img/3_fsk49 cat"));
        Samples.write(trained, "a.png", "png", 1200, 500, 1);
        Samples.write(trained, "b.png", "png", 500, 1200, 2);
        Path ofClass = Files.createDirectories(folder.resolve("reg/2_cat"));
        Samples.write(ofClass, "c.png", "png", 600, 600, 3);
        Samples.write(ofClass, "d.png", "png", 600, 500, 4);
        Samples.write(ofClass, "e.png", "png", 600, 500, 5);
    }

    private static Set<PictureSize> sizes(Examples examples, Example.Role role) {
        return examples.of(role).stream().map(Example::bucket).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "PICTURES"})
    void picturesOfTheClassAreTrainedAtTheSizesOfThoseBesideThem(Prior prior) throws IOException {
        wideAndSquareOnes();
        settings.putAll(Map.of("prior", prior, "classPrompt", "cat", "classDir", folder.resolve("none")));
        Examples found = find();
        assertThat(sizes(found, Example.Role.INSTANCE)).hasSize(2);
        assertThat(sizes(found, Example.Role.CLASS)).isEqualTo(sizes(found, Example.Role.INSTANCE));
        assertThat(found.of(Example.Role.CLASS)).extracting(Example::repeats).containsOnly(2);
        BatchPlan plan = new BatchPlan(found.all(), 1, 7);
        assertThat(plan.shownInAnEpoch()).isEqualTo(2 * 3 + 3 * 2);
        for (int step = 1; step <= 12; step++) {
            assertThat(plan.indices(step)).hasSize(2);
        }
        assertThat(found.missingOfClass(5)).hasSize(2);
    }

    @Test
    void picturesOfTheClassInBothPlacesAreUsed() throws IOException {
        wideAndSquareOnes();
        Samples.write(Files.createDirectories(folder.resolve("own")), "f.png", "png", 600, 600, 6);
        settings.putAll(Map.of("prior", Prior.PICTURES, "classPrompt", "cat", "classDir", folder.resolve("own")));
        Examples found = find();
        assertThat(found.of(Example.Role.CLASS).stream()
                        .map(example -> example.picture().path().getFileName().toString())
                        .distinct())
                .containsExactly("c.png", "d.png", "e.png", "f.png");
        assertThat(sizes(found, Example.Role.CLASS)).isEqualTo(sizes(found, Example.Role.INSTANCE));
        assertThat(notes(found)).anyMatch(note -> note.startsWith("Read as folders of kohya"));
    }

    @Test
    void whereTheBaseModelsKnowledgeIsTheTargetPicturesOfTheClassAreLeftOut() throws IOException {
        wideAndSquareOnes();
        settings.putAll(Map.of("prior", Prior.PREDICTION, "classPrompt", "cat"));
        Examples found = find();
        assertThat(found.of(Example.Role.CLASS)).isEmpty();
        assertThat(notes(found))
                .contains("Pictures of the class in 2_cat are not used: what the base model knows takes their place. "
                        + "They are with --prior images.");
    }

    @Test
    void picturesOfTheClassAloneAreNothingToLearn() throws IOException {
        pictures("reg", 1);
        assertThatThrownBy(() -> file(
                        "set.toml",
                        "[[datasets]]\n[[datasets.subsets]]\nimage_dir = 'reg'\nclass_tokens = 'cat'\nis_reg = true\n"))
                .hasMessageContaining("nothing is left to learn");
    }
}
