package loralei.job;

import loralei.config.AutoSwitch;
import loralei.config.OptimizerKind;
import loralei.config.PictureSpec;
import loralei.config.PreviewPictures;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
import loralei.lora.StartingLora;
import loralei.lora.Target;
import loralei.model.UnetConfig;

/**
 * About how much memory a training takes at its peak, which is in its steps: text encoders and VAE are gone by then. It
 * adds up the frozen weights, what {@code unet.torchscript} keeps of each block for the derivatives, the adapter with
 * its gradients and moments, and the process itself.
 *
 * <p>Calibrated with one measured peak (resident memory of the whole process, CPU, two cores, {@code bench}): SD1.5 in
 * full size, 512 pixels, fp32, batch 1, rank 4, no checkpointing: 5.1 GB, of which 3.44 GB are the UNet's weights.
 * Beside other peaks it is 6 to 14 % too high: SD1.5 with checkpointing 4.06 GB measured, at 256 pixels and batch 4
 * 4.80; SDXL at 512 pixels 11.29 in fp32 and 5.92 in bf16.
 */
final class MemoryEstimate {
    /** Java, libtorch and their buffers; on a GPU the CUDA context takes as much. */
    private static final long PROCESS = 500_000_000;

    private static final int PIXELS_PER_LATENT = 8;

    /** Values that a transformer block keeps for each position and channel: nine activations and the 8 C of its GEGLU. */
    private static final int KEPT_BY_TRANSFORMER = 17;

    /** Values that the largest block works with for each position and channel; what the measured peak leaves over. */
    private static final int WORKED_WITH = 36;

    private static final int FP32 = 4;

    /** Bytes of temporaries for each value in {@code adamw8bit}, and the values of a piece (16,384 blocks of 256). */
    private static final long EIGHT_BIT_TEMPORARIES = 40;

    private static final long EIGHT_BIT_PIECE = 16_384L * 256;

    /** The weights of the VAE's decoder of both families, in fp32. */
    private static final long VAE_DECODER = 198_000_000;

    /** Values that its largest block works with for each pixel: the last doubling, see {@code VaeConfig.decoderBytes}. */
    private static final long DECODED_WITH = 1088;

    /** The smallest tiles that it decodes in have this side. */
    private static final long LEAST_TILE = 256;

    /** The estimate of the activations is too high rather than too low. */
    private static final double SURE = 0.7;

    private final TrainingConfig config;
    private final PictureSize size;
    private final UnetConfig unet;
    private final int bytes;

    private MemoryEstimate(TrainingConfig config, PictureSize size, UnetConfig unet, int bytes) {
        this.config = config;
        this.size = size;
        this.unet = unet;
        this.bytes = bytes;
    }

    /** The peak in bytes, with one of the attention kernels that hold no scores. */
    static long of(TrainingConfig config, PictureSize size, UnetConfig unet, long parameters, int bytes) {
        return of(config, size, unet, parameters, bytes, false);
    }

    /**
     * The peak in bytes.
     *
     * @param size of the largest example
     * @param unet the base model's UNet
     * @param parameters how many values it has
     * @param bytes the size of one value in the precision of the run
     * @param plainAttention whether attention is computed by the plain formula, which holds all of its scores
     */
    static long of(
            TrainingConfig config,
            PictureSize size,
            UnetConfig unet,
            long parameters,
            int bytes,
            boolean plainAttention) {
        MemoryEstimate estimate = new MemoryEstimate(config, size, unet, bytes);
        long activations = estimate.activations() + (plainAttention ? estimate.scores() : 0);
        // The activations are gone when the optimizer works, and when previews are drawn.
        return PROCESS
                + parameters * bytes
                + Math.max(Math.max(activations, estimate.optimizerTemporaries()), estimate.previews())
                + estimate.adapter();
    }

    /** What a drawing of the previews works with: the UNet with and without the prompt, then the VAE's decoder. */
    private long previews() {
        return PreviewPictures.readable(config).stream()
                .mapToLong(picture -> Math.max(asked(picture), decoded(picture)))
                .max()
                .orElse(0);
    }

