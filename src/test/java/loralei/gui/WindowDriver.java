package loralei.gui;

import java.awt.Component;
import java.awt.Container;
import java.awt.KeyboardFocusManager;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javax.swing.JComponent;
import javax.swing.JTabbedPane;
import javax.swing.JViewport;
import javax.swing.MenuElement;
import javax.swing.MenuSelectionManager;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

/**
 * A person at the window: finds components by their names, and acts by mouse and keyboard through the system. Waits for
 * what should come of it, and never for a display that has nothing to do any more: there, that may take ten seconds.
 */
final class WindowDriver {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 15;
    private static final int MOST_TRIES = 5;
    private static final Duration EFFECT = Duration.ofSeconds(2);
    private static final Duration EFFECT_OF_KEYS = Duration.ofSeconds(5);
    private static final Duration QUICK_EFFECT = Duration.ofMillis(200);
    private static final int SETTLE_MILLIS = 60;

    private final Hands hands = new Hands();

    /** Clicks the middle of a component, scrolling to it first. */
    void click(String name) {
        Component component = await(name);
        scrollTo(component);
        Point before = middle(component);
        pause(SETTLE_MILLIS);
        Point middle = middle(component);
        while (!middle.equals(before)) { // until nothing moves any more
            before = middle;
            pause(SETTLE_MILLIS);
            middle = middle(component);
        }
        hands.click(middle);
    }

    /**
     * Clicks a component until that has had its effect: what a person does when a row moved away under the mouse, as one
     * does when pictures or remarks appear above it.
     */
    void clickUntil(String name, Callable<Boolean> effect) {
        if (!onEventThread(effect)) {
            act("the effect of a click on " + name, effect, EFFECT, () -> click(name));
        }
    }

    /** Chooses a tab by a click on its title. */
    void tab(int index) {
        JTabbedPane tabs = (JTabbedPane) await("tabs");
        clickUntil(
                "tab " + index,
                () -> {
                    Rectangle title = tabs.getBoundsAt(index);
                    Point corner = tabs.getLocationOnScreen();
                    return new Point(corner.x + title.x + title.width / 2, corner.y + title.y + title.height / 2);
                },
                () -> tabs.getSelectedIndex() == index);
    }

    /** Clicks a point on the screen until that has had its effect. */
    void clickUntil(String what, Callable<Point> point, Callable<Boolean> effect) {
        if (!onEventThread(effect)) {
            act("the effect of a click on " + what, effect, EFFECT, () -> hands.click(onEventThread(point)));
        }
    }

    /** Drags from one point of the screen to another until that has had its effect. */
    void drag(String what, Callable<Point> from, Callable<Point> to, Callable<Boolean> effect) {
        act(what, effect, EFFECT, () -> hands.drag(onEventThread(from), onEventThread(to)));
    }

    /** Replaces the text of a field by way of the clipboard. */
    void enter(String name, String text) {
        JTextComponent field = (JTextComponent) await(name);
        if (!onEventThread(field::isFocusOwner)) {
            scrollTo(field);
            hands.click(middle(field));
            if (!holdsWithin(QUICK_EFFECT, field::isFocusOwner)) {
                clickUntil(name, field::isFocusOwner);
            }
        }
        replace(text);
    }

    /** Replaces the text of the field that has the focus by way of the clipboard. */
    void replace(String text) {
        JTextComponent field = (JTextComponent) focusOwner().orElseThrow();
        act(field.getName() + " to say " + text, () -> field.getText().equals(text), EFFECT_OF_KEYS, () -> {
            hands.press(KeyEvent.VK_CONTROL, KeyEvent.VK_A);
            if (text.isEmpty()) {
                hands.press(KeyEvent.VK_DELETE);
            } else {
                hands.copy(text);
                hands.press(KeyEvent.VK_CONTROL, KeyEvent.VK_V);
            }
        });
    }

    /**
     * Presses keys, each while those before are held, until that has had its effect: what a person does when nothing came
     * of it, as happens when the focus was on its way elsewhere.
     */
    void press(String what, Callable<Boolean> effect, int... keys) {
        act(what, effect, EFFECT_OF_KEYS, () -> hands.press(keys));
    }

    /** Presses keys that take the focus to a component. */
    void pressTo(String name, int... keys) {
        press("the focus to be on " + name, () -> focused().equals(name), keys);
    }

    /** Answers a question by the button that has the focus. */
    void answer() {
        press("the question to go", () -> !shows("question"), KeyEvent.VK_ENTER);
    }

    /** Presses Escape, and a component goes. */
    void escapeFrom(String name) {
        press(name + " to go", () -> !shows(name), KeyEvent.VK_ESCAPE);
    }

