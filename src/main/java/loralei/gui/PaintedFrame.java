package loralei.gui;

import java.awt.Graphics;
import java.awt.Toolkit;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.swing.JFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A frame that knows when it was painted first, so that what can come later does not hold it up. */
final class PaintedFrame extends JFrame {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PaintedFrame.class);

    /** For a window that is shown minimized or behind another one. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final transient CountDownLatch painted = new CountDownLatch(1);
    private volatile long paintedAt;

    PaintedFrame(String title) {
        super(title);
    }

    @Override
    public void paint(Graphics graphics) {
        super.paint(graphics);
        if (painted.getCount() > 0) {
            Toolkit.getDefaultToolkit().sync(); // what was drawn is on the screen now
            paintedAt = System.currentTimeMillis();
            painted.countDown();
        }
    }

    /** Makes threads that end with the program, and begin when the window was painted. */
    ThreadFactory threadsAfterPaint(String name) {
        return task -> {
            Thread thread = new Thread(() -> afterPaint(task), name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Puts into the log how long it took from the start of Java until the window was seen. */
    void logFirstPaint() {
        if (painted.getCount() == 0) {
            long started = ManagementFactory.getRuntimeMXBean().getStartTime();
            LOG.info("First paint {} ms after the start of Java", paintedAt - started);
        }
    }

    private void afterPaint(Runnable task) {
        try {
            if (!painted.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("The window was not painted yet");
            }
            task.run();
        } catch (InterruptedException e) { // closed before it was seen
            Thread.currentThread().interrupt();
        }
    }
}
