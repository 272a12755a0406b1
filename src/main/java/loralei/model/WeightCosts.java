package loralei.model;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the frozen weights of a UNet take where it computes, from sizes alone. */
public final class WeightCosts {
    /** A scale for each output channel of a layer in 8 bits, in fp32. */
    private static final int SCALE = 4;

    /** The block that computes, and the next one that is on its way. */
    private static final int SLOTS = 2;

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
        long movable = blocks(config, plan);
        long away = Math.min(plan.offloadedBytes(), movable);
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
        return narrow + SCALE * scales + wide * (parameters - narrow);
    }

    private static Stream<TargetModule> modules(UnetConfig config) {
        return UnetModules.all(config).stream();
    }

    /** What can be in main memory, all but the ends. */
    private static long blocks(UnetConfig config, WeightPlan plan) {
        return bytes(modules(config), plan);
    }

    private static long bytes(Stream<TargetModule> modules, WeightPlan plan) {
        return modules.mapToLong(module ->
                        values(module) * (plan.eightBits() ? 1 : plan.type().bytes()))
                .sum();
    }

    /** The largest residual or transformer block. */
    private static long largest(UnetConfig config, WeightPlan plan) {
        return modules(config).collect(Collectors.groupingBy(WeightCosts::block)).values().stream()
                .mapToLong(modules -> bytes(modules.stream(), plan))
                .max()
                .orElse(0);
    }

    private static String block(TargetModule module) {
        return module.path()
                .replaceFirst(
                        "(\\.resnets\\.\\d+|\\.transformer_blocks\\.\\d+|\\.proj_in|\\.proj_out|\\.conv)(\\..*)?$",
                        "$1");
    }

    private static long values(TargetModule module) {
        long side = Math.max(1, module.kernel());
        return (long) module.in() * module.out() * side * side;
    }
}
