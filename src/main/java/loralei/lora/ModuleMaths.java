package loralei.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import loralei.config.UserError;
import loralei.safetensors.DType;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import loralei.torch.Tensor;

/**
 * Makes modules of a LoRA out of those of others, and out of differences of weights. Wherever alpha could not be held by the
 * type that is written, the matrices make up for it.
 */
public final class ModuleMaths {
    private ModuleMaths() {}

    /**
     * A module, and how much it counts.
     *
     * @param module of any rank and alpha
     * @param weight what its change is multiplied by
     */
    public record Weighted(LoraModule module, double weight) {}

    /**
     * A module of a lower rank than what it stands for.
     *
     * @param module the module
     * @param share which share of the sum of the squares of the singular values it holds
     */
    public record Cut(LoraModule module, double share) {}

    /** Whether two modules of a name are for layers of the same shape. */
    public static boolean fit(LoraModule one, LoraModule other) {
        return outputs(one) == outputs(other) && inputs(one).equals(inputs(other));
    }

    private static long outputs(LoraModule module) {
        return module.up().shape().get(0);
    }

    /** Without the kernel of a convolution of 1x1, which is a linear layer: files write either. */
    private static List<Long> inputs(LoraModule module) {
        List<Long> shape = module.down().shape();
        return shape.subList(1, shape.size()).stream()
                .filter(size -> size != 1 || shape.size() == 2)
                .toList();
    }

    /**
     * The sum of several, exactly: its rank is the sum of theirs.
     *
     * @param parts at least one, that fit each other, with weights other than 0
     * @param scale the quotient of alpha and rank to write
     */
    public static LoraModule sum(List<Weighted> parts, double scale, DType type) {
        LayerSum sum = layerSum(parts);
        float alpha = held(sum.rank() * scale, type);
        LoraModule first = parts.get(0).module();
        return module(first, sum.rank(), sum.down(), sum.up(sum.rank() / (double) alpha), alpha, type);
    }

    /** The sum of several in a rank, which is chosen by the squares of its singular values, the largest first. */
    public static Cut sum(List<Weighted> parts, ToIntFunction<double[]> rank, DType type) {
        return cut(parts.get(0).module(), layerSum(parts), 1, rank, type);
    }

    /** The nearest module of another rank; the quotient of alpha and rank stays. */
    public static Cut resized(LoraModule module, ToIntFunction<double[]> rank, DType type) {
        return cut(module, new LayerSum(List.of(new LayerSum.Part(module, 1))), module.scale(), rank, type);
    }

    private static LayerSum layerSum(List<Weighted> parts) {
        return new LayerSum(parts.stream()
                .map(part -> new LayerSum.Part(
                        part.module(), part.weight() * part.module().scale()))
                .toList());
    }

    private static Cut cut(LoraModule like, LayerSum sum, double scale, ToIntFunction<double[]> rank, DType type) {
        try (Tensor up = Tensor.of(sum.up(1), sum.outputs(), sum.rank());
                Tensor down = Tensor.of(sum.down(), sum.rank(), sum.inputs());
                SingularValues values = SingularValues.ofProduct(up, down)) {
            return cut(like.name(), values, like.down().shape(), scale, rank, type);
        }
    }

    /**
     * What a difference of weights leaves in a rank.
     *
     * @param name the layer
     * @param difference (out, in) or (out, in, k, k), in fp32
     */
    public static Cut ofDifference(ModuleName name, Tensor difference, ToIntFunction<double[]> rank, DType type) {
        List<Long> shape = new ArrayList<>();
        for (long size : difference.shape()) {
            shape.add(size);
        }
        try (SingularValues values = SingularValues.ofMatrix(difference)) {
            return cut(name, values, shape, 1, rank, type);
        }
    }

    /** The shape is any one whose sizes behind the first are those of the inputs. */
    private static Cut cut(
            ModuleName name,
            SingularValues values,
            List<Long> shape,
            double scale,
            ToIntFunction<double[]> choice,
            DType type) {
        double[] squares = values.squares();
        int rank = Math.max(1, Math.min(squares.length, choice.applyAsInt(squares)));
        List<Tensor> nearest = values.nearest(rank);
        try (Tensor up = nearest.get(0);
                Tensor down = nearest.get(1)) {
            float alpha = held(scale * rank, type);
            float[] scaled = up.floats();
            double times = alpha == 0 ? 1 : scale * rank / alpha;
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = (float) (scaled[i] * times);
            }
            return new Cut(module(name, shape, rank, down.floats(), scaled, alpha, type), values.share(rank));
        }
    }

    private static float held(double alpha, DType type) {
        return TensorData.ofFloats(type, new float[] {(float) alpha}).floats()[0];
    }

    private static LoraModule module(LoraModule like, int rank, float[] down, float[] up, float alpha, DType type) {
        return module(like.name(), like.down().shape(), rank, down, up, alpha, type);
    }

    private static LoraModule module(
            ModuleName name, List<Long> shape, int rank, float[] down, float[] up, float alpha, DType type) {
        Stream<Long> inputs = shape.subList(1, shape.size()).stream();
        List<Long> downShape = Stream.concat(Stream.of((long) rank), inputs).toList();
        long outputs = up.length / rank;
        List<Long> upShape = shape.size() == 2 ? List.of(outputs, (long) rank) : List.of(outputs, (long) rank, 1L, 1L);
        return new LoraModule(name, data(name, down, downShape, type), data(name, up, upShape, type), alpha);
    }

    private static TensorData data(ModuleName name, float[] values, List<Long> shape, DType type) {
        TensorData data = TensorData.ofFloats(type, values, shape);
        float[] written = data.floats();
        for (int i = 0; i < written.length; i++) {
            if (!Float.isFinite(written[i])) {
                throw UserError.request(
                        Message.of("merge.tooLarge", name, values[i], type), Message.of("merge.widerType"));
            }
        }
        return data;
    }
}
