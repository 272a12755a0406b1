package loralei.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import loralei.config.Family;
import loralei.config.UserError;
import loralei.conformance.ConformanceData;
import loralei.model.BaseModel;
import loralei.model.TargetModule;
import loralei.model.UnetConfig;
import loralei.model.UnetModules;
import loralei.safetensors.TensorData;
import loralei.torch.ComputeDevice;
import loralei.torch.Scope;
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
