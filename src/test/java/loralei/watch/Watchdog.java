package loralei.watch;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends a run of the tests in which nothing goes on any more, and says where, with what all threads were doing. JUnit finds
 * it by itself and tells it of all tests. Surefire's own limit of time does not do it: it is told when the tests have
 * ended after all, and where they do not end, it does not end them.
 */
public final class Watchdog implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    /** Several times what the longest test takes on a slow and busy computer. */
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("loralei.watchdog.seconds", 15 * 60));

    private static final long PAUSE_MILLIS = 1_000;

    private static volatile String last = "the start";
    private static volatile long lastAt = System.nanoTime();

    static {
        Thread thread = new Thread(Watchdog::watch, "watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        note(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        note(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        note(context);
    }

    private static void note(ExtensionContext context) {
        last = context.getRequiredTestClass().getName() + " " + context.getDisplayName();
        lastAt = System.nanoTime();
    }

    private static void watch() {
        try {
            while (System.nanoTime() - lastAt < PATIENCE.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            System.err.println(
                    "No test has begun or ended for " + PATIENCE.toSeconds() + " s. The last was " + last + ".");
            Thread.getAllStackTraces().forEach(Watchdog::print);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // until Surefire has passed it on
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1); // an exit would wait for what hangs
    }

    private static void print(Thread thread, StackTraceElement[] trace) {
        System.err.println(Map.entry(thread.getName(), thread.getState()));
        Arrays.stream(trace).forEach(frame -> System.err.println("    " + frame));
    }
}
