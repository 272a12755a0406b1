package loralei.gui;

import java.awt.Toolkit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The display that the tests share. Nobody waits for it without a limit: one that answers no more fails the test that
 * finds out, with what the threads of the window were doing, and the tests after it are skipped for this reason.
 */
final class Display implements ExecutionCondition {
    /** Much longer than a display and an event thread that work need for anything, on however busy a computer. */
    private static final long PATIENCE_SECONDS = Long.getLong("loralei.display.patience", 45);

    private static final long SIGN_OF_LIFE_SECONDS = 2;

    private static final Future<?> OPENED = start("display", Toolkit::getDefaultToolkit);

    private static volatile Optional<String> hung = Optional.empty();

    /** A test of a window is skipped where an earlier one hung: its window may be there still. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return hung.map(why -> ConditionEvaluationResult.disabled("an earlier test hung: " + firstLine(why)))
                .orElse(ConditionEvaluationResult.enabled("no test has hung so far"));
    }

    /**
     * Waits for somebody who needs the display.
     *
     * @param who is waited for
     * @param answer what they come back with
     * @throws ExecutionException with what they threw
     */
    static <T> T await(String who, Future<T> answer) throws ExecutionException, InterruptedException {
        try {
            return await(who, answer, PATIENCE_SECONDS);
        } catch (NoAnswer failure) {
            hung = Optional.of(failure.getMessage());
            throw failure;
        }
    }

    static <T> T await(String who, Future<T> answer, long seconds) throws ExecutionException, InterruptedException {
        try {
            return answer.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new NoAnswer("no answer from " + who + " within " + seconds + " s; meanwhile:\n" + traces());
        }
    }

    /** Whether a test has waited for the display in vain. */
    static boolean hasHung() {
        return hung.isPresent();
    }

    /** Skips the test where an earlier one hung and there is still no answer. */
    static void requireAnswers() throws ExecutionException, InterruptedException {
        await("the display", OPENED);
        if (hasHung() && !answers()) {
            throw new TestAbortedException("an earlier test hung: " + firstLine(hung.orElse("")));
        }
    }

    /** Runs something on a thread that holds nobody up, not even the end of the tests. */
    static <T> Future<T> start(String name, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, name);
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static boolean answers() throws ExecutionException, InterruptedException {
        FutureTask<Boolean> sign = new FutureTask<>(() -> true);
        SwingUtilities.invokeLater(sign);
        try {
            return await("the event thread", sign, SIGN_OF_LIFE_SECONDS);
        } catch (NoAnswer e) {
            return false;
        }
    }

    /** What everybody is doing who has to do with a window. */
    private static String traces() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(one -> Arrays.stream(one.getValue())
                        .anyMatch(frame -> frame.getClassName().matches("(java\\.awt|sun\\.awt|loralei\\.gui)\\..*")))
                .sorted(Map.Entry.comparingByKey((a, b) -> a.getName().compareTo(b.getName())))
                .map(one -> one.getKey().getName() + "\n    "
                        + Arrays.stream(one.getValue())
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n    ")))
                .collect(Collectors.joining("\n"));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** Somebody does not come back. */
    private static final class NoAnswer extends AssertionError {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }
    }
}
