package loralei.gui.check;

import java.util.concurrent.atomic.AtomicInteger;
import loralei.job.PictureCheck;

/** A look at the pixels of all pictures, on a thread of its own: it may take minutes. */
final class PixelLook {
    private final PictureCheck check;
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean over;
    private volatile boolean stopped;

    PixelLook(PictureCheck check) {
        this.check = check;
    }

    void start() {
        Thread thread = new Thread(
                () -> {
                    check.look(done::set, () -> stopped);
                    over = true;
                },
                "look-at-pictures");
        thread.setDaemon(true);
        thread.start();
    }

    PictureCheck check() {
        return check;
    }

    /** How many pictures were seen. */
    int done() {
        return done.get();
    }

    /** Whether all were seen. */
    boolean isOver() {
        return over;
    }

    /** Leaves the rest. */
    void stop() {
        stopped = true;
    }
}
