package loralei.lora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import loralei.config.UserError;
import loralei.lora.AdapterLayout.Matrix;
import loralei.model.AdapterBank;
import loralei.model.LayerAdapters;
import loralei.model.ModelFamily;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.safetensors.DType;
import loralei.safetensors.TensorData;
import loralei.text.Message;
import loralei.torch.ComputeDevice;
import loralei.torch.ElementType;
import loralei.torch.Kernels;
import loralei.torch.NumberList;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;
import loralei.torch.TensorMaps;

/**
 * An adapter under training beside each of its layers, in fp32.
 *
 * <p>All matrices are views of one flat vector, all gradients of another.
 */
public final class LoraAdapter implements AdapterBank, AutoCloseable {
    private final AdapterLayout layout;
    private final Tensor parameters;
    private final Tensor gradients;
    private final double rankDropout;
    private final int batchSize;

    /** What the components of the rank are multiplied by in a step: (B, r) of each layer, one after the other. */
    private final Tensor masks;

    /** Where each layer's begins. */
    private final Map<Target, Integer> maskStarts = new HashMap<>();

    private final Map<String, List<Matrix>> byPath = new HashMap<>();
    private final Map<List<String>, LayerAdapters> bound = new HashMap<>();
    private final Map<List<String>, LayerAdapters> boundWhole = new HashMap<>();

    /** What a LoRA that the run goes on from has beside the layers that learn. */
    private List<LoraModule> kept = List.of();

    private Optional<LoraStack> keptInUnet = Optional.empty();

    /** An adapter whose matrices are all zero. */
    public LoraAdapter(List<Target> targets, ComputeDevice device) {
        this(targets, device, 0, 0);
    }

    /**
     * An adapter whose matrices are all zero.
     *
     * @param rankDropout how likely a component of the rank is off in a step, for each sample by itself; 0: none ever is
     * @param batchSize samples of a step
     */
    public LoraAdapter(List<Target> targets, ComputeDevice device, double rankDropout, int batchSize) {
        this.layout = AdapterLayout.of(targets);
        this.parameters = Scope.detached(device.zeros(layout.size()));
        this.gradients = Scope.detached(device.zeros(layout.size()));
        this.rankDropout = rankDropout;
        this.batchSize = batchSize;
        int end = 0;
        for (Target target : targets) {
            maskStarts.put(target, end);
            end += rankDropout > 0 ? batchSize * target.rank() : 0;
        }
        this.masks = Scope.detached(device.zeros(end));
        for (Matrix matrix : layout.matrices()) {
            byPath.computeIfAbsent(matrix.target().module().path(), path -> new ArrayList<>())
                    .add(matrix);
        }
    }

    private LayerAdapters bind(List<String> modules, boolean masked) {
        List<List<Matrix>> matrices = modules.stream()
                .map(path -> byPath.getOrDefault(path, List.of()))
                .toList();
        if (matrices.stream().allMatch(List::isEmpty)) {
            return LayerAdapters.none(modules.size());
        }
        List<Double> scales = matrices.stream()
                .map(parts -> parts.isEmpty() ? 0.0 : parts.get(0).target().scale())
                .toList();
        List<Map<String, Tensor>> parts = views(parameters, matrices);
        for (int i = 0; masked && i < parts.size(); i++) {
            if (!matrices.get(i).isEmpty()) {
                parts.get(i).put("mask", mask(matrices.get(i).get(0).target()));
            }
        }
        return new LayerAdapters(
                new TensorMaps(parts), new TensorMaps(views(gradients, matrices)), new NumberList(scales), true);
    }

    /** What a layer's rank is multiplied by: (B, r). */
    private Tensor mask(Target target) {
        long[] sizes = {batchSize, target.rank()};
        return Kernels.tensor("slice_of", masks, maskStarts.get(target), batchSize * target.rank(), sizes);
    }

    private static List<Map<String, Tensor>> views(Tensor flat, List<List<Matrix>> layers) {
        List<Map<String, Tensor>> views = new ArrayList<>();
        for (List<Matrix> parts : layers) {
            Map<String, Tensor> view = new HashMap<>();
            for (Matrix part : parts) {
                view.put(part.part(), Kernels.tensor("slice_of", flat, part.offset(), part.count(), part.sizes()));
            }
            views.add(view);
        }
        return views;
    }

    /**
     * Starts training from scratch, with the first values of the kind of adapter: the first step sees the base model.
     */
    public void initialise(long seed) {
        Kernels.run("fill", parameters, 0.0);
        try (Randoms.Alone alone = Randoms.alone()) {
            Randoms.seed(seed);
            drawFirstValues();
        }
    }

    private void drawFirstValues() {
        for (Matrix matrix : layout.matrices()) {
            double bound = matrix.initialBound();
            if (bound > 0) {
                try (Tensor drawn = Randoms.uniform(-bound, bound, matrix.count());
                        Tensor place = Kernels.tensor(
                                "slice_of", parameters, matrix.offset(), matrix.count(), new long[] {matrix.count()})) {
                    Kernels.run("copy_into", place, drawn);
                }
            }
        }
    }

