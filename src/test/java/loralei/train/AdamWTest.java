package loralei.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import loralei.torch.ComputeDevice;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.Test;

class AdamWTest {
    /** The names are those of PyTorch's AdamW, and a saved run is read by them. */
    @Test
    void theStateIsTheMomentsByTheirNames() {
        try (Scope scope = Scope.open();
                AdamW optimizer = new AdamW(
                        Tensor.of(new float[] {1, 2}, 2),
                        Tensor.of(new float[] {0.5f, -2}, 2),
                        AdamWSettings.withDecay(0.01),
                        ComputeDevice.cpu())) {
            optimizer.step(1e-3);
            optimizer.step(1e-3);
            assertThat(values(optimizer, "exp_avg")).containsExactly(new float[] {0.095f, -0.38f}, within(1e-6f));
            assertThat(values(optimizer, "exp_avg_sq"))
                    .containsExactly(new float[] {0.00049975f, 0.007996f}, within(1e-7f));
            assertThat(values(optimizer, "step")).containsExactly(2);
        }
    }

    private static float[] values(AdamW optimizer, String name) {
        return optimizer.state().get(name).floats();
    }
}