    /** The activations that the way down leaves for the way up, and the largest block. */
    private long asked(PictureSpec picture) {
        PictureSize drawn = new PictureSize(picture.width(), picture.height());
        TrainingConfig alike = config.with("batchSize", picture.guidance() == 1 ? 1 : 2);
        MemoryEstimate estimate = new MemoryEstimate(alike, drawn, unet, bytes);
        long skips = 0;
        for (int level = 0; level < unet.levels(); level++) {
            skips += (unet.layersPerBlock() + 1L) * estimate.values(level);
        }
        return (skips + WORKED_WITH * estimate.largestBlock()) * bytes;
    }

    private long decoded(PictureSpec picture) {
        long pixels = (long) picture.width() * picture.height();
        long least = FP32 * DECODED_WITH * Math.min(pixels, LEAST_TILE * LEAST_TILE);
        return VAE_DECODER + Math.min(FP32 * DECODED_WITH * pixels, Math.max(least, decodingBudget()));
    }

    /** What decoding a preview may take beside the VAE's weights, so that the steps of the training remain the peak. */
    static long decodingBudget(TrainingConfig config, PictureSize size, UnetConfig unet, int bytes) {
        return new MemoryEstimate(config, size, unet, bytes).decodingBudget();
    }

    private long decodingBudget() {
        return Math.max(0, (long) (SURE * activations()) - VAE_DECODER);
    }

    /** What the optimizer works with for a while: plain AdamW nothing, 8-bit AdamW one piece after the other. */
    private long optimizerTemporaries() {
        return config.optimizer() == OptimizerKind.ADAMW_8BIT
                ? EIGHT_BIT_TEMPORARIES * Math.min(adapterValues(config, unet), EIGHT_BIT_PIECE)
                : 0;
    }

    /** The scores of the largest self-attention, (B heads, N, N) in fp32, three of them for the derivative. */
    private long scores() {
        long largest = 0;
        for (int level = 0; level < unet.levels(); level++) {
            if (unet.crossAttention().get(level)) {
                largest = Math.max(largest, unet.heads().get(level) * positions(level) * positions(level));
            }
        }
        return 3L * FP32 * config.samplesInAStep() * largest;
    }

    private long adapter() {
        // Weights, gradients, and what the optimizer keeps.
        return adapterValues(config, unet) * (FP32 + FP32 + config.optimizer().stateBytes());
    }

    /** How many values the LoRA has. */
    static long adapterValues(TrainingConfig config, UnetConfig unet) {
        return StartingLora.valuesIn(config.startFrom())
                .orElseGet(() -> Target.of(config, unet).stream()
                        .mapToLong(Target::count)
                        .sum());
    }

    private long activations() {
        long kept = keptByStack(unet.levels() - 1) + 2 * keptByResnet(unet.levels() - 1, 1); // the middle
        for (int level = 0; level < unet.levels(); level++) {
            int down = unet.layersPerBlock();
            int up = down + 1;
            kept += down * keptByResnet(level, 1) + up * keptByResnet(level, 2); // on the way up with what was skipped
            kept += unet.crossAttention().get(level) ? down * keptByStack(level) : 0;
            kept += unet.crossAttentionUp().get(unet.levels() - 1 - level) ? up * keptByStack(level) : 0;
        }
        long largest = (long) WORKED_WITH + (config.gradientCheckpointing() == AutoSwitch.ON ? KEPT_BY_TRANSFORMER : 0);
        return (kept + largest * largestBlock()) * bytes;
    }

    private long keptByResnet(int level, int inputs) {
        return values(level) * (config.gradientCheckpointing() == AutoSwitch.ON ? inputs : inputs + 1);
    }

    private long keptByStack(int level) {
        int block = config.gradientCheckpointing() == AutoSwitch.ON ? 1 : KEPT_BY_TRANSFORMER;
        return values(level) * (1L + (long) block * unet.depths().get(level));
    }

    private long largestBlock() {
        long largest = 0;
        for (int level = 0; level < unet.levels(); level++) {
            if (unet.crossAttention().get(level)) {
                largest = Math.max(largest, values(level));
            }
        }
        return largest;
    }

    /** Values of one activation (B, C, H, W) of a level. */
    private long values(int level) {
        return config.samplesInAStep() * positions(level) * unet.channels().get(level);
    }

    private long positions(int level) {
        return (long) side(size.width(), level) * side(size.height(), level);
    }

    private static int side(int pixels, int level) {
        return Math.max(1, (pixels / PIXELS_PER_LATENT) >> level);
    }
}
