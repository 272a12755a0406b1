package loralei.job;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import loralei.config.DeviceChoice;
import loralei.config.DeviceChoice.Kind;
import loralei.text.Message;
import loralei.torch.Card;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.Natives;

/**
 * Lets one task after another compute, in the order in which they came: two at once would be slower than one after the
 * other, and need the memory of both. Where there are several graphics cards, each of them and the processor has a task at
 * a time, and one that may compute on any card gets the first that is free. For tasks on any threads of this process.
 */
public final class DeviceQueue {
    /** How often one that waits looks whether it was stopped. */
    private static final long LOOK_MILLIS = 50;

    /** Where tasks compute on the processor; cards have their numbers. */
    private static final int PROCESSOR = -1;

    /** The only place, where there are no several cards. */
    private static final List<Integer> ANYWHERE = List.of(0);

    private static final ThreadLocal<OptionalInt> CARD = ThreadLocal.withInitial(OptionalInt::empty);

    private static final DeviceQueue SHARED = new DeviceQueue(new Cards());

    private final Deque<Turn> turns = new ArrayDeque<>();
    private final Supplier<List<Card>> cards;

    /** The one that all use cases of this program share. */
    public static DeviceQueue ofThisProgram() {
        return SHARED;
    }

    /** One for the cards that can be computed on. */
    DeviceQueue(Supplier<List<Card>> cards) {
        this.cards = cards;
    }

    /** The cards of this computer that can be computed on; they are asked for once. */
    private static final class Cards implements Supplier<List<Card>> {
        private List<Card> known = List.of();
        private boolean asked;

        @Override
        public synchronized List<Card> get() {
            if (!asked) {
                asked = true;
                Gpus gpus = Gpus.ofThisComputer();
                boolean usable = gpus.hasDriver() && Natives.best().build() != NativeChoice.Build.CPU;
                known = usable ? gpus.ask().usable() : List.of();
            }
            return known;
        }
    }

    /**
     * Where a task may compute.
     *
     * @param device what the person chose
     * @param effort what it gives up on a card so that it has room there
     */
    record Wish(DeviceChoice device, ToIntFunction<Card> effort) {
        /** Of a task that has room everywhere. */
        static Wish of(DeviceChoice device) {
            return new Wish(device, card -> 0);
        }
    }

    /** A task's place in the queue. */
    private static final class Turn {
        private final Message task;
        private final List<Integer> wanted; // the best first
        private final Thread thread = Thread.currentThread();
        private OptionalInt place = OptionalInt.empty(); // where it goes on

        private Turn(Message task, List<Integer> wanted) {
            this.task = task;
            this.wanted = wanted;
        }

        private OptionalInt free(Set<Integer> taken) {
            return wanted.stream()
                    .filter(one -> !taken.contains(one))
                    .mapToInt(one -> one)
                    .findFirst();
        }
    }

    /** What is to be done. */
    @FunctionalInterface
    public interface Body {
        /** Does it. */
        void run() throws IOException;
    }

    /** How many tasks can go on at once on graphics cards; takes some seconds where there are any. */
    public int atOnce() {
        return Math.max(1, cards.get().size());
    }

    /** The card that the task on this thread was given; empty where there are no several, and on the processor. */
    static OptionalInt card() {
        return CARD.get();
    }

    /**
     * Waits until a place is free, and then runs the task there, on the calling thread. A part of a task that goes on does
     * not wait for the whole.
     *
     * @param task what it is, for others that wait
     * @param wish where it may compute
     * @param stop whether it is not wanted any more; asked now and then while it waits
     * @param waiting told of the tasks that it waits for, the one that goes on first, whenever they change
     * @param body the task
     * @return whether it had its turn; false where it was stopped before
     */
    boolean run(Message task, Wish wish, BooleanSupplier stop, Consumer<List<Message>> waiting, Body body)
            throws IOException {
        if (isPartOfWhatGoesOn()) {
            body.run();
            return true;
        }
        Turn turn = new Turn(task, places(wish));
        add(turn);
        try {
            if (!comes(turn, stop, waiting)) {
                return false;
            }
            boolean onCard = !turn.wanted.equals(ANYWHERE) && turn.place.getAsInt() != PROCESSOR;
            CARD.set(onCard ? turn.place : OptionalInt.empty());
            body.run();
            return true;
        } finally {
            CARD.remove();
            remove(turn);
        }
    }

    /** The best first. What fits on no card waits for the largest. */
    private List<Integer> places(Wish wish) {
        List<Card> all = cards.get();
        if (all.size() < 2) {
            return ANYWHERE;
        }
        if (wish.device().kind() == Kind.CPU) {
            return List.of(PROCESSOR);
        }
        if (wish.device().card().isPresent()) {
            return List.of(wish.device().card().getAsInt());
        }
        List<Integer> fitting = all.stream()
                .filter(card -> wish.effort().applyAsInt(card) < Integer.MAX_VALUE)
                .sorted(Comparator.comparingInt(wish.effort()))
                .map(Card::number)
                .toList();
        Card largest = Collections.max(all, Comparator.comparingLong(Card::memory));
        return fitting.isEmpty() ? List.of(largest.number()) : fitting;
    }

    /** What goes on, and behind it what waits, in its order. */
    public synchronized List<Message> tasks() {
        return turns.stream().map(turn -> turn.task).toList();
    }

    private synchronized boolean isPartOfWhatGoesOn() {
        return turns.stream().anyMatch(turn -> turn.place.isPresent() && turn.thread.equals(Thread.currentThread()));
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
        while (!begins(turn)) {
            if (stop.getAsBoolean()) {
                return false;
            }
            List<Turn> before = before(turn);
            if (!before.equals(told)) {
                told = before;
                waiting.accept(before.stream().map(earlier -> earlier.task).toList());
            }
            try {
                waitForChange(turn, told);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Takes a place, if there is one that no other holds, and none that waits longer has a right to. */
    private synchronized boolean begins(Turn turn) {
        Set<Integer> taken = new HashSet<>();
        turns.forEach(other -> other.place.ifPresent(taken::add));
        for (Turn earlier : turns) {
            if (earlier.equals(turn)) {
                turn.place = turn.free(taken);
                return turn.place.isPresent();
            }
            if (earlier.place.isEmpty()) {
                earlier.free(taken).ifPresent(taken::add);
            }
        }
        return false;
    }

    /** The tasks that this one waits for: those that are where it may be, and those that wait longer for such a place. */
    private synchronized List<Turn> before(Turn turn) {
        List<Turn> before = new ArrayList<>();
        boolean earlier = true;
        for (Turn other : turns) {
            earlier &= !other.equals(turn);
            boolean inTheWay = other.place.isPresent()
                    ? turn.wanted.contains(other.place.getAsInt())
                    : earlier && !Collections.disjoint(turn.wanted, other.wanted);
            if (inTheWay) {
                before.add(other);
            }
        }
        return before;
    }

    private synchronized void waitForChange(Turn turn, List<Turn> known) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
        long left = LOOK_MILLIS;
        while (left > 0 && before(turn).equals(known)) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}
