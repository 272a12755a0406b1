package loralei.gui;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.awt.event.InputEvent;
import java.awt.image.BufferedImage;
import java.util.concurrent.Callable;

/**
 * Mouse, keyboard and clipboard of the display. What they do arrives in the window some time later: whoever uses them
 * waits for its effect. A display that takes nothing more fails the test ({@link Display}).
 */
final class Hands {
    private static final int PAUSE_MILLIS = 5;

    private final Robot robot;

    Hands() {
        robot = use(Robot::new);
        robot.setAutoDelay(PAUSE_MILLIS);
    }

    /** Moves the mouse. */
    void moveTo(Point point) {
        use(() -> {
            robot.mouseMove(point.x, point.y);
            return point;
        });
    }

    /** Presses and releases the mouse. */
    void click(Point point) {
        use(() -> {
            robot.mouseMove(point.x, point.y);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            return point;
        });
    }

    /** Drags the mouse from one place to another. */
    void drag(Point from, Point to) {
        use(() -> {
            robot.mouseMove(from.x, from.y);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            for (int i = 1; i <= 8; i++) {
                robot.mouseMove(from.x + (to.x - from.x) * i / 8, from.y + (to.y - from.y) * i / 8);
            }
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            return to;
        });
    }

    /** Presses keys one after the other, each while those before are held, and releases them. */
    void press(int... keys) {
        use(() -> {
            for (int key : keys) {
                robot.keyPress(key);
            }
            for (int i = keys.length - 1; i >= 0; i--) {
                robot.keyRelease(keys[i]);
            }
            return keys;
        });
    }

    /** Puts a text into the clipboard. */
    void copy(String text) {
        use(() -> {
            Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(text), null);
            return text;
        });
    }

    /** What is to be seen, in as many points as the screen has. */
    BufferedImage look(Rectangle part) {
        return use(() -> {
            var variants = robot.createMultiResolutionScreenCapture(part).getResolutionVariants();
            return (BufferedImage) variants.get(variants.size() - 1);
        });
    }

    private static <T> T use(Callable<T> action) {
        try {
            return Display.await("mouse and keyboard", Display.start("hands", action));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
