package loralei.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.torch.Tensor;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static final Picture PICTURE = picture("a.png", 100, 60);
    private static final PictureSize BUCKET = new PictureSize(128, 64);

    private static Picture picture(String name, int width, int height) {
        PictureSize size = new PictureSize(width, height);
        return new Picture(Path.of(name), PictureFormat.PNG, size, Orientation.NONE, 1, "sha of " + name);
    }

    private static Example example(double weight, int repeats, Optional<Picture> mask) {
        return new Example(PICTURE, BUCKET, "cat", weight, repeats, mask, Example.Role.INSTANCE);
    }

    @Test
    void aPlainExampleIsKnownByTheContentOfItsPictureAsStatesOfBeforeHaveIt() {
        assertThat(Example.plain(PICTURE, BUCKET, "cat").mark()).isEqualTo("sha of a.png");
        assertThat(example(0.5, 3, Optional.of(picture("m.png", 100, 60))).mark())
                .isEqualTo("sha of a.png mask sha of m.png weight 0.5 repeats 3");
    }

    @Test
    void whatIsNoExampleIsRefused() {
        assertThatThrownBy(() -> example(1, 0, Optional.empty())).hasMessageContaining("0 times");
        assertThatThrownBy(() -> example(Double.NaN, 1, Optional.empty())).hasMessageContaining("NaN");
        assertThatThrownBy(() -> example(1, 1, Optional.of(picture("m.png", 60, 100))))
                .hasMessageContaining("mask of a.png is of another shape");
        assertThatThrownBy(() -> new Examples(List.of(), List.of())).hasMessageContaining("nothing to learn from");
    }

    @Test
    void thePromptsAreThereOnceAndTheSizeOfTheMostPixelsIsTheLargest() {
        List<Example> all = List.of(
                Example.plain(PICTURE, new PictureSize(64, 64), "cat"),
                Example.plain(PICTURE, BUCKET, "dog"),
                Example.plain(PICTURE, new PictureSize(64, 96), "cat"));
        Examples examples = new Examples(all, List.of());
        assertThat(examples.prompts()).containsExactly("cat", "dog");
        assertThat(examples.largest()).isEqualTo(BUCKET);
        assertThat(examples.enlarged()).isEqualTo(all);
    }

    @Test
    void aPictureIsEnlargedWhereOneOfItsSidesIsTooShort() {
        assertThat(Example.plain(PICTURE, new PictureSize(100, 60), "cat").isEnlarged())
                .isFalse();
        assertThat(Example.plain(PICTURE, new PictureSize(64, 61), "cat").isEnlarged())
                .isTrue();
        assertThat(Example.plain(PICTURE, new PictureSize(101, 8), "cat").isEnlarged())
                .isTrue();
    }

    /** Of 16x8 pixels the left 12 columns are white: two positions of 8x8, the second of them half. */
    @Test
    void aLatentPositionHasTheMeanOfItsPixels() {
        byte[] rgb = new byte[3 * 16 * 8];
        for (int i = 0; i < 16 * 8; i++) {
            rgb[3 * i] = (byte) (i % 16 < 12 ? 255 : 0); // red alone counts
        }
        PictureSize size = new PictureSize(16, 8);
        try (Tensor mask = LossMask.of(
                PictureTransform.fit(new RgbPicture(size, rgb), size).pixels(), size, 2)) {
            assertThat(mask.shape()).containsExactly(1, 1, 1, 2);
            assertThat(mask.floats()).containsExactly(1, 0.5f);
        }
    }
}
