package loralei.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatFormatsTest {
    /** A format by its definition, and the code under test. */
    private record Format(
            String name,
            int exponent,
            int fraction,
            boolean infinite,
            IntFunction<Float> widen,
            ToIntFunction<Float> narrow) {
        int bits() {
            return 1 + exponent + fraction;
        }

        int bias() {
            return (1 << (exponent - 1)) - 1;
        }

        int highestExponent() {
            return (1 << exponent) - 1;
        }

        /** The largest finite magnitude's pattern. */
        int largest() {
            return infinite ? (highestExponent() << fraction) - 1 : (1 << (exponent + fraction)) - 2;
        }

        /** The value of a pattern, by the definition of binary floating point. */
        double value(int pattern) {
            int f = pattern & ((1 << fraction) - 1);
            int e = (pattern >> fraction) & highestExponent();
            double sign = pattern >> (exponent + fraction) == 0 ? 1 : -1;
            if (infinite && e == highestExponent()) {
                return f == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
            }
            if (!infinite && e == highestExponent() && f == (1 << fraction) - 1) {
                return Double.NaN;
            }
            double unit = Math.pow(2, -fraction);
            return e == 0 ? sign * f * unit * Math.pow(2, 1 - bias()) : sign * (1 + f * unit) * Math.pow(2, e - bias());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Format> formats() {
        return Stream.of(
                new Format(
                        "F16",
                        5,
                        10,
                        true,
                        bits -> FloatFormats.float16ToFloat((short) bits),
                        value -> FloatFormats.floatToFloat16(value) & 0xffff),
                new Format(
                        "BF16",
                        8,
                        7,
                        true,
                        bits -> FloatFormats.bfloat16ToFloat((short) bits),
                        value -> FloatFormats.floatToBfloat16(value) & 0xffff),
                new Format(
                        "F8_E4M3",
                        4,
                        3,
                        false,
                        bits -> FloatFormats.float8E4m3ToFloat((byte) bits),
                        value -> FloatFormats.floatToFloat8E4m3(value) & 0xff),
                new Format(
                        "F8_E5M2",
                        5,
                        2,
                        true,
                        bits -> FloatFormats.float8E5m2ToFloat((byte) bits),
                        value -> FloatFormats.floatToFloat8E5m2(value) & 0xff));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyPatternWidensToItsValue(Format format) {
        for (int pattern = 0; pattern < 1 << format.bits(); pattern++) {
            // Float.compare tells -0 from 0 and takes one NaN for another.
            assertThat(Float.compare(format.widen().apply(pattern), (float) format.value(pattern)))
                    .as("%s %#x", format, pattern)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyPatternSurvivesWideningAndNarrowing(Format format) {
        for (int pattern = 0; pattern < 1 << format.bits(); pattern++) {
            float value = format.widen().apply(pattern);
            int back = format.narrow().applyAsInt(value);
            if (Float.isNaN(value)) {
                assertThat(format.value(back)).as("%s %#x", format, pattern).isNaN();
            } else {
                assertThat(back).as("%s %#x", format, pattern).isEqualTo(pattern);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void tiesGoToTheEvenPatternAndTheRestToTheNearest(Format format) {
        int signBit = 1 << (format.bits() - 1);
        for (int lower = 0; lower < format.largest(); lower++) {
            double middle = (format.value(lower) + format.value(lower + 1)) / 2;
            float tie = (float) middle;
            assertThat((double) tie).isEqualTo(middle);
            int even = lower % 2 == 0 ? lower : lower + 1;
            assertThat(format.narrow().applyAsInt(tie))
                    .as("%s tie %s", format, tie)
                    .isEqualTo(even);
            assertThat(format.narrow().applyAsInt(-tie)).isEqualTo(even | signBit);
            assertThat(format.narrow().applyAsInt(Math.nextDown(tie)))
                    .as("%s below %s", format, tie)
                    .isEqualTo(lower);
            assertThat(format.narrow().applyAsInt(Math.nextUp(tie)))
                    .as("%s above %s", format, tie)
                    .isEqualTo(lower + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void tooLargeBecomesInfinityOrNaN(Format format) {
        double largest = format.value(format.largest());
        double step = largest - format.value(format.largest() - 1);
        float limit = (float) (largest + step / 2);
        float[] tooLarge = {Math.nextUp(limit), Float.MAX_VALUE, Float.POSITIVE_INFINITY};
        for (float value : tooLarge) {
            Double expected = format.infinite() ? Double.POSITIVE_INFINITY : Double.NaN;
            assertThat(format.value(format.narrow().applyAsInt(value))).isEqualTo(expected);
            assertThat(-format.value(format.narrow().applyAsInt(-value))).isEqualTo(expected);
        }
        assertThat(format.narrow().applyAsInt(Math.nextDown(limit))).isEqualTo(format.largest());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noNaNBecomesANumber(Format format) {
        int[] payloads = {0x7fc0_0000, 0x7f80_0001, 0xff80_0001, 0x7fff_ffff, 0xffff_ffff, 0x7f80_8000};
        for (int payload : payloads) {
            assertThat(format.value(format.narrow().applyAsInt(Float.intBitsToFloat(payload))))
                    .as("%s %#x", format, payload)
                    .isNaN();
        }
    }

    @Test
    void knownValuesOfHalfPrecision() {
        assertThat(FloatFormats.floatToFloat16(1f)).isEqualTo((short) 0x3c00);
        assertThat(FloatFormats.floatToFloat16(-2f)).isEqualTo((short) 0xc000);
        assertThat(FloatFormats.floatToFloat16(65504f)).isEqualTo((short) 0x7bff);
        assertThat(FloatFormats.floatToFloat16(65519.996f)).isEqualTo((short) 0x7bff);
        assertThat(FloatFormats.floatToFloat16(65520f)).isEqualTo((short) 0x7c00);
        assertThat(FloatFormats.floatToFloat16(0x1p-24f)).isEqualTo((short) 1);
        assertThat(FloatFormats.floatToFloat16(0x1p-25f)).isEqualTo((short) 0);
        assertThat(FloatFormats.floatToFloat16(-0f)).isEqualTo((short) 0x8000);
        assertThat(FloatFormats.floatToFloat16(Float.MIN_VALUE)).isEqualTo((short) 0);
    }

    @Test
    void knownValuesOfEightBits() {
        assertThat(FloatFormats.float8E4m3ToFloat((byte) 0x7e)).isEqualTo(448f);
        assertThat(FloatFormats.floatToFloat8E4m3(464f)).isEqualTo((byte) 0x7e);
        assertThat(FloatFormats.float8E5m2ToFloat((byte) 0x7b)).isEqualTo(57344f);
        assertThat(FloatFormats.floatToFloat8E5m2(61440f)).isEqualTo((byte) 0x7c);
    }

    @Test
    void arraysGoThroughTheSameConversions() {
        float[] values = {0f, -1.5f, 0.1f, 1e-7f, 448f};
        for (DType dtype : DType.values()) {
            if (!dtype.isFloat()) {
                continue;
            }
            TensorData data = TensorData.ofFloats(dtype, values, values.length);
            float[] back = new float[values.length];
            FloatFormats.decode(dtype, data.bytes(), back, 0, back.length);
            assertThat(data.bytes().remaining()).isEqualTo(values.length * dtype.bytes());
            assertThat(back).as(dtype.name()).containsExactly(narrowed(dtype, values));
        }
    }

    private static float[] narrowed(DType dtype, float... values) {
        double[] result = IntStream.range(0, values.length)
                .mapToDouble(i -> switch (dtype) {
                    case F16 -> FloatFormats.float16ToFloat(FloatFormats.floatToFloat16(values[i]));
                    case BF16 -> FloatFormats.bfloat16ToFloat(FloatFormats.floatToBfloat16(values[i]));
                    case F8_E4M3 -> FloatFormats.float8E4m3ToFloat(FloatFormats.floatToFloat8E4m3(values[i]));
                    case F8_E5M2 -> FloatFormats.float8E5m2ToFloat(FloatFormats.floatToFloat8E5m2(values[i]));
                    default -> values[i];
                })
                .toArray();
        float[] floats = new float[values.length];
        Arrays.setAll(result, i -> floats[i] = (float) result[i]);
        return floats;
    }
}
