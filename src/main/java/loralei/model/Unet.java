package loralei.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import loralei.model.WeightSource.Spec;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/**
 * The denoising network, UNet2DConditionModel of diffusers, for any configuration of the SD1.5 or SDXL kind.
 *
 * <p>B batch, h and w the latents' height and width. The weights are frozen: gradients go to adapters only.
 */
public final class Unet implements AutoCloseable {
    /** A step of the network's walk: run a block, remember the activation, or join a remembered one. */
    private sealed interface Layer {
        record Run(Block block) implements Layer {}

        record Remember() implements Layer {}

        record Join(int channels) implements Layer {}
    }

    private static final List<String> TIME = List.of("time_embedding.linear_1", "time_embedding.linear_2");
    private static final List<String> ADD = List.of("add_embedding.linear_1", "add_embedding.linear_2");
    private static final List<String> IN = List.of("conv_in");
    private static final List<String> OUT = List.of("conv_norm_out", "conv_out");

    private final UnetConfig config;
    private final TensorList timeWeights;
    private final TensorList addWeights;
    private final TensorList inWeights;
    private final TensorList outWeights;
    private final List<Layer> layers = new ArrayList<>();
    private final Optional<Offloading> offloading;

    /** Builds the network from its weights, under diffusers' names. */
    public Unet(UnetConfig config, WeightSource source) {
        this(config, source, Optional.empty());
    }

    private Unet(UnetConfig config, WeightSource source, Optional<Offloading> offloading) {
        this.config = config;
        this.offloading = offloading;
        int first = config.channels().get(0);
        this.timeWeights = source.list(
                Spec.linear("time_embedding.linear_1", first, config.timeSize()),
                Spec.linear("time_embedding.linear_2", config.timeSize(), config.timeSize()));
        this.addWeights = config.hasAddedConditioning()
                ? source.list(
                        Spec.linear("add_embedding.linear_1", config.addedInputSize(), config.timeSize()),
                        Spec.linear("add_embedding.linear_2", config.timeSize(), config.timeSize()))
                : source.list();
        this.inWeights = source.list(Spec.conv("conv_in", UnetConfig.LATENT_CHANNELS, first, 3));
        UnetWalk.go(config, new Builder(source));
        this.outWeights = source.list(
                Spec.norm("conv_norm_out", first), Spec.conv("conv_out", first, UnetConfig.LATENT_CHANNELS, 3));
    }

    /** Builds the network from weights of its type, those of its blocks held as planned. */
    public static Unet planned(UnetConfig config, WeightSource source, ComputeDevice device, WeightPlan plan) {
        if (plan.offloadedBytes() == 0 || !device.isGpu()) {
            return new Unet(config, new PlannedWeights(source, plan, Optional.empty()));
        }
        return offloading(config, source, device, plan);
    }

    /** Such of whose blocks some at least come to the device when they are needed. */
    static Unet offloading(UnetConfig config, WeightSource source, ComputeDevice device, WeightPlan plan) {
        Optional<Offloading> offloading = Optional.of(new Offloading(device));
        return new Unet(config, new PlannedWeights(source, plan, offloading), offloading);
    }

    private final class Builder implements UnetWalk {
        private final WeightSource source;

        Builder(WeightSource source) {
            this.source = source;
        }

        @Override
        public void resnet(String path, int in, int out) {
            run(new Resnet(source, path, in, out, config.timeSize(), config.normGroups(), config.normEps()));
        }

        @Override
        public void transformers(String path, int level) {
            run(new TransformerStack(
                    source,
                    path,
                    config.channels().get(level),
                    config.contextSize(),
                    config.heads().get(level),
                    config.depths().get(level),
                    config.normGroups()));
        }

        @Override
        public void resample(String path, int channels, boolean up) {
            run(new Resample(source, path, channels, up));
        }

        private void run(Block block) {
            layers.add(new Layer.Run(block));
        }

        @Override
        public void remember() {
            layers.add(new Layer.Remember());
        }

        @Override
        public void join(int channels) {
            layers.add(new Layer.Join(channels));
        }
    }

    /** The number of frozen values. */
    public long parameters() {
        long count = 0;
        for (TensorList list : List.of(timeWeights, addWeights, inWeights, outWeights)) {
            count += list.count();
        }
        for (Layer layer : layers) {
            if (layer instanceof Layer.Run run) {
                count += run.block().parameters();
            }
        }
        return count;
    }

    /** The hyper-parameters. */
    public UnetConfig config() {
        return config;
    }

    /**
     * Predicts noise (or velocity). Without added conditioning, latents and timesteps may be fewer than prompts, if nothing is
     * recorded: then they are taken over and over, and what prompts have no part in is computed once.
     *
     * @param latents noisy latents (B, 4, h, w) in fp32; h and w may be odd, at any level
     * @param timesteps (B); or one for all
     * @param conditioning prompts
     * @param adapters adapters to run beside the frozen layers
     * @param tape records the derivatives, which must be used before the conditioning is closed
     * @return the prediction (B, 4, h, w) in fp32
     */
    public Tensor forward(
            Tensor latents, Tensor timesteps, Conditioning conditioning, AdapterBank adapters, Tape tape) {
        return forward(latents, timesteps, conditioning, Optional.empty(), adapters, tape);
    }

