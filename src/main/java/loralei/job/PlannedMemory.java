package loralei.job;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import loralei.config.BaseWeights;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.Examples;
import loralei.model.MemoryPlan;
import loralei.model.Workplace;
import loralei.text.Message;
import loralei.torch.Allocator;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.TorchFailure;
import loralei.train.MemoryFullException;
import loralei.train.SavedRun;
import loralei.train.TrainingEvent;

/** How a run uses memory: what was chosen for it, and what is tried next where that was not enough after all. */
final class PlannedMemory {
    private final MemoryChooser chooser;
    private final RunMemory needs;
    private final ComputeDevice device;
    private MemoryChoice choice;

    private PlannedMemory(MemoryChooser chooser, RunMemory needs, ComputeDevice device) {
        this.chooser = chooser;
        this.needs = needs;
        this.device = device;
        this.choice = chooser.choose();
    }

    /** A start of the training. */
    @FunctionalInterface
    interface Start {
        /**
         * Trains to the end.
         *
         * @param plan how memory is used
         * @param resume whether it goes on from the state that is saved
         * @param first whether this is the first start
         */
        void run(MemoryPlan plan, boolean resume, boolean first);
    }

    /** That of a run on a device, which goes on with the weights that it was saved with. */
    static PlannedMemory of(
            TrainingConfig config,
            Examples examples,
            ComputeType type,
            ComputeDevice device,
            Optional<SavedRun> saved) {
        TrainingConfig paired = Examples.paired(config, examples.all());
        TrainingConfig settled = saved.filter(run -> config.baseWeights() == BaseWeights.AUTO)
                .map(run -> paired.with("baseWeights", run.baseWeights()))
                .orElse(paired);
        Workplace place =
                device.card().map(card -> CardChoice.place(type, card)).orElseGet(() -> Workplace.of(device));
        RunMemory needs = new RunMemory(settled, examples.largest(), PreviewJob.net(config, new ArrayList<>()), place);
        return new PlannedMemory(new MemoryChooser(settled, type, Devices.room(device), needs), needs, device);
    }

    /** What is tried now. */
    MemoryPlan plan() {
        return choice.plan();
    }

    /** What decoding a preview may take, so that the steps remain the peak. */
    long decodingBudget() {
        return MemoryEstimate.decodingBudget(
                needs.config(), needs.size(), needs.net().config(), choice.plan(), needs.place());
    }

    /** What to tell of it before the start. */
    TrainingEvent told() {
        return new TrainingEvent.Memory(
                choice.told(),
                choice.needed(),
                choice.plan().weights().heldIn(),
                choice.offloaded(),
                choice.again(),
                choice.blocks());
    }

    /**
     * Trains, with one leaner plan after the other where the memory is not enough. Each goes on where the one before it
     * came to, and the base model's weights stay what they are once a step was done with them.
     *
     * @param resume whether the first goes on from a state
     * @param warn told of each change
     * @throws UserError says that the memory is not enough, where there is no leaner plan
     */
    void train(boolean resume, Consumer<Message> warn, Start start) {
        boolean goesOn = resume;
        boolean first = true;
        while (true) {
            UserError failure;
            try {
                start.run(choice.plan(), goesOn, first);
                return;
            } catch (MemoryFullException e) {
                failure = e.failure();
                goesOn |= e.saved() > 0;
            } catch (UserError e) {
                if (!TorchFailure.isFullMemory(e)) {
                    throw e;
                }
                failure = e; // when the network was loaded
            }
            MemoryChoice before = choice;
            Optional<MemoryChoice> next = chooser.leaner(before, !goesOn);
            if (next.isEmpty()) {
                throw failure;
            }
            choice = next.get();
            first = false;
            device.releaseCache();
            Allocator.trim();
            warn.accept(Message.of(
                    choice.plan().weights().eightBits()
                                    == before.plan().weights().eightBits()
                            ? "plan.leaner"
                            : "plan.leanerInEightBits",
                    choice.words(),
                    failure.localized()));
        }
    }
}
