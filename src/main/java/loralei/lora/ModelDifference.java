package loralei.lora;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import loralei.config.UserError;
import loralei.model.StoredModel;
import loralei.model.StoredWeights;
import loralei.model.TargetModule;
import loralei.safetensors.DType;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;

/** What sets a network of a base model apart from the one that it was made of. */
public final class ModelDifference {
    private static final String WEIGHT = ".weight";

    /** libtorch's numbers of the types, those of the fewest digits first. */
    private static final List<DType> COARSEST = List.of(DType.F8_E5M2, DType.F8_E4M3, DType.BF16, DType.F16, DType.F32);

    private static final Map<DType, Integer> NUMBERS =
            Map.of(DType.F8_E5M2, 23, DType.F8_E4M3, 24, DType.BF16, 15, DType.F16, 5, DType.F32, 6);

    private final StoredWeights before;
    private final StoredWeights after;
    private final ComputeDevice cpu;

    /**
     * A layer that can have an adapter.
     *
     * @param name its name
     * @param module its sizes
     */
    public record Layer(ModuleName name, TargetModule module) {
        private String weight() {
            return name.path() + WEIGHT;
        }
    }

    /**
     * Two networks of the same build.
     *
     * @param before that of the model that the other one was made of
     */
    public ModelDifference(StoredWeights before, StoredWeights after, ComputeDevice cpu) {
        this.before = before;
        this.after = after;
        this.cpu = cpu;
    }

    /** The layers of a network that can have an adapter. */
    public static List<Layer> layers(StoredModel model, Component component) {
        List<TargetModule> modules =
                component == Component.UNET ? model.unetLayers() : model.textLayers(component.place());
        // Of the projection behind a text encoder no program but ComfyUI reads an adapter.
        return modules.stream()
                .filter(module -> !module.path().equals("text_projection"))
                .map(module -> new Layer(new ModuleName(component, module.path()), module))
                .toList();
    }

    /**
     * The difference in a layer, in a lower rank; empty where there is none but that of rounding to the types that they are
     * stored in.
     *
     * @param rank chooses it by the squares of the singular values
     * @throws UserError if the layer is missing in one, has another shape, or holds no numbers
     */
    public Optional<ModuleMaths.Cut> cut(Layer layer, ToIntFunction<double[]> rank, DType type) throws IOException {
        String name = layer.weight();
        long[] shape = longs(layer.module()
                .weight(
                        layer.module().out(),
                        layer.module().in(),
                        layer.module().kernel()));
        if (count(before, name) != count(after, name) || count(before, name) != product(shape)) {
            throw UserError.request(Message.of("merge.otherBuild", layer.name()), Message.of("merge.chooseTuned"));
        }
        try (Scope scope = Scope.open()) {
            Tensor old = before.load(name, cpu);
            Tensor tuned = after.load(name, cpu);
            if (isSame(name, old, tuned)) {
                return Optional.empty();
            }
            Tensor difference = Kernels.tensor("reshape", Kernels.tensor("minus", tuned, old), shape);
            if (Kernels.number("count_not_finite", difference) > 0) {
                throw UserError.request(Message.of("merge.noNumbers", layer.name()), Message.of("model.getFileAgain"));
            }
            return Optional.of(ModuleMaths.ofDifference(layer.name(), difference, rank, type));
        }
    }

    /** How many other weights differ: norms, biases, embeddings. */
    public int othersThatDiffer(List<Layer> layers) throws IOException {
        Set<String> taken = layers.stream().map(Layer::weight).collect(Collectors.toSet());
        int different = 0;
        for (String name : before.names()) {
            boolean comparable = !taken.contains(name)
                    && before.type(name).isFloat()
                    && count(before, name) == count(after, name)
                    && after.type(name).isFloat();
            if (comparable) {
                try (Scope scope = Scope.open()) {
                    long[] flat = {count(before, name)};
                    Tensor old = Kernels.tensor("reshape", before.load(name, cpu), flat);
                    Tensor tuned = Kernels.tensor("reshape", after.load(name, cpu), flat);
                    different += isSame(name, old, tuned) ? 0 : 1;
                }
            }
        }
        return different;
    }

    private boolean isSame(String name, Tensor old, Tensor tuned) {
        if (old.count() != tuned.count()) {
            return false;
        }
        DType coarser = COARSEST.stream()
                .filter(type -> type == before.type(name) || type == after.type(name))
                .findFirst()
                .orElse(DType.F32);
        long[] flat = {old.count()};
        try (Tensor one = Kernels.tensor("reshape", old, flat);
                Tensor other = Kernels.tensor("reshape", tuned, flat)) {
            return Kernels.number("count_different", one, other, NUMBERS.get(coarser)) == 0;
        }
    }

    private static long count(StoredWeights weights, String name) {
        return weights.names().contains(name) ? product(weights.shape(name)) : -1;
    }

    private static long product(long... shape) {
        return LongStream.of(shape).reduce(1, (a, b) -> a * b);
    }

    private static long[] longs(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }
}
