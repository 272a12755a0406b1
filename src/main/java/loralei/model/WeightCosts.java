package loralei.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.BaseWeights;
import loralei.torch.ComputeType;

/** What the frozen weights of a UNet take where it computes, from sizes alone. */
public final class WeightCosts {
    /** The block that computes, and the next one that is on its way. */
    private static final int SLOTS = 2;

    /** Layers whose paths have the same beginning move together. */
    private static final Pattern TOGETHER = Pattern.compile("(\\.resnets\\.\\d+|\\.attn[12]|\\.ff)\\..*");

    private WeightCosts() {}

    /**
     * Their bytes while the network trains.
     *
     * @param parameters how many values the network has
     */
    public static long bytes(UnetConfig config, long parameters, WeightPlan plan) {
        long all = all(config, parameters, plan);
        if (plan.offloadedBytes() == 0) {
            return all;
        }
        long away = Math.min(plan.offloadedBytes(), bytes(movable(config), plan));
        return all - away + Math.min(away, SLOTS * largest(config, plan));
    }

    /** Without any in main memory: layers of 8 bits have a scale for each output channel beside them; norms and biases stay. */
    private static long all(UnetConfig config, long parameters, WeightPlan plan) {
        int wide = plan.type().bytes();
        if (!plan.eightBits()) {
            return parameters * wide;
        }
        long narrow = modules(config).mapToLong(WeightCosts::values).sum();
        long scales = modules(config).mapToLong(TargetModule::out).sum();
        int ofScale = plan.kept() == BaseWeights.INT8 ? ComputeType.FP32.bytes() : wide;
        return narrow + ofScale * scales + wide * (parameters - narrow);
    }

    private static Stream<TargetModule> modules(UnetConfig config) {
        return UnetModules.all(config).stream();
    }

    /** What can be in main memory, all but the ends and the projections of the time. */
    private static Stream<TargetModule> movable(UnetConfig config) {
        return modules(config).filter(module -> !module.path().endsWith(".time_emb_proj"));
    }

    private static long bytes(Stream<TargetModule> modules, WeightPlan plan) {
        return modules.mapToLong(module ->
                        values(module) * (plan.eightBits() ? 1 : plan.type().bytes()))
                .sum();
    }

    /** The largest of those that move together: a residual block's, an attention's, a feed-forward's. */
    private static long largest(UnetConfig config, WeightPlan plan) {
        return movable(config).collect(Collectors.groupingBy(WeightCosts::block)).values().stream()
                .mapToLong(together -> bytes(together.stream(), plan))
                .max()
                .orElse(0);
    }

    private static String block(TargetModule module) {
        return TOGETHER.matcher(module.path()).replaceFirst("$1");
    }

    private static long values(TargetModule module) {
        long side = Math.max(1, module.kernel());
        return (long) module.in() * module.out() * side * side;
    }
}
