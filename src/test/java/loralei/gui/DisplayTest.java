package loralei.gui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DisplayTest {
    @Test
    void whoDoesNotAnswerFailsTheTestWithWhatEverybodyWasDoing() throws Exception {
        assertThat(Display.await("somebody", CompletableFuture.completedFuture("here"), 0))
                .isEqualTo("here");
        assertThatThrownBy(() -> Display.await("nobody", new CompletableFuture<>(), 0))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("no answer from nobody within 0 s; meanwhile:")
                .hasMessageContaining("DisplayTest.whoDoesNotAnswer");
        assertThat(Display.hasHung())
                .as("the tests after this one are not skipped")
                .isFalse();
    }
}