    /** Goes on from a LoRA whose targets are those of this adapter: the first step sees what it makes of the base model. */
    public void begin(StartingLora start, UnetConfig unet, ComputeDevice device) {
        load(start.values());
        kept = start.kept().modules();
        keptInUnet = Optional.of(new LoraStack(List.of(new WeightedLora(start.kept(), 1)), unet, device));
    }

    /**
     * Draws for a step which components of the rank are off, if there is rank dropout, from the generator as it stands.
     * Both passes of the step see the same.
     */
    public void drawMasks() {
        if (rankDropout > 0) {
            try (Tensor draws = Randoms.uniform(0, 1, masks.count())) {
                Kernels.run("rank_masks", masks, draws, rankDropout);
            }
        }
    }

    /**
     * The adapter of a LoRA that was read from a file.
     *
     * @param unet the network that it is to run in
     * @throws UserError names a layer that the network does not have, or has in another shape
     */
    public static LoraAdapter of(LoraWeights lora, UnetConfig unet, ComputeDevice device) {
        Map<ModuleName, TargetModule> layers = new HashMap<>();
        UnetModules.all(unet).forEach(layer -> layers.put(ModuleName.unet(layer.path()), layer));
        List<Target> targets = new ArrayList<>();
        for (LoraModule module : lora.modules()) {
            if (!layers.containsKey(module.name())) {
                throw UserError.request(Message.of("lora.noSuchLayer", module.name()), Message.of("lora.sameFamily"));
            }
            targets.add(new Target(layers.get(module.name()), module.rank(), module.alpha()));
        }
        LoraAdapter adapter = new LoraAdapter(targets, device);
        try {
            adapter.load(StartingLora.packed(lora, adapter.layout()));
            return adapter;
        } catch (RuntimeException e) {
            adapter.close();
            throw e;
        }
    }

    /** Sets all values, in the order of the layout. */
    public void load(float[] values) {
        try (Tensor source = Tensor.of(values, layout.size())) {
            Kernels.run("copy_into", parameters, source);
        }
    }

    /** Sets all values to those of {@link #saved()}. */
    public void load(TensorData saved) {
        try (Tensor source = Tensor.over(saved.bytes(), ElementType.FLOAT32, layout.size())) {
            Kernels.run("copy_into", parameters, source);
        }
    }

    /** All values, in the order of the layout. */
    public TensorData saved() {
        return new TensorData(DType.F32, List.of((long) layout.size()), parameters.bytes());
    }

    /** The adapter as it stands, in fp32, for a UNet of this configuration. */
    public LoraWeights weights(UnetConfig unet) {
        Map<Target, Map<String, TensorData>> parts = new LinkedHashMap<>();
        for (Matrix matrix : layout.matrices()) {
            parts.computeIfAbsent(matrix.target(), target -> new LinkedHashMap<>())
                    .put(matrix.part(), data(matrix));
        }
        List<LoraModule> modules = new ArrayList<>();
        parts.forEach((target, data) ->
                modules.add(new LoraModule(ModuleName.unet(target.module().path()), data, (float) target.alpha())));
        modules.addAll(kept);
        return new LoraWeights(ModelFamily.of(unet).family(), UnetLayout.of(unet), modules);
    }

    private TensorData data(Matrix matrix) {
        try (Tensor part = Kernels.tensor("slice_of", parameters, matrix.offset(), matrix.count(), matrix.sizes())) {
            return new TensorData(DType.F32, matrix.shape(), part.bytes());
        }
    }

    /** The layout of the flat vectors. */
    public AdapterLayout layout() {
        return layout;
    }

    /** The flat vector of parameters, fp32. */
    public Tensor parameters() {
        return parameters;
    }

    /** The flat vector of gradients, fp32. */
    public Tensor gradients() {
        return gradients;
    }

    @Override
    public LayerAdapters of(List<String> modules) {
        return bound.computeIfAbsent(modules, paths -> bind(paths, rankDropout > 0));
    }

    @Override
    public TensorList weights(TensorList frozen, List<String> modules) {
        return keptInUnet.map(ends -> ends.weights(frozen, modules)).orElse(frozen);
    }

    /** The same adapter with all of its rank, for any number of samples: to look at what was learned. */
    public AdapterBank whole() {
        return rankDropout > 0 ? new Whole() : this;
    }

    private final class Whole implements AdapterBank {
        @Override
        public LayerAdapters of(List<String> modules) {
            return boundWhole.computeIfAbsent(modules, paths -> bind(paths, false));
        }

        @Override
        public TensorList weights(TensorList frozen, List<String> modules) {
            return LoraAdapter.this.weights(frozen, modules);
        }
    }

    @Override
    public void close() {
        Stream.of(bound, boundWhole)
                .flatMap(views -> views.values().stream())
                .filter(LayerAdapters::isPresent)
                .forEach(LayerAdapters::close);
        keptInUnet.ifPresent(LoraStack::close);
        parameters.close();
        gradients.close();
        masks.close();
    }
}
