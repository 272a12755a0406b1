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

    /** 3.2 GB in all, of which never more than 16 MB are wanted. */
    @Test
    void aClosedTensorGivesItsMemoryBackThoughAKernelTookIt() {
        ComputeDevice cpu = ComputeDevice.cpu();
        cpu.zeros(1 << 22).close();
        long before = Memory.inUse(cpu);
        for (int i = 0; i < MANY; i++) {
            try (Tensor large = cpu.zeros(1 << 22)) {
                Kernels.run("fill", large, i % 2 == 0 ? 0.5 : (double) i);
            }
        }
        assertThat(Memory.inUse(cpu) - before).isLessThan(1L << 30);
    }

    /** More numbers than are kept, and the same ones again as another type. */
    @Test
    void aNumberIsItselfAndNotOneThatWasThereBefore() {
        try (Tensor place = ComputeDevice.cpu().zeros(2)) {
            for (int i = 0; i < 3 * MANY; i++) {
                Kernels.run("fill", place, i + 0.25);
                assertThat(place.item()).isEqualTo(i + 0.25f);
            }
            try (Tensor first = Kernels.tensor("slice_of", place, 1, 1L, new long[] {1})) {
                Kernels.run("fill", first, 1.0);
            }
            assertThat(place.floats()).containsExactly(3 * MANY - 1 + 0.25f, 1);
        }
    }
}
