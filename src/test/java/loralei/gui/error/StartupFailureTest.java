package loralei.gui.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.io.IOException;
import javax.swing.UnsupportedLookAndFeelException;
import loralei.config.UserError;
import loralei.text.Texts;
import org.junit.jupiter.api.Test;

class StartupFailureTest {
    private static final Texts TEXTS = Texts.of("error");

    @Test
    void withoutADisplayThePersonIsToldWhatToDo() {
        assumeTrue(GraphicsEnvironment.isHeadless(), "there is a display");
        assertThatThrownBy(StartupFailure::requireDisplay).isInstanceOfSatisfying(UserError.class, error -> {
            assertThat(error.getMessage()).isEqualTo(TEXTS.get("startup.headless.message"));
            assertThat(error.remedy()).contains("ssh -X");
        });
    }

    @Test
    void withoutADisplayAnyFailureEndsInWordsForTheConsole() {
        assumeTrue(GraphicsEnvironment.isHeadless(), "there is a display");
        assertThatThrownBy(() -> StartupFailure.show(new IOException("broken"))).isInstanceOf(UserError.class);
    }

    @Test
    void eachFailureOfTheStartIsExplained() {
        expect("headless", new HeadlessException());
        expect("look", new UnsupportedLookAndFeelException("FlatLaf"));
        expect("look", new NoClassDefFoundError("com/formdev/flatlaf/FlatLightLaf"));
        expect("windowless", new UnsatisfiedLinkError("Can't load library: /usr/lib/jvm/lib/libawt_xawt.so"));
        expect("fonts", new RuntimeException(new NullPointerException("Fontconfig head is null")));
        assertThat(StartupFailure.explain(new AWTError("Can't connect to X11 window server using ':7'")))
                .map(UserError::remedy)
                .contains(TEXTS.get("startup.display.remedy"));
    }

    @Test
    void otherFailuresAreLeftToTheirExplanation() {
        assertThat(StartupFailure.explain(new IllegalStateException("x"))).isEmpty();
    }

    private static void expect(String key, Throwable failure) {
        assertThat(StartupFailure.explain(failure))
                .map(UserError::getMessage)
                .contains(TEXTS.get("startup." + key + ".message"));
    }
}
