package loralei.lora;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.lora.AdapterLayout.Matrix;
import loralei.model.AdapterBank;
import loralei.model.ModelKind;
import loralei.model.UnetConfig;
import loralei.model.UnetModules.LinearModule;
import loralei.safetensors.DType;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.ElementType;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/**
 * A LoRA under training: y + alpha / rank * up (down x) beside each of its linear layers (Hu et al. 2021), in fp32.
 *
 * <p>All matrices are views of one flat vector, all gradients of another.
 */
public final class LoraAdapter implements AdapterBank, AutoCloseable {
    private final AdapterLayout layout;
    private final int rank;
    private final double alpha;
    private final Tensor parameters;
    private final Tensor gradients;
    private final Map<String, BlockAdapters> blocks = new HashMap<>();

    /** An adapter whose matrices are all zero. */
    public LoraAdapter(List<LinearModule> modules, int rank, double alpha, ComputeDevice device) {
        this.layout = AdapterLayout.of(modules, rank);
        this.rank = rank;
        this.alpha = alpha;
        this.parameters = Scope.detached(device.zeros(layout.size()));
        this.gradients = Scope.detached(device.zeros(layout.size()));
        Map<String, List<Matrix>> byBlock = new LinkedHashMap<>();
        for (Matrix matrix : layout.matrices()) {
            byBlock.computeIfAbsent(matrix.module().blockPath(), path -> new ArrayList<>())
                    .add(matrix);
        }
        byBlock.forEach((path, matrices) -> blocks.put(path, bind(matrices)));
    }

    private BlockAdapters bind(List<Matrix> matrices) {
        int slots = AdapterBank.SLOTS.size();
        List<Double> scales = new ArrayList<>(Collections.nCopies(slots, 0.0));
        Matrix[] bySlot = new Matrix[2 * slots];
        for (Matrix matrix : matrices) {
            int slot = matrix.module().slot();
            scales.set(slot, alpha / rank);
            bySlot[2 * slot + (matrix.up() ? 1 : 0)] = matrix;
        }
        return new BlockAdapters(views(parameters, bySlot), views(gradients, bySlot), List.copyOf(scales));
    }

    private static TensorList views(Tensor flat, Matrix... bySlot) {
        List<Tensor> views = new ArrayList<>();
        for (Matrix matrix : bySlot) {
            long[] shape = matrix == null ? new long[] {0} : new long[] {matrix.rows(), matrix.columns()};
            int offset = matrix == null ? 0 : matrix.offset();
            int count = matrix == null ? 0 : matrix.count();
            views.add(Kernels.tensor("slice_of", flat, offset, count, shape));
        }
        return new TensorList(views);
    }

    /**
     * Starts training from scratch: down matrices uniform within 1 / sqrt(in), which is Kaiming's rule with a = sqrt 5
     * as kohya and OneTrainer use it; up matrices zero, so that the first step sees the base model.
     */
    public void initialise(long seed) {
        Kernels.run("fill", parameters, 0.0);
        Randoms.seed(seed);
        for (Matrix matrix : layout.matrices()) {
            if (!matrix.up()) {
                double bound = 1 / Math.sqrt(matrix.columns());
                try (Tensor drawn = Randoms.uniform(-bound, bound, matrix.count());
                        Tensor place = Kernels.tensor(
                                "slice_of", parameters, matrix.offset(), matrix.count(), new long[] {matrix.count()})) {
                    Kernels.run("copy_into", place, drawn);
                }
            }
        }
    }

    /** Takes over a LoRA of the same rank; modules that it does not have stay zero. */
    public void load(LoraWeights lora) {
        Map<String, LoraModule> byPath = new HashMap<>();
        lora.modules().forEach(module -> byPath.put(module.name().path(), module));
        float[] values = new float[layout.size()];
        for (Matrix matrix : layout.matrices()) {
            LoraModule module = byPath.get(matrix.module().path());
            if (module != null) {
                float[] source = (matrix.up() ? module.up() : module.down()).floats();
                if (source.length != matrix.count() || module.alpha() != (float) alpha) {
                    throw new IllegalArgumentException(module.name() + " has another shape or alpha");
                }
                System.arraycopy(source, 0, values, matrix.offset(), source.length);
            }
        }
        load(values);
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
        List<LoraModule> modules = new ArrayList<>();
        for (int i = 0; i < layout.matrices().size(); i += 2) {
            Matrix down = layout.matrices().get(i);
            Matrix up = layout.matrices().get(i + 1);
            modules.add(new LoraModule(ModuleName.unet(down.module().path()), data(down), data(up), (float) alpha));
        }
        int plain = unet.crossAttentionUp().indexOf(true);
        return new LoraWeights(
                ModelKind.familyOf(unet), new UnetLayout(unet.layersPerBlock(), Math.max(plain, 0)), modules);
    }

    private TensorData data(Matrix matrix) {
        List<Long> shape = List.of((long) matrix.rows(), (long) matrix.columns());
        long[] sizes = {matrix.rows(), matrix.columns()};
        try (Tensor part = Kernels.tensor("slice_of", parameters, matrix.offset(), matrix.count(), sizes)) {
            return new TensorData(DType.F32, shape, part.bytes());
        }
    }

    /** The layout of the flat vectors. */
    public AdapterLayout layout() {
        return layout;
    }

    /** The rank. */
    public int rank() {
        return rank;
    }

    /** The alpha. */
    public double alpha() {
        return alpha;
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
    public BlockAdapters of(String blockPath) {
        return blocks.getOrDefault(blockPath, BlockAdapters.NONE);
    }

    @Override
    public void close() {
        for (BlockAdapters block : blocks.values()) {
            block.parameters().close();
            block.gradients().close();
        }
        parameters.close();
        gradients.close();
    }
}
