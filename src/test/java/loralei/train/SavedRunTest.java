package loralei.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.config.UserError;
import loralei.lora.Target;
import loralei.model.TargetModule;
import org.junit.jupiter.api.Test;

class SavedRunTest {
    private static final List<Target> TWO = targets("a.to_q", "a.to_k");

    @Test
    void aRunGoesOnOnTheLayersThatItWasSavedWith() {
        assertThatCode(() -> saved(Map.of(SavedRun.TARGETS, "a.to_q a.to_k")).expectTargets(TWO))
                .doesNotThrowAnyException();
    }

    @Test
    void asManyLayersOfOtherNamesAreOthersAndOneIsNamed() {
        assertThatThrownBy(
                        () -> saved(Map.of(SavedRun.TARGETS, "a.to_q a.to_v")).expectTargets(TWO))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("2 of them, such as a.to_v");
    }

    @Test
    void aStateThatDoesNotNameThemIsTaken() {
        assertThatCode(() -> saved(Map.of("rank", "4")).expectTargets(TWO)).doesNotThrowAnyException();
    }

    private static SavedRun saved(Map<String, String> fingerprint) {
        RunState.Position position = RunState.Position.of(3, fingerprint, Progress.start(false), List.of());
        return new SavedRun(Path.of("state"), position, Optional.empty(), Optional.empty());
    }

    private static List<Target> targets(String... paths) {
        return List.of(paths).stream()
                .map(path -> new Target(new TargetModule(path, 8, 8, 0), 4, 4))
                .toList();
    }
}
