package loralei.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Interrupts by way of the virtual machine's shutdown hooks, which a signal sets off. */
final class ShutdownInterrupts implements Interrupts {
    @Override
    public Watch watch(Runnable stop) {
        CountDownLatch finished = new CountDownLatch(1);
        AtomicInteger code = new AtomicInteger();
        Thread hook = new Thread(() -> waitForRun(stop, finished, code), "stop after this step");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            stop.run();
            return exitCode -> {};
        }
        return exitCode -> {
            code.set(exitCode);
            finished.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                return; // the hook runs already, and now ends by itself
            }
        };
    }

    private static void waitForRun(Runnable stop, CountDownLatch finished, AtomicInteger code) {
        stop.run();
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Left to itself the process would end with the number of the signal (130, 143), whatever became of the run.
        Runtime.getRuntime().halt(code.get());
    }
}
