package loralei.gui.error;

import com.formdev.flatlaf.FlatLightLaf;
import java.awt.GraphicsEnvironment;
import java.util.Locale;
import java.util.Optional;
import javax.swing.UnsupportedLookAndFeelException;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.text.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said when the window cannot open: in a dialog if that much works, else in words for the console. */
public final class StartupFailure {
    private static final Logger LOG = LoggerFactory.getLogger(StartupFailure.class);
    private static final int DEEPEST = 20;

    private StartupFailure() {}

    /**
     * Sees that there is a display, before anything of Swing is touched.
     *
     * @throws UserError if there is none, with what to do about it; for the entry point to print
     */
    public static void requireDisplay() {
        if (GraphicsEnvironment.isHeadless()) {
            boolean desktop = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
            throw error(desktop && !chosenHeadless() ? "windowless" : "headless");
        }
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getDefaultScreenDevice();
        } catch (Error | RuntimeException e) { // AWT reports a missing display as AWTError
            throw explain(e).orElseGet(() -> unreachable(e));
        }
    }

    /**
     * Tells that the window could not open. Returns when the person has closed the dialog.
     *
     * @param failure what was thrown on the way to the window
     * @throws UserError if no dialog can be shown either; for the entry point to print
     */
    public static void show(Throwable failure) {
        LOG.error("The window cannot open", failure);
        Throwable told = explain(failure).map(Throwable.class::cast).orElse(failure);
        requireDisplay();
        try {
            FlatLightLaf.setup();
            new SwingDialogs(Optional::empty).error(Texts.of("error").get("startup.title"), told);
        } catch (Error | RuntimeException e) {
            failure.addSuppressed(e);
            Explanation explanation = Explanation.of(told);
            throw UserError.run(Message.text(explanation.headline()), Message.text(explanation.remedy()))
                    .causedBy(failure);
        }
    }

    /**
     * What can be done about a failure that only happens at the start; empty for all others.
     *
     * @param failure what was thrown
     */
    static Optional<UserError> explain(Throwable failure) {
        Throwable link = failure;
        for (int depth = 0; link != null && depth < DEEPEST; depth++) {
            String said = link.getClass().getName() + " "
                    + String.valueOf(link.getMessage()).toLowerCase(Locale.ROOT);
            if (link instanceof java.awt.HeadlessException) {
                return Optional.of(error("headless").causedBy(failure));
            }
            if (link instanceof java.awt.AWTError && said.contains("connect to x11")) {
                return Optional.of(unreachable(failure));
            }
            if (link instanceof UnsupportedLookAndFeelException || said.contains("flatlaf")) {
                return Optional.of(error("look").causedBy(failure));
            }
            if (said.contains("fontconfig") || said.contains("libfreetype") || said.contains("fontmanager")) {
                return Optional.of(error("fonts").causedBy(failure));
            }
            if (link instanceof LinkageError && (said.contains("awt") || said.contains("libx"))) {
                return Optional.of(error("windowless").causedBy(failure));
            }
            link = link.getCause();
        }
        return Optional.empty();
    }

    private static boolean chosenHeadless() {
        return Boolean.getBoolean("java.awt.headless");
    }

    private static UserError unreachable(Throwable cause) {
        Object display =
                Optional.<Object>ofNullable(System.getenv("DISPLAY")).orElse(Message.of("error.startup.unset"));
        return UserError.run(
                        Message.of("error.startup.display.message", display),
                        Message.of("error.startup.display.remedy"))
                .causedBy(cause);
    }

    private static UserError error(String key) {
        return UserError.run(
                Message.of("error.startup." + key + ".message"), Message.of("error.startup." + key + ".remedy"));
    }
}
