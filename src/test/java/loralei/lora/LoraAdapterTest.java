package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.model.BaseModel;
import loralei.model.LayerAdapters;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.Kernels;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import loralei.torch.TensorList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoraAdapterTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();
    private static final UnetConfig UNET =
            BaseModel.open(ConformanceData.of("sd15").model()).unetConfig();

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Layers of every kind, each with a rank and an alpha of its own, go into an adapter and come out as they were. */
    @Test
    void whatAFileHoldsIsWhatTheAdapterHolds() {
        List<Target> targets = List.of(
                new Target(module("mid_block.resnets.0.conv1"), 2, 1),
                new Target(module("down_blocks.0.downsamplers.0.conv"), 3, 8),
                new Target(module("mid_block.attentions.0.proj_in"), 1, 0.5),
                new Target(module("mid_block.attentions.0.transformer_blocks.0.ff.net.0.proj"), 4, 4));
        try (LoraAdapter drawn = new LoraAdapter(targets, CPU)) {
            drawn.initialise(5);
            LoraWeights weights = drawn.weights(UNET);
            assertThat(weights.modules())
                    .extracting(module -> module.down().shape())
                    .startsWith(List.of(2L, (long) targets.get(0).module().in(), 3L, 3L));
            try (LoraAdapter read = LoraAdapter.of(weights, UNET, CPU)) {
                assertThat(read.layout()).isEqualTo(drawn.layout());
                assertThat(read.parameters().floats())
                        .isEqualTo(drawn.parameters().floats());
            }
        }
    }

    @Test
    void aLayerThatTheNetworkDoesNotHaveIsNamed() {
        LoraWeights lora = lora("down_blocks.9.attentions.0.transformer_blocks.0.attn1.to_q", 64);

        assertThatThrownBy(() -> LoraAdapter.of(lora, UNET, CPU))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("down_blocks.9.attentions.0.transformer_blocks.0.attn1.to_q");
    }

    @Test
    void aLayerOfAnotherShapeIsNamed() {
        LoraWeights lora = lora("mid_block.attentions.0.transformer_blocks.0.attn1.to_q", 7);

        assertThatThrownBy(() -> LoraAdapter.of(lora, UNET, CPU))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("mid_block.attentions.0.transformer_blocks.0.attn1.to_q");
    }

    /**
     * As kohya's networks/lora.py: {@code lora_down(x) * (torch.rand(B, r) > P)}, and the scale is divided by 1 - P. Seen
     * through matrices that give the mask itself.
     */
    @Test
    void rankDropoutPutsAShareOfEachSamplesRankOffAndTheRestCountsMore() {
        TargetModule layer = module("mid_block.attentions.0.proj_out");
        int width = layer.in();
        List<Target> targets =
                List.of(new Target(module("mid_block.attentions.0.proj_in"), 3, 3), new Target(layer, width, width));
        float on = (float) (1 / (1 - 0.3));
        int off = 0;
        try (LoraAdapter adapter = new LoraAdapter(targets, CPU, 0.3, 4)) {
            adapter.load(unitMatrices(adapter.layout(), width));
            for (int seed = 0; seed < 20; seed++) {
                Randoms.seed(seed);
                float[] draws = Randoms.uniform(0, 1, 4, 3 + width).floats();
                Randoms.seed(seed);
                adapter.drawMasks();
                float[] mask = outputs(adapter, layer);
                for (int i = 0; i < mask.length; i++) {
                    boolean isOn = draws[4 * 3 + i] > 0.3;
                    assertThat(mask[i]).isEqualTo(isOn ? on : 0);
                    off += isOn ? 0 : 1;
                }
            }
        }
        double drawn = 20.0 * 4 * width;
        assertThat(off / drawn).isCloseTo(0.3, within(3 * Math.sqrt(0.3 * 0.7 / drawn))); // three standard deviations
    }

    /** The second target's down takes the first value for each component, its up gives each component out. */
    private static float[] unitMatrices(AdapterLayout layout, int width) {
        float[] values = new float[layout.size()];
        for (int i = 0; i < width; i++) {
            values[layout.matrices().get(2).offset() + i * width] = 1;
            values[layout.matrices().get(3).offset() + i * width + i] = 1;
        }
        return values;
    }

    /** (B, width), for a 1 as first value, with a frozen layer that gives nothing. */
    private static float[] outputs(LoraAdapter adapter, TargetModule layer) {
        int width = layer.in();
        float[] ones = new float[4 * width];
        for (int sample = 0; sample < 4; sample++) {
            ones[sample * width] = 1;
        }
        LayerAdapters bound = adapter.of(List.of(layer.path()));
        return Kernels.forward(
                        "transformer_out",
                        Tensor.of(ones, 4, 1, width),
                        CPU.zeros(4, width, 1, 1),
                        new TensorList(List.of(CPU.zeros(width, width, 1, 1), CPU.zeros(width))),
                        bound.parameters(),
                        bound.scales())
                .output()
                .floats();
    }

    private static TargetModule module(String path) {
        return UnetModules.all(UNET).stream()
                .filter(module -> module.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static LoraWeights lora(String path, int width) {
        LoraModule module = new LoraModule(
                ModuleName.unet(path),
                TensorData.ofFloats(new float[2 * width], 2, width),
                TensorData.ofFloats(new float[2 * width], width, 2),
                1);
        return new LoraWeights(Family.SD15, List.of(module));
    }
}
