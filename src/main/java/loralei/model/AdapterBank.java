package loralei.model;

import java.util.Collections;
import java.util.List;
import loralei.torch.TensorList;

/** Finds the low-rank adapters of a transformer block. */
public interface AdapterBank {
    /**
     * The linear layers of a transformer block that can have an adapter, in the order in which kernels know them, as
     * module paths below the block.
     */
    List<String> SLOTS = List.of(
            "attn1.to_q",
            "attn1.to_k",
            "attn1.to_v",
            "attn1.to_out.0",
            "attn2.to_q",
            "attn2.to_k",
            "attn2.to_v",
            "attn2.to_out.0",
            "ff.net.0.proj",
            "ff.net.2");

    /** No adapters: the base model as it is. */
    AdapterBank NONE = path -> BlockAdapters.NONE;

    /** The adapters of the block with this module path; {@link BlockAdapters#NONE} if it has none. */
    BlockAdapters of(String blockPath);

    /**
     * The adapters of one block: for slot i the down matrix (r, in) at 2i and the up matrix (out, r) at 2i + 1, both
     * empty where the slot has none.
     *
     * @param parameters the matrices in fp32
     * @param gradients their gradients, of the same shapes, which are added to
     * @param scales alpha / rank of each slot
     */
    record BlockAdapters(TensorList parameters, TensorList gradients, List<Double> scales) {
        /** No adapters in this block. */
        public static final BlockAdapters NONE = new BlockAdapters(
                new TensorList(List.of()), new TensorList(List.of()), Collections.nCopies(SLOTS.size(), 0.0));

        /** Whether any slot has an adapter. */
        public boolean isPresent() {
            return !parameters.tensors().isEmpty();
        }

        /** The scales as kernels take them. */
        double[] scaleArray() {
            return scales.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }
}
