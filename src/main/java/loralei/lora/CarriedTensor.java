package loralei.lora;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.safetensors.TensorInfo;

/**
 * A tensor of another kind of adapter, or of one beside a LoRA's two matrices (LyCORIS, DoRA). What it says is not
 * understood here; what it belongs to is, and that is all that another naming needs.
 *
 * @param info the tensor
 * @param module what it adapts; norms too
 * @param tail the end of its name with the point before it, which is the same in all namings
 */
record CarriedTensor(TensorInfo info, ModuleName module, String tail) {
    private static final Pattern NAME = Pattern.compile("(.+?)(\\.(?:dora_scale|lora_mid\\.weight|hada_[wt]\\w+"
            + "|lokr_[wt]\\w+|oft_(?:blocks|diag)|oft_[Rrs](?:\\.\\w+)?|diff|diff_b|set_weight|reshape_weight"
            + "|w_norm|b_norm|[ab][12]\\.weight|bm[12]\\.weight))");

    private static final Pattern NORM = Pattern.compile("conv_norm_out"
            + "|(?:down_blocks\\.\\d+|up_blocks\\.\\d+|mid_block)\\.(?:resnets\\.\\d+\\.norm[12]"
            + "|attentions\\.\\d+\\.(?:norm|transformer_blocks\\.\\d+\\.norm[123]))"
            + "|text_model\\.(?:final_layer_norm|encoder\\.layers\\.\\d+\\.layer_norm[12])");

    /** Kohya's name for the third matrix of a convolution, which no other naming has. */
    static final String THIRD_MATRIX = ".lora_mid.weight";

    /** Understands a tensor by its name; empty if it is none of these, or of no module that a model has. */
    static Optional<CarriedTensor> of(TensorInfo info, int layersPerBlock) {
        Matcher name = NAME.matcher(info.name());
        if (!name.matches()) {
            return Optional.empty();
        }
        return LoraKey.parseBase(name.group(1), layersPerBlock)
                .map(LoraKey.Base::module)
                .filter(module -> TargetKind.of(module).isPresent()
                        || NORM.matcher(module.path()).matches())
                .map(module -> new CarriedTensor(info, module, name.group(2)));
    }
}
