package loralei.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import loralei.text.Message;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/** A run with its progress shown, that stops in good order when the system asks the process to end. */
final class WatchedRun {
    /** What is run. */
    @FunctionalInterface
    interface Body {
        void run(TrainingControl control, Consumer<TrainingEvent> listener) throws IOException;
    }

    private WatchedRun() {}

    /** Runs a training to its end; returns the exit code. */
    static int of(Console console, boolean json, Body body) {
        TrainingControl control = new TrainingControl();
        return until(console, control::requestStop, Message.of("cli.train.stopping"), () -> {
            AtomicBoolean stopped = new AtomicBoolean();
            try (ProgressView progress = ProgressView.of(console, json)) {
                body.run(control, event -> {
                    stopped.compareAndSet(false, event instanceof TrainingEvent.Stopped);
                    progress.accept(event);
                });
            }
            return stopped.get() ? ExitCode.STOPPED : ExitCode.DONE;
        });
    }

    /**
     * Runs anything to its end, or until the system asks the process to end.
     *
     * @param stop asks the run to stop; called on another thread
     * @param stopping what to tell the person then
     * @param body gives the exit code
     */
    static int until(Console console, Runnable stop, Message stopping, Callable<Integer> body) {
        Interrupts.Watch watch = console.surroundings().interrupts().watch(() -> {
            stop.run();
            console.err()
                    .println((console.surroundings().terminal() ? "\n" : "")
                            + console.texts().say(stopping));
        });
        int code = ExitCode.FAILED;
        try {
            code = body.call();
        } catch (Throwable failure) { // also errors: the process may be waiting to end with this code
            code = Failures.report(failure, console);
        } finally {
            console.out().flush();
            watch.finished(code);
        }
        return code;
    }
}
