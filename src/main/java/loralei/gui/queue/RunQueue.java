package loralei.gui.queue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import loralei.config.DeviceChoice;
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
    private final List<Runs> lanes = new CopyOnWriteArrayList<>();
    private final Supplier<Runs> another;
    private final IntSupplier atOnce;
    private final Texts texts = Texts.of("queue");
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Object driving = new Object();

    private final Map<Runs, Started> started = new LinkedHashMap<>();
    private boolean closed;

    /** A run that the queue has started, and under which words. */
    private record Started(String id, TrainRequest request) {}

    /**
     * Takes up the queue where the program left it. A run that was cut off waits to go on from its last save, and the
     * queue waits for the person: see {@link QueuePause#AFTER_CRASH}.
     *
     * @param store remembers the list
     * @param runs trains
     */
    public RunQueue(WindowStateStore store, Runs runs) {
        this(store, runs, () -> runs, () -> 1);
    }

    /**
     * The same where several runs may go on at once.
     *
     * @param runs trains, and is the first to get a run
     * @param another makes one more who trains
     * @param atOnce how many may train at once; asked on the thread that calls {@link #drive}
     */
    public RunQueue(WindowStateStore store, Runs runs, Supplier<Runs> another, IntSupplier atOnce) {
        this.store = store;
        this.another = another;
        this.atOnce = atOnce;
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
        addLane(runs);
    }

    private void addLane(Runs runs) {
        lanes.add(runs);
        runs.onEnd(end -> ended(runs, end));
    }

    /** The list as it is now. */
    public RunList list() {
        return store.state().queue();
    }

    /** How far a run of the queue has come, if it goes on. */
    public Optional<TrainingEvent.Step> progress(String id) {
        return laneOf(id).flatMap(lane -> lane.snapshot().step());
    }

    private synchronized Optional<Runs> laneOf(String id) {
        return started.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst();
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
        Optional<Runs> lane;
        synchronized (this) {
            lane = laneOf(id);
            lane.ifPresent(started::remove);
        }
        change(list -> list.without(id));
        lane.ifPresent(Runs::stop);
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

    /** Starts the next runs if their time has come; to be called now and then, on a thread that may wait for the disk. */
    public void drive() {
        synchronized (driving) {
            if (list().next().isEmpty()) {
                return;
            }
            while (lanes.size() < atOnce.getAsInt()) {
                addLane(another.get());
            }
            lanes.stream().filter(lane -> !lane.snapshot().running()).forEach(this::drive);
        }
    }

    private void drive(Runs lane) {
        begin(lane).ifPresent(begun -> {
            try {
                lane.start(begun.request());
            } catch (IllegalStateException theOneOfAPerson) {
                giveBack(lane, begun);
            } catch (RuntimeException e) {
                ended(lane, begun.request(), run -> failed(run, e));
            }
        });
    }

    /**
     * Starts no run from here on. One that is stopped from here on, because the program ends, waits to go on with the
     * next start.
     */
    @Override
    public synchronized void close() {
        closed = true;
    }

    private Optional<Started> begin(Runs lane) {
        Optional<Started> begun;
        synchronized (this) {
            if (closed || started.containsKey(lane) || list().pause() != QueuePause.NONE) {
                return Optional.empty();
            }
            begun = list().runs().stream()
                    .filter(run -> run.status() == QueuedStatus.WAITING && mayStart(run))
                    .findFirst()
                    .map(run -> new Started(run.id(), Requests.of(run)));
            begun.ifPresent(now -> {
                started.put(lane, now);
                put(list -> list.changed(now.id(), run -> run.as(QueuedStatus.RUNNING, "")));
            });
        }
        begun.ifPresent(now -> tell());
        return begun;
    }

    /** Whether no other run is where it has to be: it would only wait there, in the way of one that can go elsewhere. */
    private boolean mayStart(QueuedRun run) {
        DeviceChoice device = run.config().device();
        boolean free = device.card().isEmpty() && device.kind() != DeviceChoice.Kind.CPU;
        return free
                || lanes.stream()
                        .map(Runs::snapshot)
                        .filter(RunSnapshot::running)
                        .flatMap(other -> other.request().stream())
                        .noneMatch(other -> other.config().device().equals(device));
    }

    private void giveBack(Runs lane, Started begun) {
        synchronized (this) {
            started.remove(lane);
        }
        change(list -> list.changed(begun.id(), run -> run.as(QueuedStatus.WAITING, "")));
    }

    private void ended(Runs lane, RunSnapshot end) {
        UnaryOperator<QueuedRun> change = run -> switch (end.phase()) {
            case FINISHED -> run.doneWith(end.lora());
            case FAILED -> failed(run, end.failure().orElseThrow());
            default -> run.as(QueuedStatus.STOPPED, texts.get("stopped"));
        };
        end.request().ifPresent(request -> ended(lane, request, change));
    }

    private void ended(Runs lane, TrainRequest request, UnaryOperator<QueuedRun> change) {
        String id;
        boolean leaving;
        synchronized (this) {
            Started begun = started.get(lane);
            if (begun == null || !begun.request().equals(request)) {
                return; // a run of the person, or one that was removed
            }
            id = begun.id();
            started.remove(lane);
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
