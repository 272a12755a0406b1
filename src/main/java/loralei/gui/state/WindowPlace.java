package loralei.gui.state;

/**
 * Where the window was. The screen may be another one by now: who uses it sees that it is still in sight.
 *
 * @param x left edge when not maximized, in the units of AWT
 * @param y upper edge when not maximized
 * @param width width when not maximized, at least 1
 * @param height height when not maximized, at least 1
 * @param maximized whether it filled the screen
 */
public record WindowPlace(int x, int y, int width, int height, boolean maximized) {
    /** Refuses a window without an area. */
    public WindowPlace {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a window of " + width + " x " + height);
        }
    }
}
