package loralei.gui.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The runs of the queue, first to last.
 *
 * @param runs the runs
 * @param pause whether the queue waits for a person
 */
public record RunList(List<QueuedRun> runs, QueuePause pause) {
    /** No runs. */
    public static final RunList EMPTY = new RunList(List.of(), QueuePause.NONE);

    /** Keeps a copy. What a file leaves out is not there. */
    public RunList {
        runs = runs == null ? List.of() : runs.stream().filter(Objects::nonNull).toList();
        pause = Objects.requireNonNullElse(pause, QueuePause.NONE);
    }

    /** The run of an id. */
    public Optional<QueuedRun> find(String id) {
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }

    /** The run whose turn it is. */
    public Optional<QueuedRun> next() {
        return runs.stream().filter(run -> run.status() == QueuedStatus.WAITING).findFirst();
    }

    /** The same with one more run at the end. */
    public RunList with(QueuedRun run) {
        List<QueuedRun> longer = new ArrayList<>(runs);
        longer.add(run);
        return new RunList(longer, pause);
    }

    /** The same without one run. */
    public RunList without(String id) {
        return new RunList(runs.stream().filter(run -> !run.id().equals(id)).toList(), pause);
    }

    /** The same with one run changed. */
    public RunList changed(String id, UnaryOperator<QueuedRun> change) {
        return new RunList(
                runs.stream()
                        .map(run -> run.id().equals(id) ? change.apply(run) : run)
                        .toList(),
                pause);
    }

    /**
     * The same with one run elsewhere.
     *
     * @param by how many places towards the end, negative towards the beginning; it goes no further than there
     */
    public RunList moved(String id, int by) {
        List<QueuedRun> reordered = new ArrayList<>(runs);
        find(id).ifPresent(run -> {
            int from = reordered.indexOf(run);
            int to = Math.max(0, Math.min(reordered.size() - 1, from + by));
            int step = Integer.signum(to - from);
            for (int place = from; place != to; place += step) {
                Collections.swap(reordered, place, place + step);
            }
        });
        return new RunList(reordered, pause);
    }

    /** The same without the runs that have ended. */
    public RunList withoutEnded() {
        return new RunList(runs.stream().filter(run -> !run.status().ended()).toList(), pause);
    }

    /** The same, paused for another reason or for none. */
    public RunList paused(QueuePause reason) {
        return new RunList(runs, reason);
    }
}