    /**
     * As the other, for text encoders that learn.
     *
     * @param gradients where the tape's derivative adds the conditioning's gradients; must outlive it
     */
    public Tensor forward(
            Tensor latents,
            Tensor timesteps,
            Conditioning conditioning,
            Optional<ConditioningGradients> gradients,
            AdapterBank adapters,
            Tape tape) {
        offloading.ifPresent(Offloading::begin);
        Tensor emb = embed(timesteps, conditioning, adapters);
        Tensor embGradient = gradients
                .flatMap(ConditioningGradients::textEmbeds)
                .map(textEmbeds -> embGradient(emb, textEmbeds, conditioning, tape))
                .orElse(BlockInputs.UNWANTED);
        Tensor hiddenStatesGradient =
                gradients.map(ConditioningGradients::hiddenStates).orElse(BlockInputs.UNWANTED);
        BlockInputs inputs =
                new BlockInputs(emb, embGradient, conditioning.encoderHiddenStates(), hiddenStatesGradient, adapters);
        Deque<Tensor> skips = new ArrayDeque<>();
        Deque<Tensor> skipGradients = new ArrayDeque<>();
        Tensor h = Kernels.tensor("conv_in", latents, adapters.weights(inWeights, IN));
        for (Layer layer : layers) {
            if (layer instanceof Layer.Run run) {
                h = replace(h, runBlock(run.block(), h, skips, inputs, tape));
            } else if (layer instanceof Layer.Join join) {
                h = join(h, skips.pop(), join.channels(), skipGradients, tape);
            } else {
                remember(h, skips, skipGradients, tape);
            }
        }
        tape.hold(emb);
        tape.hold(() -> skipGradients.forEach(Tensor::close));
        return out(h, adapters.weights(outWeights, OUT), tape);
    }

    private static Tensor runBlock(Block block, Tensor h, Deque<Tensor> skips, BlockInputs inputs, Tape tape) {
        if (block instanceof Resample resample && resample.isUp()) {
            long[] joined = skips.element().shape();
            return resample.forward(h, joined[2], joined[3], inputs, tape);
        }
        // A stack of transformers has its checkpoints inside; resampling keeps nothing.
        return block instanceof Resnet ? tape.run(block, h, inputs) : block.forward(h, inputs, tape);
    }

    private static Tensor replace(Tensor old, Tensor next) {
        old.close();
        return next;
    }

    private Tensor embed(Tensor timesteps, Conditioning conditioning, AdapterBank adapters) {
        int first = config.channels().get(0);
        Tensor emb = Kernels.tensor(
                "time_embedding",
                timesteps,
                first,
                config.cosineFirst(),
                config.frequencyShift(),
                adapters.weights(timeWeights, TIME));
        if (!config.hasAddedConditioning()) {
            return emb;
        }
        return replace(
                emb,
                Kernels.tensor(
                        "add_embedding",
                        emb,
                        conditioning.textEmbeds(),
                        conditioning.timeIds(),
                        config.addedTimeSize(),
                        config.cosineFirst(),
                        config.frequencyShift(),
                        adapters.weights(addWeights, ADD)));
    }

    /** Where the blocks add the time embedding's gradient, from which the tape's last derivative makes textEmbeds'. */
    private Tensor embGradient(Tensor emb, Tensor textEmbeds, Conditioning conditioning, Tape tape) {
        Tensor gradient = Kernels.tensor("zeros", emb.shape(), textEmbeds);
        tape.push(
                nothing -> {
                    try (Tensor share = Kernels.tensor(
                            "add_embedding_backward",
                            gradient,
                            conditioning.textEmbeds(),
                            conditioning.timeIds(),
                            config.addedTimeSize(),
                            config.cosineFirst(),
                            config.frequencyShift(),
                            addWeights)) {
                        Kernels.run("add_into", textEmbeds, share);
                    }
                    return nothing;
                },
                gradient);
        return gradient;
    }

    private static void remember(Tensor h, Deque<Tensor> skips, Deque<Tensor> skipGradients, Tape tape) {
        skips.push(h.share());
        if (tape.started()) {
            tape.push(d -> {
                try (Tensor skipped = skipGradients.pop()) {
                    Kernels.run("add_into", d, skipped);
                }
                return d;
            });
        }
    }

    private static Tensor join(Tensor h, Tensor skip, int channels, Deque<Tensor> skipGradients, Tape tape) {
        Tensor joined = Kernels.tensor("skip_concat", h, skip);
        h.close();
        skip.close();
        if (tape.started()) {
            tape.push(d -> {
                List<Tensor> parts = Kernels.tensors("skip_concat_backward", d, channels);
                skipGradients.push(parts.get(1));
                return parts.get(0);
            });
        }
        return joined;
    }

    private Tensor out(Tensor h, TensorList weights, Tape tape) {
        int groups = config.normGroups();
        double eps = config.normEps();
        Tensor prediction = Kernels.tensor("unet_out", h, weights, groups, eps);
        if (tape.started()) {
            tape.push(dy -> Kernels.tensor("unet_out_backward", dy, h, weights, groups, eps), h);
        } else {
            h.close();
        }
        return prediction;
    }

    @Override
    public void close() {
        timeWeights.close();
        addWeights.close();
        inWeights.close();
        outWeights.close();
        for (Layer layer : layers) {
            if (layer instanceof Layer.Run run) {
                run.block().close();
            }
        }
        offloading.ifPresent(Offloading::close);
    }
}
