package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import loralei.torch.ComputeType;
import loralei.torch.Kernels;
import loralei.torch.Scope;
import loralei.torch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes of int8 and what becomes of them; whole networks are in {@link HeldWeightsTest}. */
class Int8WeightsTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static List<Tensor> narrow(float[] values, long... shape) {
        return Kernels.tensors("to_int8", Tensor.of(values, shape));
    }

    private static float[] fp32(Tensor tensor) {
        return Kernels.tensor("to_dtype", tensor, ComputeType.FP32.number()).floats();
    }

    private static byte[] codes(List<Tensor> parts) {
        ByteBuffer bytes = parts.get(0).bytes();
        byte[] codes = new byte[bytes.remaining()];
        bytes.get(codes);
        return codes;
    }

    private static float[] wide(List<Tensor> parts, ComputeType type) {
        return fp32(Kernels.tensor("from_int8", parts.get(0), parts.get(1), type.number()));
    }

    @Test
    void halfWayBetweenTwoCodesIsTheEvenOne() {
        List<Tensor> parts = narrow(new float[] {127, 0.5f, 1.5f, 2.5f, 2.51f, -0.5f, -1.5f, -126.5f}, 1, 8);
        assertThat(codes(parts)).containsExactly(127, 0, 2, 2, 3, 0, -2, -126);
        assertThat(parts.get(1).floats()).containsExactly(1);
    }

    @Test
    void eachRowHasTheScaleOfItsLargestValueWhicheverSignThatHas() {
        List<Tensor> parts = narrow(new float[] {-254, 2, 0.25f, 0.5f}, 2, 1, 1, 2);
        assertThat(codes(parts)).containsExactly(-127, 1, 64, 127);
        assertThat(parts.get(1).floats()).containsExactly(2, 0.5f / 127);
        assertThat(parts.get(1).shape()).containsExactly(2, 1, 1, 1);
    }

    @Test
    void rowsOfZerosAndOfTheSmallestNumbersBecomeZeros() {
        List<Tensor> parts = narrow(new float[] {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1, -1}, 3, 2);
        assertThat(wide(parts, ComputeType.FP32)).containsExactly(0, 0, 0, 0, 1, -1);
    }

    /** More values than are widened in one piece, and a last piece that is shorter. */
    @ParameterizedTest
    @EnumSource(names = {"BF16", "FP16"})
    void codeTimesScaleIsRoundedOnceToTheType(ComputeType type) {
        int rows = 700;
        int columns = 1000;
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.37 * i * i) * (1 + i / columns);
        }
        List<Tensor> parts = narrow(values, rows, columns);
        byte[] codes = codes(parts);
        float[] scales = parts.get(1).floats();
        float[] products = new float[values.length];
        for (int i = 0; i < products.length; i++) {
            products[i] = codes[i] * scales[i / columns];
            assertThat(Math.abs(products[i] - values[i])).isLessThan(0.501f * scales[i / columns]);
        }
        assertThat(wide(parts, ComputeType.FP32)).isEqualTo(products);
        Tensor rounded = Kernels.tensor("to_dtype", Tensor.of(products, rows, columns), type.number());
        assertThat(wide(parts, type)).isEqualTo(fp32(rounded));
    }
}
