package loralei.job;

import java.util.Map;
import java.util.stream.Collectors;
import loralei.config.OptimizerKind;
import loralei.config.PictureSpec;
import loralei.config.PreviewPictures;
import loralei.config.TrainingConfig;
import loralei.data.PictureSize;
import loralei.lora.StartingLora;
import loralei.lora.Target;
import loralei.model.Checkpoints;
import loralei.model.MemoryPlan;
import loralei.model.StepCosts;
import loralei.model.UnetConfig;
import loralei.model.WeightCosts;
import loralei.model.WeightPlan;
import loralei.model.Workplace;

/**
 * How much memory a training takes at its peak, which is in its steps: text encoders and VAE are gone by then. It adds up
 * the frozen weights, what the blocks keep for the derivatives and work with ({@link StepCosts}), the adapter with its
 * gradients and moments, and the process itself. How it was calibrated, and against what: docs/decisions/0019.
 */
final class MemoryEstimate {
    /** Java, libtorch and their buffers: what measured peaks leave over. */
    private static final long PROCESS = 286_000_000;

    /**
     * Where the launcher has freed memory kept (on the processor, in a type that it computes in, see {@code Allocator}), there are
     * gaps in it: so much, and a share of what a step takes, which is larger where blocks are computed again.
     */
    private static final long GAPS = 265_000_000;

    private static final double GAPS_OF_A_STEP = 0.12;

    private static final double GAPS_OF_BLOCKS_AGAIN = 0.3;

    /** The same on a card: the context, and workspaces of cuDNN and cuBLAS. */
    private static final long CONTEXT = 500_000_000;

    private static final int PIXELS_PER_LATENT = 8;

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

    /** Decoding takes no more than this of what a step takes. */
    private static final double SURE = 0.7;

    private final TrainingConfig config;
    private final UnetConfig unet;
    private final MemoryPlan plan;
    private final Workplace place;
    private final StepCosts costs;

    private MemoryEstimate(TrainingConfig config, PictureSize size, UnetConfig unet, MemoryPlan plan, Workplace place) {
        this.config = config;
        this.unet = unet;
        this.plan = plan;
        this.place = place;
        this.costs = costs(config, size, unet, plan.weights(), place);
    }

    /**
     * The peak in bytes.
     *
     * @param size of the largest example
     * @param unet the base model's UNet
     * @param parameters how many values it has
     * @param plan how the run uses memory
     */
    static long of(
            TrainingConfig config,
            PictureSize size,
            UnetConfig unet,
            long parameters,
            MemoryPlan plan,
            Workplace place) {
        MemoryEstimate estimate = new MemoryEstimate(config, size, unet, plan, place);
        // The activations are gone when the optimizer works, and when previews are drawn.
        return estimate.process()
                + WeightCosts.bytes(unet, parameters, plan.weights())
                + Math.max(Math.max(estimate.activations(), estimate.optimizerTemporaries()), estimate.previews())
                + estimate.adapter();
    }

    /** What the steps of a run keep, work with and cost; to choose checkpoints by. */
    static StepCosts costs(
            TrainingConfig config, PictureSize size, UnetConfig unet, WeightPlan weights, Workplace place) {
        Map<String, Integer> ranks = Target.of(config, unet).stream()
                .collect(Collectors.toMap(target -> target.module().path(), Target::rank));
        return costs(config.samplesInAStep(), size, unet, weights, place, ranks);
    }

    private static StepCosts costs(
            long batch,
            PictureSize size,
            UnetConfig unet,
            WeightPlan weights,
            Workplace place,
            Map<String, Integer> ranks) {
        StepCosts.Latents latents = new StepCosts.Latents(
                Math.max(1, batch),
                Math.max(1, size.height() / PIXELS_PER_LATENT),
                Math.max(1, size.width() / PIXELS_PER_LATENT));
        return StepCosts.of(unet, latents, weights, place, layer -> ranks.getOrDefault(layer, 0));
    }

    private long process() {
        if (place.isCard()) {
            return CONTEXT;
        }
        double share = plan.checkpoints().equals(Checkpoints.NONE) ? GAPS_OF_A_STEP : GAPS_OF_BLOCKS_AGAIN;
        return PROCESS + (place.computesIn(plan.type()) ? GAPS + (long) (share * activations()) : 0);
    }

    private long activations() {
        return costs.peak(plan.checkpoints());
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
        return costs(picture.guidance() == 1 ? 1 : 2, drawn, unet, plan.weights(), place, Map.of())
                .drawing();
    }

    private long decoded(PictureSpec picture) {
        long pixels = (long) picture.width() * picture.height();
        long least = FP32 * DECODED_WITH * Math.min(pixels, LEAST_TILE * LEAST_TILE);
        return VAE_DECODER + Math.min(FP32 * DECODED_WITH * pixels, Math.max(least, decodingBudget()));
    }

    /** What decoding a preview may take beside the VAE's weights, so that the steps of the training remain the peak. */
    static long decodingBudget(
            TrainingConfig config, PictureSize size, UnetConfig unet, MemoryPlan plan, Workplace place) {
        return new MemoryEstimate(config, size, unet, plan, place).decodingBudget();
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
}
