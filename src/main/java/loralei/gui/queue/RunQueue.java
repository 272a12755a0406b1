package loralei.gui.queue;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import loralei.config.Problem;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.gui.error.Explanation;
import loralei.gui.run.RunSnapshot;
import loralei.gui.run.Runs;
import loralei.gui.state.QueuePause;
import loralei.gui.state.QueuedRun;
import loralei.gui.state.QueuedStatus;
import loralei.gui.state.RunList;
import loralei.gui.state.WindowStateStore;
import loralei.job.TrainRequest;
import loralei.text.Message;
import loralei.text.Texts;
import loralei.train.TrainingEvent;

/**
 * Runs that wait for their turn. Its list is a part of the window's state, and so outlives the program. Any thread may
 * call; a run starts on the thread that calls {@link #drive}.
 */
public final class RunQueue implements AutoCloseable {
    private final WindowStateStore store;
    private final Runs runs;
    private final Texts texts = Texts.of("queue");
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Object driving = new Object();

    private Optional<Started> started = Optional.empty();
    private boolean closed;

    /** The run that the queue has started, and under which words. */
    private record Started(String id, TrainRequest request) {}

    /**
     * Takes up the queue where the program left it. A run that was cut off waits to go on from its last save, and the
     * queue waits for the person: see {@link QueuePause#AFTER_CRASH}.
     *
     * @param store remembers the list
     * @param runs trains
     */
    public RunQueue(WindowStateStore store, Runs runs) {
        this.store = store;
        this.runs = runs;
        RunList found = list();
        boolean cutOff = found.runs().stream().anyMatch(run -> run.status() == QueuedStatus.RUNNING);
        if (cutOff) {
            RunList restored = found.paused(QueuePause.AFTER_CRASH);
            for (QueuedRun run : found.runs()) {
                restored =
                        run.status() == QueuedStatus.RUNNING ? restored.changed(run.id(), QueuedRun::toGoOn) : restored;
            }
            RunList list = restored;
            store.update(state -> state.withQueue(list));
        }
        runs.onEnd(this::ended);
    }

    /** The list as it is now. */
    public RunList list() {
        return store.state().queue();
    }

    /** How far the queue's run has come, if one goes on. */
    public Optional<TrainingEvent.Step> progress() {
        boolean own;
        synchronized (this) {
            own = started.isPresent();
        }
        return own ? runs.snapshot().step() : Optional.empty();
    }

    /**
     * What speaks against one more run: another one has its output name. Looks at the disk.
     *
     * @param request the run
     */
    public Optional<Problem> problemWith(TrainRequest request) {
        return new OutputNames(list()).problemWith(request);
    }

    /**
     * An output name that neither the queue nor the disk has. Looks at the disk.
     *
     * @param config the settings, whose output name is kept where it is free
     */
    public String freeName(TrainingConfig config) {
        return new OutputNames(list()).free(config);
    }

    /**
     * Adds a run at the end. Looks at the disk.
     *
     * @param request what to train; its settings were checked by the caller
     * @throws UserError if another run has its output name
     */
    public void add(TrainRequest request) {
        problemWith(request).ifPresent(problem -> {
            throw UserError.request(
                    Message.of("queue.name.problem", problem.value(), problem.message()), problem.remedy());
        });
        QueuedRun run = new QueuedRun(
                UUID.randomUUID().toString(),
                request.config(),
                request.resume(),
                request.overwrite(),
                QueuedStatus.WAITING,
                "",
                Optional.empty());
        change(list -> list.with(run));
    }

    /**
     * Takes a run out of the list. One that goes on is stopped, with everything saved, and the next one follows.
     *
     * @param id the run
     */
    public void remove(String id) {
        boolean goesOn;
        synchronized (this) {
            goesOn = started.filter(run -> run.id().equals(id)).isPresent();
            if (goesOn) {
                started = Optional.empty();
            }
        }
        change(list -> list.without(id));
        if (goesOn) {
            runs.stop();
        }
    }

    /**
     * Moves a run.
     *
     * @param id the run
     * @param by places towards the end, negative towards the beginning
     */
    public void move(String id, int by) {
        change(list -> list.moved(id, by));
    }

