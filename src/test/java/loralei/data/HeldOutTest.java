package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private static final PictureSize SIZE = PictureSize.square(64);

    private static Example example(int content, Example.Role role) {
        String sha = String.format(Locale.ROOT, "%016x", content * 0x9E3779B97F4A7C15L)
                .repeat(4);
        Picture picture = new Picture(Path.of(content + ".png"), PictureFormat.PNG, SIZE, Orientation.NONE, 1, sha);
        return new Example(picture, SIZE, "cat", 1, 1, Optional.empty(), role);
    }

    private static List<Example> pictures(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> example(i + 1, Example.Role.INSTANCE))
                .toList();
    }

    @Test
    void aShareOfThePicturesIsHeldOutAndTheRestKeepsItsOrder() {
        List<Example> all = pictures(30);
        HeldOut parts = HeldOut.of(all, 0.1, 42);
        assertThat(parts.heldOut()).hasSize(3);
        List<Example> rest = new ArrayList<>(all);
        rest.removeAll(parts.heldOut());
        assertThat(parts.trained()).isEqualTo(rest);
    }

    @Test
    void ofEnoughPicturesAtLeastOneIsHeldOutAndBelowTenNone() {
        assertThat(HeldOut.of(pictures(10), 0.001, 42).heldOut()).hasSize(1);
        assertThat(HeldOut.of(pictures(9), 0.5, 42)).isEqualTo(new HeldOut(pictures(9), List.of()));
        assertThat(HeldOut.of(pictures(30), 0, 42).heldOut()).isEmpty();
    }

    @Test
    void anotherPictureChangesAtMostOneOfThem() {
        for (int count = 20; count < 60; count++) {
            List<Example> before = HeldOut.of(pictures(count), 0.2, 42).heldOut();
            List<Example> after = HeldOut.of(pictures(count + 1), 0.2, 42).heldOut();
            List<Example> gone = new ArrayList<>(before);
            gone.removeAll(after);
            assertThat(gone).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void theOrderOfTheFilesHasNoSayAndTheSeedHas() {
        List<Example> all = pictures(40);
        List<Example> turned = new ArrayList<>(all);
        java.util.Collections.reverse(turned);
        assertThat(HeldOut.of(turned, 0.25, 42).heldOut())
                .containsExactlyInAnyOrderElementsOf(HeldOut.of(all, 0.25, 42).heldOut());
        assertThat(HeldOut.of(all, 0.25, 43).heldOut())
                .isNotEqualTo(HeldOut.of(all, 0.25, 42).heldOut());
    }

    @Test
    void theSameContentIsNeverInBothParts() {
        List<Example> all = new ArrayList<>(pictures(12));
        all.addAll(pictures(12)); // each twice
        HeldOut parts = HeldOut.of(all, 0.25, 42);
        assertThat(parts.heldOut()).hasSize(6);
        assertThat(parts.trained()).doesNotContainAnyElementsOf(parts.heldOut());
        List<Example> nine = new ArrayList<>(pictures(9));
        nine.addAll(pictures(9));
        assertThat(HeldOut.of(nine, 0.25, 42).heldOut()).isEmpty();
    }

    @Test
    void classPicturesAreNeverHeldOut() {
        List<Example> all = new ArrayList<>(pictures(10));
        IntStream.range(100, 200).forEach(i -> all.add(example(i, Example.Role.CLASS)));
        assertThat(HeldOut.of(all, 0.5, 42).heldOut())
                .hasSize(5)
                .allMatch(example -> example.role() == Example.Role.INSTANCE);
    }
}
