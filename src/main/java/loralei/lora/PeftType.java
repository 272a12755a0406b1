package loralei.lora;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import loralei.config.TrainingConfig;

/**
 * A kind of adapter that learns here: which parts it has. What it makes of them, and their gradients, stands in
 * adapter.torchscript, where the parts have the same names.
 *
 * @param networkModule what kohya's scripts and LyCORIS call it, for a file's metadata
 * @param parts in which order they lie in memory and in a file
 */
public record PeftType(String networkModule, List<Part> parts) {
    /** W + alpha / rank * up down (Hu et al. 2021). The first step sees the base model. */
    public static final PeftType LORA = new PeftType(
            "networks.lora",
            List.of(
                    new Part(LoraModule.DOWN, Target::down, PeftType::kaiming),
                    new Part(LoraModule.UP, Target::up, target -> 0)));

    /**
     * One tensor of an adapter.
     *
     * @param name what kernels call it; of other kinds than LoRA also the end of its name in files
     * @param shape its sizes in a layer
     * @param bound its first values are uniform from minus to plus this; all zero where it is 0
     */
    record Part(String name, Function<Target, List<Long>> shape, ToDoubleFunction<Target> bound) {}

    /** The kind that a run with these settings trains. */
    public static PeftType of(TrainingConfig config) {
        return LORA;
    }

    /**
     * Kaiming's rule with a = sqrt 5 as kohya and OneTrainer use it: 1 / sqrt(in), where {@code in} counts the positions of
     * a convolution's kernel too.
     */
    private static double kaiming(Target target) {
        return 1 / Math.sqrt((double) Target.product(target.down()) / target.rank());
    }
}