    /**
     * Lets a run that was stopped or failed wait again; it goes on from its last save if it has one.
     *
     * @param id the run
     */
    public void again(String id) {
        change(list -> list.changed(id, run -> canGoAgain(run) ? run.toGoOn() : run));
    }

    /** Whether a run ended before its time. */
    static boolean canGoAgain(QueuedRun run) {
        return isStopped(run) || run.status() == QueuedStatus.FAILED;
    }

    /** Takes all runs out of the list that have ended. Their files stay. */
    public void clearEnded() {
        change(RunList::withoutEnded);
    }

    /** Starts no further run. The one that goes on is left alone. */
    public void pause() {
        change(list -> list.paused(QueuePause.CHOSEN));
    }

    /** Goes on with the next run. */
    public void unpause() {
        change(list -> list.paused(QueuePause.NONE));
    }

    /**
     * Tells of each change of the list.
     *
     * @param listener called on any thread, not under a lock
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Starts the next run if its time has come; to be called now and then, on a thread that may wait for the disk. */
    public void drive() {
        synchronized (driving) {
            if (runs.snapshot().running()) {
                return;
            }
            begin().ifPresent(begun -> {
                try {
                    runs.start(begun.request());
                } catch (IllegalStateException theOneOfAPerson) {
                    giveBack(begun);
                } catch (RuntimeException e) {
                    ended(begun.request(), run -> failed(run, e));
                }
            });
        }
    }

    /**
     * Starts no run from here on. One that is stopped from here on, because the program ends, waits to go on with the
     * next start.
     */
    @Override
    public synchronized void close() {
        closed = true;
    }

    private Optional<Started> begin() {
        Optional<Started> begun;
        synchronized (this) {
            if (closed || started.isPresent() || list().pause() != QueuePause.NONE) {
                return Optional.empty();
            }
            begun = list().next().map(run -> new Started(run.id(), Requests.of(run)));
            started = begun;
            begun.ifPresent(now -> put(list -> list.changed(now.id(), run -> run.as(QueuedStatus.RUNNING, ""))));
        }
        begun.ifPresent(now -> tell());
        return begun;
    }

    private void giveBack(Started begun) {
        synchronized (this) {
            started = Optional.empty();
        }
        change(list -> list.changed(begun.id(), run -> run.as(QueuedStatus.WAITING, "")));
    }

    private void ended(RunSnapshot end) {
        UnaryOperator<QueuedRun> change = run -> switch (end.phase()) {
            case FINISHED -> run.doneWith(end.lora());
            case FAILED -> failed(run, end.failure().orElseThrow());
            default -> run.as(QueuedStatus.STOPPED, texts.get("stopped"));
        };
        end.request().ifPresent(request -> ended(request, change));
    }

    private void ended(TrainRequest request, UnaryOperator<QueuedRun> change) {
        String id;
        boolean leaving;
        synchronized (this) {
            if (started.filter(run -> run.request().equals(request)).isEmpty()) {
                return; // a run of the person, or one that was removed
            }
            id = started.get().id();
            started = Optional.empty();
            leaving = closed;
        }
        change(list -> {
            RunList changed = list.changed(id, change);
            if (changed.find(id).filter(RunQueue::isStopped).isEmpty()) {
                return changed;
            }
            return leaving ? changed.changed(id, QueuedRun::toGoOn) : changed.paused(QueuePause.AFTER_STOP);
        });
    }

    private static boolean isStopped(QueuedRun run) {
        return run.status() == QueuedStatus.STOPPED;
    }

    private static QueuedRun failed(QueuedRun run, Throwable failure) {
        Explanation explanation = Explanation.of(failure);
        return run.as(QueuedStatus.FAILED, (explanation.headline() + " " + explanation.remedy()).strip());
    }

    private void change(UnaryOperator<RunList> change) {
        put(change);
        tell();
    }

    private void put(UnaryOperator<RunList> change) {
        store.update(state -> state.withQueue(change.apply(state.queue())));
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }
}
