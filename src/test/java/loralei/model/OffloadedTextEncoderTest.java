package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Randoms;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.Test;

class OffloadedTextEncoderTest {
    private static final ComputeDevice CPU = ComputeDevice.cpu();
    private static final ClipConfig SMALL = new ClipConfig(50, 8, 16, 64, 4, 2, false, 1e-5, 49, 12);
    private static final long GIGABYTE = 1L << 30;

    @Test
    void layersThatComeOneAfterTheOtherChangeNoBit() {
        float[] resident =
                states(weights -> new ClipTextEncoder(SMALL, ClipTextEncoder.Output.PENULTIMATE, true, weights));
        float[] offloaded = states(
                weights -> ClipTextEncoder.offloading(SMALL, ClipTextEncoder.Output.PENULTIMATE, true, weights, CPU));
        assertThat(offloaded).isEqualTo(resident);
    }

    @Test
    void sdxlsLargeEncoderIsForCardsOfMoreThanEightGigabytes() {
        ClipConfig large = new ClipConfig(49408, 77, 1280, 5120, 32, 20, false, 1e-5, 2, 1280);
        ClipConfig small = new ClipConfig(49408, 77, 768, 3072, 12, 12, true, 1e-5, 2, 768);
        assertThat(large.isLargeFor(8 * GIGABYTE)).isTrue();
        assertThat(large.isLargeFor(12 * GIGABYTE)).isFalse();
        assertThat(small.isLargeFor(2 * GIGABYTE)).isFalse();
    }

    /** The second of two calls: by then the order of the layers is known. */
    private static float[] states(Function<WeightSource, ClipTextEncoder> network) {
        Randoms.seed(3);
        try (Scope scope = Scope.open();
                ClipTextEncoder encoder = network.apply(new RandomWeights(CPU, ComputeType.FP32))) {
            Tensor ids = Tensor.of(new long[] {7, 3, 20, 49, 49, 49, 49, 49}, 1, 8);
            encoder.encode(ids);
            return encoder.encode(ids).hiddenStates().floats();
        }
    }
}
