package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.AutoSwitch;
import loralei.config.BaseWeights;
import loralei.config.TrainingConfig;
import loralei.model.CheckpointChoice;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.model.WeightPlan;
import loralei.torch.ComputeType;

/**
 * Chooses how a run uses memory: the fastest plan that fits. What costs least comes first: nothing; as few blocks as
 * needed computed twice, then all of them; the same with the base model's weights in 8 bits (those of its file, else int8), which is the only part that
 * changes numbers, so that it is never chosen on the processor; at last as much of the weights as does not fit in main
 * memory. What the person has set stays as it is.
 */
final class MemoryChooser {
    /** How often the estimate is asked again, where what was saved was not enough. */
    private static final int TRIES = 4;

    /** What plans need, as it is estimated. */
    interface Needs {
        /** Bytes at the peak. */
        long peak(MemoryPlan plan);

        /** As few blocks as save so many bytes; all where that is not enough. */
        CheckpointChoice saving(WeightPlan weights, long bytes);

        /** Which 8 bits the base model's weights lose least in. */
        BaseWeights eightBits();

        /** Bytes of all weights, wherever they are. */
        long weights(WeightPlan weights);
    }

    private final TrainingConfig config;
    private final ComputeType type;
    private final MemoryRoom room;
    private final Needs needs;
    private final int blocks;

    /** For a run in a type. */
    MemoryChooser(TrainingConfig config, ComputeType type, MemoryRoom room, Needs needs) {
        this.config = config;
        this.type = type;
        this.room = room;
        this.needs = needs;
        this.blocks = needs.saving(WeightPlan.resident(type), 0).blocks();
    }

    /** The first plan that fits; where none does, the leanest that the settings allow. */
    MemoryChoice choose() {
        if (room.free().isEmpty()) {
            return choice(new MemoryPlan(weights(kept().get(0)), usualCheckpoints()));
        }
        MemoryChoice last = null;
        for (BaseWeights kept : kept()) {
            for (MemoryChoice choice : withWeights(weights(kept))) {
                last = choice;
                if (isEnough(choice)) {
                    return choice;
                }
            }
        }
        return config.offload() == AutoSwitch.AUTO ? offloaded(last) : last;
    }

    /**
     * The next leaner plan, for a run whose memory was not enough though this one was to be.
     *
     * @param mayChangeNumbers whether nothing was computed yet that other numbers would not fit to
     */
    Optional<MemoryChoice> leaner(MemoryChoice now, boolean mayChangeNumbers) {
        WeightPlan weights = now.plan().weights();
        boolean mayCheckpoint = config.gradientCheckpointing() == AutoSwitch.AUTO;
        if (mayCheckpoint && now.again() < now.blocks()) {
            return Optional.of(choice(new MemoryPlan(weights, Checkpoints.ALL)));
        }
        Checkpoints checkpoints = now.plan().checkpoints();
        BaseWeights leanest = kept().get(kept().size() - 1);
        if (mayChangeNumbers && !weights.eightBits() && leanest.isEightBits()) {
            return Optional.of(
                    choice(new MemoryPlan(new WeightPlan(type, leanest, weights.offloadedBytes()), checkpoints)));
        }
        if (config.offload() == AutoSwitch.AUTO && weights.offloadedBytes() != WeightPlan.ALL) {
            long half = needs.weights(weights) / 2;
            long more = room.onCard() && weights.offloadedBytes() < half ? half : WeightPlan.ALL;
            return Optional.of(choice(new MemoryPlan(weights.offloading(more), checkpoints)));
        }
        return Optional.empty();
    }

    /** What the weights may be kept in, the leanest last. */
    private List<BaseWeights> kept() {
        if (config.baseWeights() != BaseWeights.AUTO) {
            return List.of(config.baseWeights());
        }
        return room.onCard() ? List.of(BaseWeights.SAME, needs.eightBits()) : List.of(BaseWeights.SAME);
    }

    private WeightPlan weights(BaseWeights kept) {
        return new WeightPlan(type, kept, config.offload() == AutoSwitch.ON ? WeightPlan.ALL : 0);
    }

    /** From the fastest to the leanest. */
    private List<MemoryChoice> withWeights(WeightPlan weights) {
        MemoryChoice none = choice(new MemoryPlan(weights, Checkpoints.NONE));
        MemoryChoice all = choice(new MemoryPlan(weights, Checkpoints.ALL));
        return switch (config.gradientCheckpointing()) {
            case OFF -> List.of(none);
            case ON -> List.of(all);
            case AUTO -> {
                List<MemoryChoice> choices = new ArrayList<>(List.of(none));
                if (!isEnough(none) && room.has(all.needed()) && !isSparing()) {
                    choices.add(someOf(weights, none));
                }
                choices.add(all);
                yield choices;
            }
        };
    }

    private MemoryChoice someOf(WeightPlan weights, MemoryChoice none) {
        long tooMuch = none.needed() - room.free().orElse(0);
        MemoryChoice some = none;
        for (int i = 0; i < TRIES && !isEnough(some); i++) {
            some = choice(new MemoryPlan(weights, needs.saving(weights, tooMuch)));
            tooMuch += Math.max(0, some.needed() - room.free().orElse(0));
        }
        return some;
    }

    private MemoryChoice offloaded(MemoryChoice leanest) {
        MemoryPlan plan = leanest.plan();
        MemoryChoice choice = leanest;
        long bytes = 0;
        for (int i = 0; i < TRIES && room.onCard() && !isEnough(choice); i++) { // a part of a file cannot be left there
            bytes += choice.needed() - room.free().orElse(0);
            choice = choice(new MemoryPlan(plan.weights().offloading(bytes), plan.checkpoints()));
        }
        return isEnough(choice)
                ? choice
                : choice(new MemoryPlan(plan.weights().offloading(WeightPlan.ALL), plan.checkpoints()));
    }

    /** Main memory is others' too: a large network takes no more than half of what is free for the sake of speed. */
    private boolean isSparing() {
        return !room.onCard() && config.family().isLarge() && config.gradientCheckpointing() == AutoSwitch.AUTO;
    }

    private boolean isEnough(MemoryChoice choice) {
        return room.has(isSparing() && choice.again() == 0 ? 2 * choice.needed() : choice.needed());
    }

    private Checkpoints usualCheckpoints() {
        return switch (config.gradientCheckpointing()) {
            case OFF -> Checkpoints.NONE;
            case ON -> Checkpoints.ALL;
            case AUTO -> config.family().isLarge() ? Checkpoints.ALL : Checkpoints.NONE;
        };
    }

    private MemoryChoice choice(MemoryPlan plan) {
        Checkpoints checkpoints = plan.checkpoints();
        int again = checkpoints instanceof CheckpointChoice some
                ? some.again()
                : checkpoints == Checkpoints.NONE ? 0 : blocks;
        return new MemoryChoice(
                plan,
                again,
                blocks,
                Math.min(plan.weights().offloadedBytes(), needs.weights(plan.weights())),
                needs.peak(plan),
                room);
    }
}
