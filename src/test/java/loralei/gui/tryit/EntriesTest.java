package loralei.gui.tryit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loralei.config.PictureSpec;
import loralei.gui.state.TryState.Lora;
import loralei.job.LoraChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntriesTest {
    @Test
    void whatNobodyHasWrittenIsRight() {
        assertThat(of(Map.of()).wrong()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "width, 500",
        "width, 56",
        "width, wide",
        "height, 4104",
        "steps, 0",
        "steps, 2.5",
        "guidance, 0.5",
        "guidance, nan",
        "seed, -2",
        "seed, 4294967296",
        "count, 0",
        "count, 101",
        "folder, ''"
    })
    void whatCannotBeDrawnIsNamed(String field, String text) {
        assertThat(of(Map.of(field, text)).wrong()).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource({
        "width, ''",
        "width, 64",
        "height, 4096",
        "steps, 500",
        "guidance, 1",
        "seed, 0",
        "seed, 4294967295",
        "seed, -1",
        "count, 100"
    })
    void whatCanBeDrawnIsNot(String field, String text) {
        assertThat(of(Map.of(field, text)).wrong()).isEmpty();
    }

    @Test
    void eachPictureIsDrawnFromTheNextSeedAndTheLastIsFollowedByTheFirst() {
        assertThat(of(Map.of("seed", "4294967295", "count", "3")).pictures(5))
                .extracting(PictureSpec::seed)
                .containsExactly(4294967295L, 0L, 1L);
    }

    @Test
    void noSeedIsARandomOne() {
        assertThat(of(Map.of("seed", " ")).pictures(77).get(0).seed()).isEqualTo(77);
        assertThat(of(Map.of("seed", "-1")).pictures(77).get(0).seed()).isEqualTo(77);
    }

    @Test
    void rowsWithoutAFileAreNoLoras() {
        Entries entries = new Entries(Map.of(), List.of(new Lora("", "1"), new Lora("a.safetensors", "0.35")));
        assertThat(entries.choices()).containsExactly(new LoraChoice(Path.of("a.safetensors"), 0.35));
    }

    private static Entries of(Map<String, String> texts) {
        return new Entries(texts, List.of());
    }
}
