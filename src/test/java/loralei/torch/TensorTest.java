package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
    private static final int MANY = 200;

    /** Of several pieces, the last of which is shorter. */
    @Test
    void aLargeTensorIsReadWhole() {
        float[] values = new float[7 * 1_000_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        for (long[] shape : new long[][] {{values.length}, {7, 1_000_003}}) {
            try (Tensor large = Tensor.of(values, shape)) {
                float[] read = new float[values.length];
                large.bytes().asFloatBuffer().get(read);
                assertThat(Arrays.equals(read, values)).isTrue();
            }
        }
    }

    /** What a closed tensor lay in may be reused at once; Java gives it back when it collects the buffer. */
    @Test
    void aTensorThatSharesMemoryOutlivesTheOneThatWasMadeFromJava() throws InterruptedException {
        List<Tensor> shared = new ArrayList<>();
        ComputeDevice cpu = ComputeDevice.cpu();
        for (int i = 0; i < MANY; i++) {
            float[] values = new float[256];
            Arrays.fill(values, i);
            try (Tensor made = Tensor.of(values, values.length)) {
                shared.add(cpu.move(made));
            }
            try (Tensor made = Tensor.of(new long[] {i, i}, 2)) {
                shared.add(cpu.move(made));
            }
        }
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50); // the cleaner's thread
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(shared.get(2 * i).floats()).containsOnly(i);
            assertThat(shared.get(2 * i + 1).longs()).containsOnly(i);
        }
        shared.forEach(Tensor::close);
    }
}
