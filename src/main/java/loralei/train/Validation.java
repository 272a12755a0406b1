package loralei.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.TrainingConfig;
import loralei.data.EncodedExample;
import loralei.data.EncodedExamples;
import loralei.data.HeldOut;
import loralei.data.PictureSize;
import loralei.model.AdapterBank;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/**
 * The loss of the pictures that a run does not learn from: the mean of their squared errors, without the weights of the
 * training, each time at the same timesteps and with the same noise, so that two of them differ by what was learned
 * alone. A picture's noise follows from its content, so that other pictures beside it change nothing of its loss.
 */
final class Validation {
    /** A few, spread over the schedule: what is measured at each costs a third of a training step. */
    private static final int TIMESTEPS = 4;

    private final DenoisingLoss objective;
    private final Batches batches;
    private final EncodedExamples heldOut;
    private final List<List<Integer>> groups = new ArrayList<>();
    private final int pictures;
    private final int trainTimesteps;
    private final long seed;

    Validation(TrainingConfig config, RunPlan plan, TrainingMaterial material, DenoisingLoss objective) {
        this.objective = objective;
        this.batches = new Batches(config, plan, material);
        this.heldOut = material.heldOut();
        this.pictures = heldOut.all().size();
        this.trainTimesteps = plan.schedule().numTrainTimesteps();
        this.seed = config.seed();
        Map<PictureSize, List<Integer>> bySize = new LinkedHashMap<>();
        for (int i = 0; i < pictures; i++) {
            bySize.computeIfAbsent(heldOut.all().get(i).bucket(), size -> new ArrayList<>())
                    .add(i);
        }
        for (List<Integer> same : bySize.values()) {
            for (int from = 0; from < same.size(); from += config.batchSize()) {
                groups.add(same.subList(from, Math.min(same.size(), from + config.batchSize())));
            }
        }
    }

    /** Measures with the adapter as it stands. */
    double loss(AdapterBank adapter) {
        double sum = 0;
        for (List<Integer> numbers : groups) {
            for (int i = 0; i < TIMESTEPS; i++) {
                try (Scope scope = Scope.open()) {
                    List<EncodedExample> group =
                            numbers.stream().map(heldOut::get).toList();
                    sum += group.size() * objective.value(inputs(group, i), adapter);
                }
            }
        }
        return sum / (pictures * TIMESTEPS);
    }

    /** Of a group at one of the timesteps, from 0; at the means of the posteriors. */
    private StepInputs inputs(List<EncodedExample> group, int at) {
        Tensor noise = Tensor.joined(group, example -> noise(example, at));
        Tensor zeros = Kernels.tensor("zeros", noise.shape(), noise);
        long timestep = (2L * at + 1) * trainTimesteps / (2 * TIMESTEPS);
        float[] counts = new float[group.size()];
        Arrays.fill(counts, 1f / group.size());
        long[] timesteps = new long[group.size()];
        Arrays.fill(timesteps, timestep);
        return batches.inputs(
                group, batches.firstPrompts(group), zeros, noise, Tensor.of(timesteps, group.size()), counts);
    }

    private Tensor noise(EncodedExample example, int at) {
        String content = example.example().picture().sha256();
        try (Randoms.Alone alone = Randoms.alone()) {
            Randoms.seed(HeldOut.drawn(content, seed + at + 1));
            return Randoms.randn(example.mean().shape());
        }
    }
}
