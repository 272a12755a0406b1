package loralei.cli;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import loralei.train.TrainingControl;
import loralei.train.TrainingEvent;

/** A training with its progress shown, that stops after a step when the system asks the process to end. */
final class WatchedRun {
    /** What is run. */
    @FunctionalInterface
    interface Body {
        void run(TrainingControl control, Consumer<TrainingEvent> listener) throws IOException;
    }

    private WatchedRun() {}

    /** Runs it to its end; returns the exit code. */
    static int of(Console console, boolean json, Body body) {
        TrainingControl control = new TrainingControl();
        AtomicBoolean stopped = new AtomicBoolean();
        Interrupts.Watch watch = console.surroundings().interrupts().watch(() -> {
            control.requestStop();
            console.err().println((console.surroundings().terminal() ? "\n" : "") + "stopping after this step, saving");
        });
        int code = ExitCode.FAILED;
        try (ProgressView progress = ProgressView.of(console, json)) {
            body.run(control, event -> {
                stopped.compareAndSet(false, event instanceof TrainingEvent.Stopped);
                progress.accept(event);
            });
            code = stopped.get() ? ExitCode.STOPPED : ExitCode.DONE;
        } catch (Throwable failure) { // also errors: the process may be waiting to end with this code
            code = Failures.report(failure, console);
        } finally {
            console.out().flush();
            watch.finished(code);
        }
        return code;
    }
}
