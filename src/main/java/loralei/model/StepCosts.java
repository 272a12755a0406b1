package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import loralei.config.BaseWeights;
import loralei.model.StepParts.Held;
import loralei.model.StepParts.Moment;
import loralei.model.StepParts.Part;
import loralei.model.StepParts.Run;
import loralei.model.StepParts.Skip;
import loralei.torch.ComputeType;

/**
 * What a UNet keeps in a training step, what its blocks work with, and what running them again costs, from sizes alone. What is
 * before the first layer that learns keeps nothing.
 */
public final class StepCosts {
    /** Bytes of a weight in fp8 while it is widened on the processor: its bits as fp16, and the value in fp32. */
    private static final int BY_BITS = 6;

    /** The latents of a step. */
    public record Latents(long batch, long height, long width) {}

    /** From the first part that learns on; {@code early} tells whether the first run has parts before that. */
    private record Recorded(List<Moment> moments, boolean early) {}

    private final List<Moment> all;
    private final Recorded recorded;
    private final WeightPlan weights;
    private final Workplace place;

    private StepCosts(List<Moment> all, WeightPlan weights, Workplace place) {
        this.all = all;
        this.recorded = recorded(all);
        this.weights = weights;
        this.place = place;
    }

    /**
     * Those of a step.
     *
     * @param weights how the weights are held: what is held in other types than the arithmetic's is widened where it is used
     * @param ranks the rank of a layer's adapter by diffusers' name of the layer, 0 where it has none
     */
    public static StepCosts of(
            UnetConfig config, Latents latents, WeightPlan weights, Workplace place, ToIntFunction<String> ranks) {
        return new StepCosts(
                StepParts.of(config, latents, place, place.activationBytes(weights.type()), ranks), weights, place);
    }

    private static Recorded recorded(List<Moment> all) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Run run) {
                List<Part> rest =
                        run.parts().stream().dropWhile(part -> !part.learns()).toList();
                if (!rest.isEmpty()) {
                    List<Moment> moments = new ArrayList<>();
                    moments.add(new Run(run.path(), rest));
                    moments.addAll(all.subList(i + 1, all.size()));
                    return new Recorded(
                            List.copyOf(moments), rest.size() < run.parts().size());
                }
            }
        }
        return new Recorded(List.of(), false);
    }

    /** The most that a step takes beside weights and adapter, in bytes. */
    public long peak(Checkpoints checkpoints) {
        List<Moment> moments = recorded.moments();
        long kept = 0;
        for (int i = 0; i < moments.size(); i++) {
            kept += keptAt(i, checkpoints);
        }
        long held = 0;
        long peak = drawing();
        for (int i = moments.size() - 1; i >= 0; i--) {
            if (moments.get(i) instanceof Held gradients) {
                held += gradients.bytes();
            } else if (moments.get(i) instanceof Run run) {
                kept -= keptAt(i, checkpoints);
                peak = Math.max(peak, kept + held + derivative(run, checkpoints, isWhole(i, checkpoints)));
            }
        }
        return peak;
    }

    /** What is kept for the derivatives when a step's forward pass is over, in bytes. */
    public long kept(Checkpoints checkpoints) {
        long kept = 0;
        for (int i = 0; i < recorded.moments().size(); i++) {
            kept += keptAt(i, checkpoints);
        }
        return kept;
    }

    /** Operations of all that runs again in a step. */
    public long again(Checkpoints checkpoints) {
        long sum = 0;
        for (int i = 0; i < recorded.moments().size(); i++) {
            if (recorded.moments().get(i) instanceof Run run) {
                boolean whole = isWhole(i, checkpoints);
                for (Part part : run.parts()) {
                    sum += whole || checkpoints.has(part.path()) ? part.again() : 0;
                }
            }
        }
        return sum;
    }

    /** The most that the network takes where nothing is kept, in bytes: the way to the first layer that learns, or a drawing's. */
    public long drawing() {
        long skips = 0;
        long peak = 0;
        boolean started = false;
        for (Moment moment : all) {
            if (moment instanceof Skip skip) {
                skips += skip.bytes();
            } else if (moment instanceof Run run && !started) {
                for (Part part : run.parts()) {
                    started |= part.learns();
                    peak = Math.max(peak, skips + part.forward() + widened(part));
                }
            }
        }
        return peak;
    }

    /** Whether a run has a checkpoint for all of its parts together. */
    private boolean isWhole(int i, Checkpoints checkpoints) {
        boolean early = i == 0 && recorded.early();
        return recorded.moments().get(i) instanceof Run run
                && !early
                && !run.path().isEmpty()
                && checkpoints.has(run.path());
    }

    private long keptAt(int i, Checkpoints checkpoints) {
        if (!(recorded.moments().get(i) instanceof Run run)) {
            return 0;
        }
        if (isWhole(i, checkpoints)) {
            return run.parts().get(0).input();
        }
        boolean single = run.path().isEmpty();
        return run.parts().stream()
                .mapToLong(part -> !single && checkpoints.has(part.path()) ? part.input() : part.kept())
                .sum();
    }

    /** The most that a run's derivative takes, with what it keeps until then. */
    private long derivative(Run run, Checkpoints checkpoints, boolean whole) {
        boolean single = run.path().isEmpty();
        long before = 0;
        long peak = 0;
        for (Part part : run.parts()) {
            peak = Math.max(peak, before + part.kept() + part.work() + widened(part));
            before += !whole && !single && checkpoints.has(part.path()) ? part.input() : part.kept();
        }
        return peak;
    }

    /** What a part's largest weight takes as it is computed with, where it is held in another type: see weights.torchscript. */
    private long widened(Part part) {
        if (weights.eightBits()) {
            boolean byBits = weights.kept() == BaseWeights.FP8 && !place.isCard();
            return part.widest() * (byBits ? BY_BITS : place.activationBytes(weights.type()));
        }
        return weights.type().bytes() == place.activationBytes(weights.type())
                ? 0
                : part.widest() * ComputeType.FP32.bytes();
    }

    /** The blocks that can run again, in the order of the network. */
    List<Run> blocks() {
        List<Run> blocks = new ArrayList<>();
        for (Moment moment : recorded.moments()) {
            if (moment instanceof Run run && !run.path().isEmpty()) {
                blocks.add(run);
            }
        }
        return blocks;
    }

    /** Whether the first of these has parts that run before the learning begins, so that it does not run again as a whole. */
    boolean isEarly() {
        return recorded.early()
                && recorded.moments().get(0) instanceof Run run
                && !run.path().isEmpty();
    }
}
