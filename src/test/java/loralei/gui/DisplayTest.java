package loralei.gui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.awt.Robot;
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

    @Test
    void noTestWaitsForIdleness() {
        noClasses()
                .should()
                .callMethod(Robot.class, "waitForIdle")
                .orShould()
                .callMethod(Robot.class, "setAutoWaitForIdle", boolean.class)
                .because("without a window manager each call may take ten seconds; wait for what is expected instead")
                .check(new ClassFileImporter().importPackages("loralei.gui"));
    }
}
