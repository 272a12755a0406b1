package loralei.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class PreviewPicturesTest {
    @Test
    void aSizeThatDoesNotDivideIsAProblemOfTheSetting() {
        TrainingConfig config = TrainingConfig.defaults(Family.SD15)
                .with("previewPrompts", "a cat\n\na dog --w 500 --h 512\na cat --w 3");
        assertThat(config.check())
                .filteredOn(problem -> problem.field().equals("previewPrompts"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.value()).isEqualTo("a dog --w 500 --h 512");
                    assertThat(problem.message())
                            .hasToString("cannot be drawn: --w 500 must be a multiple of 8 from 8 to "
                                    + "8192, such as 496");
                });
    }

    @Test
    void whatALineDoesNotSayIsAsTheTrainingHasIt() {
        TrainingConfig config =
                TrainingConfig.defaults(Family.SDXL).with("previewPrompts", "# nothing\n\n a cat --ss ddim\na dog");
        assertThat(PreviewPictures.of(config))
                .extracting(
                        PictureSpec::prompt,
                        PictureSpec::width,
                        spec -> spec.schedule().id())
                .containsExactly(tuple("a cat", 1024, "normal"), tuple("a dog", 1024, "karras"));
        assertThat(PreviewPictures.of(config.with("previewPrompts", "# nothing\n")))
                .isEmpty();
    }
}
