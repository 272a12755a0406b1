package loralei.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.model.WeightSource.Spec;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Tensor;
import loralei.torch.TensorList;

/** CLIP's text encoder, CLIPTextModel and CLIPTextModelWithProjection of transformers. B prompts, C channels. */
public final class ClipTextEncoder implements AutoCloseable {
    /** Which hidden states a family conditions its UNet on. */
    public enum Output {
        /** SD1.5: the last layer's, after the final layer norm. */
        LAST_NORMED,
        /** SDXL: those that go into the last layer, not normed. */
        PENULTIMATE
    }

    /**
     * What the encoder makes of B prompts.
     *
     * @param hiddenStates (B, 77, C)
     * @param pooled the projected state at the end token (B, D); empty where the encoder has no projection
     */
    public record Encoding(Tensor hiddenStates, List<Tensor> pooled) {}

    private final ClipConfig config;
    private final Output output;
    private final boolean pools;
    private final TensorList embeddings;
    private final List<FrozenWeights> layers = new ArrayList<>();
    private final Optional<Offloading> offloading;
    private final TensorList finalNorm;
    private final TensorList projection;

    /**
     * Builds the encoder from its weights, under transformers' names.
     *
     * @param pools whether it is the kind with a projection of the pooled output
     */
    public ClipTextEncoder(ClipConfig config, Output output, boolean pools, WeightSource source) {
        this(config, output, pools, source, Optional.empty());
    }

    /** As the other, with layers that come to the device one after the other. */
    static ClipTextEncoder offloading(
            ClipConfig config, Output output, boolean pools, WeightSource source, ComputeDevice device) {
        WeightPlan plan = WeightPlan.resident(ComputeType.FP32).offloading(WeightPlan.ALL);
        Optional<Offloading> offloading = Optional.of(new Offloading(device));
        return new ClipTextEncoder(config, output, pools, new PlannedWeights(source, plan, offloading), offloading);
    }

    private ClipTextEncoder(
            ClipConfig config, Output output, boolean pools, WeightSource source, Optional<Offloading> offloading) {
        this.offloading = offloading;
        this.config = config;
        this.output = output;
        this.pools = pools;
        String model = "text_model.";
        this.embeddings = new TensorList(List.of(
                source.get(model + "embeddings.token_embedding.weight", config.vocabulary(), config.width()),
                source.get(model + "embeddings.position_embedding.weight", config.positions(), config.width())));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(source, model + "encoder.layers." + i));
        }
        this.finalNorm = source.list(Spec.norm(model + "final_layer_norm", config.width()));
        this.projection = pools
                ? source.list(Spec.linearWithoutBias("text_projection", config.width(), config.projection()))
                : source.list();
    }

    /** Its layers that can be changed by a LoRA. */
    static List<TargetModule> modules(ClipConfig config) {
        int width = config.width();
        List<TargetModule> modules = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            String path = "text_model.encoder.layers." + i;
            for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                modules.add(TargetModule.linear(path + ".self_attn." + projection, width, width));
            }
            modules.add(TargetModule.linear(path + ".mlp.fc1", width, config.innerWidth()));
            modules.add(TargetModule.linear(path + ".mlp.fc2", config.innerWidth(), width));
        }
        modules.add(TargetModule.linear("text_projection", width, config.projection()));
        return List.copyOf(modules);
    }

    private FrozenWeights layer(WeightSource source, String path) {
        int width = config.width();
        return source.block(
                Spec.norm(path + ".layer_norm1", width),
                Spec.linear(path + ".self_attn.q_proj", width, width),
                Spec.linear(path + ".self_attn.k_proj", width, width),
                Spec.linear(path + ".self_attn.v_proj", width, width),
                Spec.linear(path + ".self_attn.out_proj", width, width),
                Spec.norm(path + ".layer_norm2", width),
                Spec.linear(path + ".mlp.fc1", width, config.innerWidth()),
                Spec.linear(path + ".mlp.fc2", config.innerWidth(), width));
    }

    /**
     * Encodes prompts.
     *
     * @param ids token ids (B, 77), int64, on the encoder's device
     */
    public Encoding encode(Tensor ids) {
        offloading.ifPresent(Offloading::begin);
        Tensor h = Kernels.tensor("clip_embed", ids, embeddings);
        Tensor penultimate = h;
        for (int i = 0; i < layers.size(); i++) {
            Tensor next = Kernels.tensor(
                    "clip_layer", h, layers.get(i).list(), config.heads(), config.normEps(), config.quickGelu());
            penultimate = h;
            h = next;
            if (i < layers.size() - 1) {
                penultimate.close();
            }
        }
        try (Tensor before = penultimate;
                Tensor last = h) {
            Tensor normed = Kernels.tensor("clip_norm", last, finalNorm, config.normEps());
            List<Tensor> pooled = pools
                    ? List.of(Kernels.tensor(
                            "clip_pooled",
                            normed,
                            ids,
                            config.endToken(),
                            projection.tensors().get(0)))
                    : List.of();
            if (output == Output.LAST_NORMED) {
                return new Encoding(normed, pooled);
            }
            normed.close();
            return new Encoding(before.share(), pooled);
        }
    }

    @Override
    public void close() {
        embeddings.close();
        layers.forEach(FrozenWeights::close);
        offloading.ifPresent(Offloading::close);
        finalNorm.close();
        projection.close();
    }
}
