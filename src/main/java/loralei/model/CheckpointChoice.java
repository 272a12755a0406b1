package loralei.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import loralei.model.StepParts.Part;
import loralei.model.StepParts.Run;

/**
 * Checkpoints that were chosen by what they save and cost.
 *
 * @param paths the blocks and parts of blocks that run again
 * @param again how many of the blocks that run again at least in part
 * @param blocks how many there are that could
 * @param saved bytes that a step has less at its peak
 * @param operations of running again in a step
 */
public record CheckpointChoice(Set<String> paths, int again, int blocks, long saved, long operations)
        implements Checkpoints {
    /** Copies the set. */
    public CheckpointChoice {
        paths = Set.copyOf(paths);
    }

    /** A step from one way of running a block again to the next that saves more: from nothing to a part, or to all of it. */
    private record Option(String path, Run block, long saved, long operations) {
        double worth() {
            return (double) saved / Math.max(1, operations);
        }
    }

    @Override
    public boolean has(String path) {
        return paths.contains(path);
    }

    /** The cheapest that keep a step below so many bytes beside weights and adapter; the leanest where none does. */
    static CheckpointChoice of(StepCosts costs, long most) {
        List<Option> options = new ArrayList<>();
        List<Run> blocks = costs.blocks();
        for (Run block : blocks) {
            options.addAll(options(block, costs.isEarly() && block.equals(blocks.get(0))));
        }
        options.sort(Comparator.comparingDouble(Option::worth).reversed()); // stable: the first in the network first
        Set<Option> taken = new LinkedHashSet<>();
        long peak = costs.peak(NONE);
        for (Option option : options) {
            if (peak <= most) {
                break;
            }
            taken.add(option);
            peak = costs.peak(of(taken));
        }
        long bound = Math.max(most, peak);
        List<Option> dearest = new ArrayList<>(taken);
        dearest.sort(Comparator.comparingLong(Option::operations).reversed());
        for (Option option : dearest) {
            taken.remove(option);
            if (isLeftOver(option, taken) || costs.peak(of(taken)) > bound) {
                taken.add(option);
            }
        }
        return chosen(costs, taken);
    }

    private static CheckpointChoice chosen(StepCosts costs, Set<Option> taken) {
        Checkpoints checkpoints = of(taken);
        Set<String> blocks = new LinkedHashSet<>();
        Set<String> paths = new LinkedHashSet<>();
        for (Option option : taken) {
            blocks.add(option.block().path());
            if (!isLeftOver(option, taken)) {
                paths.add(option.path());
            }
        }
        return new CheckpointChoice(
                paths,
                blocks.size(),
                costs.blocks().size(),
                costs.peak(NONE) - costs.peak(checkpoints),
                costs.again(checkpoints));
    }

    /** Whether a part cannot be given up because the whole of it is built on it. */
    private static boolean isLeftOver(Option option, Set<Option> taken) {
        return !option.path().equals(option.block().path())
                && taken.stream()
                        .anyMatch(other -> other.path().equals(option.block().path()));
    }

    private static Checkpoints of(Set<Option> taken) {
        Set<String> paths = new LinkedHashSet<>();
        taken.forEach(option -> paths.add(option.path()));
        return Checkpoints.of(paths);
    }

    /** Its largest part alone, the feed-forward of a transformer block, then all of it. */
    private static List<Option> options(Run block, boolean early) {
        Part last = block.parts().get(block.parts().size() - 1);
        List<Option> options = new ArrayList<>();
        long saved = last.kept() - last.input();
        boolean only = last.path().equals(block.path());
        if (!only) {
            options.add(new Option(last.path(), block, saved, last.again()));
        }
        if (!early) {
            long all = block.parts().stream().mapToLong(Part::kept).sum()
                    - block.parts().get(0).input();
            long operations = block.parts().stream().mapToLong(Part::again).sum();
            options.add(new Option(
                    block.path(), block, only ? all : all - saved, only ? operations : operations - last.again()));
        }
        return options;
    }
}
