package loralei.job;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import loralei.text.Message;

/**
 * Lets one task after another compute, in the order in which they came: two at once would be slower than one after the
 * other, and need the memory of both. For tasks on any threads of this process.
 */
public final class DeviceQueue {
    /** How often one that waits looks whether it was stopped. */
    private static final long LOOK_MILLIS = 50;

    private final Deque<Turn> turns = new ArrayDeque<>(); // the first has the device

    /** A task's place in the queue. */
    private static final class Turn {
        private final Message task;
        private final Thread thread = Thread.currentThread();

        private Turn(Message task) {
            this.task = task;
        }
    }

    /** What is to be done. */
    @FunctionalInterface
    public interface Body {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Waits until all tasks that came before are done, and then runs this one, on the calling thread. A part of a task that
     * goes on does not wait for the whole.
     *
     * @param task what it is, for others that wait
     * @param stop whether it is not wanted any more; asked now and then while it waits
     * @param waiting told of the tasks before this one, the one that goes on first, whenever they change
     * @param body the task
     * @return whether it had its turn; false where it was stopped before
     */
    public boolean run(Message task, BooleanSupplier stop, Consumer<List<Message>> waiting, Body body)
            throws IOException {
        if (isPartOfWhatGoesOn()) {
            body.run();
            return true;
        }
        Turn turn = new Turn(task);
        add(turn);
        try {
            if (!comes(turn, stop, waiting)) {
                return false;
            }
            body.run();
            return true;
        } finally {
            remove(turn);
        }
    }

    /** What goes on, and behind it what waits, in its order. */
    public synchronized List<Message> tasks() {
        return turns.stream().map(turn -> turn.task).toList();
    }

    private synchronized boolean isPartOfWhatGoesOn() {
        return !turns.isEmpty() && turns.getFirst().thread.equals(Thread.currentThread());
    }

    private synchronized void add(Turn turn) {
        turns.add(turn);
    }

    private synchronized void remove(Turn turn) {
        turns.remove(turn);
        notifyAll();
    }

    /** Waits; tells whether the turn came. The listener is called without the lock: it may ask for the tasks. */
    private boolean comes(Turn turn, BooleanSupplier stop, Consumer<List<Message>> waiting) {
        List<Turn> told = List.of();
        List<Turn> before = before(turn);
        while (!before.isEmpty()) {
            if (stop.getAsBoolean()) {
                return false;
            }
            if (!before.equals(told)) {
                told = before;
                waiting.accept(before.stream().map(earlier -> earlier.task).toList());
            }
            try {
                before = beforeInAMoment(turn, told);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private synchronized List<Turn> before(Turn turn) {
        List<Turn> before = new ArrayList<>(turns);
        return before.subList(0, before.indexOf(turn));
    }

    private synchronized List<Turn> beforeInAMoment(Turn turn, List<Turn> known) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        long left = LOOK_MILLIS;
        while (left > 0 && before(turn).equals(known)) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return before(turn);
    }
}