    /** Presses keys that take the focus elsewhere, and waits until it is there. */
    void moveFocus(int... keys) {
        Optional<Component> before = focusOwner();
        press(
                "the focus to leave " + before.map(Component::getName).orElse("nothing"),
                () -> focusOwner().isPresent() && !focusOwner().equals(before),
                keys);
    }

    /** Presses keys that move through a menu, or choose in it, and waits until they have. */
    void moveInMenu(int... keys) {
        MenuElement[] before = onEventThread(WindowDriver::menuPath);
        press("the menu to move", () -> !Arrays.equals(before, menuPath()), keys);
    }

    /** Does something until it has had its effect, which it may take a while for each time. */
    private void act(String what, Callable<Boolean> effect, Duration patience, Runnable action) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            action.run();
            if (holdsWithin(patience, effect)) {
                return;
            }
        }
        waitFor(what, effect);
    }

    /** Whether a component of this name is to be seen. */
    boolean shows(String name) {
        return onEventThread(() -> find(name).isPresent());
    }

    /** A component of this name, when it is to be seen. */
    Component await(String name) {
        waitFor(name + " to be shown", () -> find(name).isPresent());
        return onEventThread(() -> find(name).orElseThrow());
    }

    /** Waits until the window has come to rest where the system has put it, and hears the keyboard. */
    void awaitFocus() {
        Component frame = await("main");
        Point[] place = {new Point()};
        waitFor("the focus", () -> {
            Point before = place[0];
            place[0] = frame.getLocationOnScreen();
            return focusOwner().isPresent() && place[0].equals(before);
        });
    }

    /** Waits until the person is asked something, and could answer by a key. */
    void awaitQuestion() {
        waitFor("a question", () -> find("question").isPresent() && focused().equals("yes"));
    }

    /** Whether a button of this name is to be seen and can be pressed. Does not wait. */
    static boolean isUsable(String name) {
        return onEventThread(() -> find(name).filter(Component::isEnabled).isPresent());
    }

    /** Waits until something holds, asked on the event thread. */
    void waitFor(String what, Callable<Boolean> holds) {
        if (!holdsWithin(PATIENCE, holds)) {
            throw new AssertionError("waited in vain for " + what + "; the focus is on " + focusOwner());
        }
    }

    /** Waits a while for something, asked on the event thread. */
    private static boolean holdsWithin(Duration time, Callable<Boolean> holds) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!onEventThread(holds)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(POLL_MILLIS);
        }
        return true;
    }

    /** Has the person do nothing for a while. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was ended", e);
        }
    }

    /** The name of the component that has the focus. */
    static String focused() {
        return focusOwner().map(owner -> String.valueOf(owner.getName())).orElse("nothing");
    }

    private static Optional<Component> focusOwner() {
        return onEventThread(() -> Optional.ofNullable(
                KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner()));
    }

    private static MenuElement[] menuPath() {
        return MenuSelectionManager.defaultManager().getSelectedPath();
    }

    /** Asks something on the event thread, from any thread. */
    static <T> T onEventThread(Callable<T> question) {
        if (SwingUtilities.isEventDispatchThread()) {
            return answer(question);
        }
        try {
            return EventThread.onEventThread(question);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T answer(Callable<T> question) {
        try {
            return question.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first component to be seen that fits. */
    static Optional<Component> find(Predicate<Component> wanted) {
        Deque<Component> open = new ArrayDeque<>();
        for (Window window : Window.getWindows()) {
            if (window.isShowing()) {
                open.push(window);
            }
        }
        while (!open.isEmpty()) {
            Component component = open.pop();
            if (wanted.test(component)) {
                return Optional.of(component);
            }
            if (component instanceof Container container) {
                for (Component child : container.getComponents()) {
                    open.push(child);
                }
            }
        }
        return Optional.empty();
    }

    private static Point middle(Component component) {
        return onEventThread(() -> {
            Component seen = inItsPane(component);
            Point corner = seen.getLocationOnScreen();
            return new Point(corner.x + seen.getWidth() / 2, corner.y + seen.getHeight() / 2);
        });
    }

    private static Optional<Component> find(String name) {
        return find(component -> name.equals(component.getName()) && component.isShowing());
    }

    /** Of what has a pane of its own to scroll in, such as a text of several lines, the pane is seen. */
    private static Component inItsPane(Component component) {
        return component.getParent() instanceof JViewport viewport ? viewport.getParent() : component;
    }

    private void scrollTo(Component component) {
        waitFor(component.getName() + " to be laid out", () -> component.isValid() && component.getWidth() > 0);
        onEventThread(() -> {
            Component seen = inItsPane(component);
            if (seen.getParent() instanceof JComponent around) { // a text field would scroll its own text only
                around.scrollRectToVisible(seen.getBounds());
            }
            return component;
        });
    }
}
