package loralei.lora;

import java.util.List;
import loralei.config.TrainingConfig;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;

/**
 * A layer that learns.
 *
 * @param module the layer
 * @param type the kind of adapter that it learns in
 * @param rank the inner dimension of its matrices
 * @param alpha numerator of its scale
 */
public record Target(TargetModule module, PeftType type, int rank, double alpha) {
    /** A layer that learns as a LoRA. */
    public Target(TargetModule module, int rank, double alpha) {
        this(module, PeftType.LORA, rank, alpha);
    }

    /** These layers, all with one rank and alpha. */
    public static List<Target> of(List<TargetModule> modules, int rank, double alpha) {
        return modules.stream().map(module -> new Target(module, rank, alpha)).toList();
    }

    /** Those that a run with these settings learns on. */
    public static List<Target> of(TrainingConfig config, UnetConfig unet) {
        return UnetModules.attention(unet).stream()
                .map(module -> new Target(module, PeftType.of(config), config.rank(), config.alpha()))
                .toList();
    }

    /** What the product of the matrices is multiplied by. */
    double scale() {
        return alpha / rank;
    }

    /** The shape of the matrix from input to rank: (r, in), or (r, in, k, k). */
    List<Long> down() {
        return module.weight(rank, module.in(), module.kernel());
    }

    /** The shape of the matrix from rank to output: (out, r), or (out, r, 1, 1). */
    List<Long> up() {
        return module.weight(module.out(), rank, 1);
    }

    /** How many values its adapter has. */
    public long count() {
        return type.parts().stream()
                .mapToLong(part -> product(part.shape().apply(this)))
                .sum();
    }

    static long product(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
