package loralei.gui.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import loralei.data.Example;
import loralei.data.ExampleFixture;
import loralei.data.PictureArea;
import loralei.data.PictureEdits;
import loralei.data.PictureEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckModelTest {
    private final CheckModel model = new CheckModel();
    private List<PictureEntry> entries;

    @BeforeEach
    void three() {
        List<Example> examples = ExampleFixture.plain(3);
        entries = IntStream.range(0, 3)
                .mapToObj(i -> new PictureEntry(
                        examples.get(i).picture(),
                        i == 0 ? List.of("fsk49 cat", "second line") : List.of(),
                        i == 2 ? Optional.empty() : Optional.of(Path.of(i + ".txt")),
                        Example.Role.INSTANCE))
                .toList();
        model.open(entries, PictureEdits.NONE);
    }

    @Test
    void severalAreLeftOutAtOnceAndTakenBackOnlyTogether() {
        model.toggle(List.of(entries.get(0)));
        model.toggle(entries);
        assertThat(model.count(Finding.EXCLUDED)).isEqualTo(3);
        model.toggle(entries);
        assertThat(model.count(Finding.EXCLUDED)).isZero();
        assertThat(model.isChanged()).isFalse();
    }

    @Test
    void theTextOfTheFileIsNoChange() {
        PictureEntry first = entries.get(0);
        assertThat(model.text(first)).isEqualTo("fsk49 cat\nsecond line");
        model.describe(first, "other ");
        assertThat(model.text(first)).isEqualTo("other");
        assertThat(model.unsaved()).isEqualTo(1);
        model.describe(first, " fsk49 cat\nsecond line\n");
        assertThat(model.isChanged()).isFalse();
        model.describe(first, "");
        assertThat(model.edit(first).caption()).hasValue("");
        assertThat(model.captions()).isEqualTo(1);
    }

    @Test
    void whatWasSavedIsNoChangeAnyMore() {
        model.change(entries.get(1), edit -> edit.crop(Optional.of(new PictureArea(0, 0, 64, 32))));
        assertThat(model.crops()).isEqualTo(1);
        model.savedNow(model.edits());
        assertThat(model.isChanged()).isFalse();
        model.change(entries.get(1), edit -> edit.crop(Optional.empty()));
        assertThat(model.isChanged()).isTrue();
        assertThat(model.unsaved()).isEqualTo(1);
        assertThat(model.edits().isEmpty()).isTrue();
    }

    @Test
    void onlyCaptionsThatCanStandBesideAPictureAreOfferedForFiles() {
        model.describe(entries.get(2), "stands in a list of all");
        assertThat(model.canWrite()).isFalse();
        model.describe(entries.get(1), "may stand beside it");
        assertThat(model.canWrite()).isTrue();
    }
}
