package loralei.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.GraphicsDevice;
import java.awt.GraphicsEnvironment;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.util.Arrays;
import java.util.Optional;
import javax.swing.JFrame;
import loralei.gui.state.WindowPlace;

/** Where the window is: as the person left it, as long as a screen is still there. */
final class Placement {
    private static final Dimension FIRST = new Dimension(1180, 800);
    private static final Dimension SMALLEST = new Dimension(860, 560);
    /** So much of the title has to be on a screen for the window to be movable. */
    private static final int GRIP = 60;

    private Placement() {}

    /** Puts the window where it was, or into the middle of the screen. */
    static void apply(JFrame frame, Optional<WindowPlace> place) {
        frame.setMinimumSize(UIScale.scale(SMALLEST));
        Optional<Rectangle> known = place.map(p -> new Rectangle(p.x(), p.y(), p.width(), p.height()))
                .filter(Placement::isReachable);
        if (known.isPresent()) {
            frame.setBounds(known.get());
        } else {
            frame.setSize(fitting());
            frame.setLocationRelativeTo(null);
        }
        if (place.map(WindowPlace::maximized).orElse(false)) {
            frame.setExtendedState(Frame.MAXIMIZED_BOTH);
        }
    }

    /** Where the window is now; maximized, it keeps the place that it had before. */
    static WindowPlace of(JFrame frame, Optional<WindowPlace> before) {
        boolean maximized = (frame.getExtendedState() & Frame.MAXIMIZED_BOTH) == Frame.MAXIMIZED_BOTH;
        if (maximized && before.isPresent()) {
            WindowPlace last = before.get();
            return new WindowPlace(last.x(), last.y(), last.width(), last.height(), true);
        }
        Rectangle bounds = frame.getBounds();
        return new WindowPlace(bounds.x, bounds.y, bounds.width, bounds.height, maximized);
    }

    private static boolean isReachable(Rectangle window) {
        Rectangle title = new Rectangle(window.x, window.y, window.width, GRIP);
        return Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices())
                .map(GraphicsDevice::getDefaultConfiguration)
                .map(configuration -> configuration.getBounds().intersection(title))
                .anyMatch(seen -> seen.width >= GRIP && seen.height >= GRIP / 2);
    }

    private static Dimension fitting() {
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        Insets taken = Toolkit.getDefaultToolkit()
                .getScreenInsets(GraphicsEnvironment.getLocalGraphicsEnvironment()
                        .getDefaultScreenDevice()
                        .getDefaultConfiguration());
        Dimension wanted = UIScale.scale(FIRST);
        return new Dimension(
                Math.min(wanted.width, screen.width - taken.left - taken.right),
                Math.min(wanted.height, screen.height - taken.top - taken.bottom));
    }
}
