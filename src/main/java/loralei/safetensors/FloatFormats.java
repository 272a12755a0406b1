package loralei.safetensors;

import java.nio.ByteBuffer;

/**
 * Conversions between {@code float} and the narrow floating point formats.
 *
 * <p>Widening is exact. Narrowing rounds to nearest, ties to even, as PyTorch does: what is too large becomes infinity
 * in F16, BF16 and F8_E5M2, and NaN in F8_E4M3, which has no infinity (its largest value is 448).
 */
public final class FloatFormats {
    private static final int FLOAT_FRACTION = 23;
    private static final int FLOAT_BIAS = 127;
    private static final int FLOAT_INFINITY = 0x7f80_0000;
    private static final int FLOAT_MAGNITUDE = 0x7fff_ffff;

    private FloatFormats() {}

    /**
     * Widens IEEE 754 half precision.
     *
     * @param bits a value's 16 bits
     * @return the same value
     */
    public static float float16ToFloat(short bits) {
        return widen(bits & 0xffff, 5, 10, 0x7c00);
    }

    /**
     * Narrows to IEEE 754 half precision.
     *
     * @param value any value
     * @return the nearest half's 16 bits; infinity from 65520 up
     */
    public static short floatToFloat16(float value) {
        return (short) narrow(value, 5, 10, 0x7bff, 0x7c00);
    }

    /**
     * Widens bfloat16.
     *
     * @param bits a value's 16 bits
     * @return the same value
     */
    public static float bfloat16ToFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /**
     * Narrows to bfloat16.
     *
     * @param value any value
     * @return the nearest bfloat16's 16 bits
     */
    public static short floatToBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // Set the quiet bit: a NaN whose payload lies in the lower half must not become infinity.
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /**
     * Widens F8_E4M3.
     *
     * @param bits a value's 8 bits
     * @return the same value
     */
    public static float float8E4m3ToFloat(byte bits) {
        // Only the all-ones pattern is NaN; the other patterns with the highest exponent are numbers.
        return (bits & 0x7f) == 0x7f ? Float.NaN : widen(bits & 0xff, 4, 3, Integer.MAX_VALUE);
    }

    /**
     * Narrows to F8_E4M3.
     *
     * @param value any value
     * @return the nearest value's 8 bits; NaN above 464
     */
    public static byte floatToFloat8E4m3(float value) {
        return (byte) narrow(value, 4, 3, 0x7e, 0x7f);
    }

    /**
     * Widens F8_E5M2.
     *
     * @param bits a value's 8 bits
     * @return the same value
     */
    public static float float8E5m2ToFloat(byte bits) {
        return widen(bits & 0xff, 5, 2, 0x7c);
    }

    /**
     * Narrows to F8_E5M2.
     *
     * @param value any value
     * @return the nearest value's 8 bits; infinity from 61440 up
     */
    public static byte floatToFloat8E5m2(float value) {
        return (byte) narrow(value, 5, 2, 0x7b, 0x7c);
    }

    /** Takes {@code count} values off a little-endian buffer. */
    static void decode(DType dtype, ByteBuffer from, float[] into, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            into[i] = switch (dtype) {
                case F16 -> float16ToFloat(from.getShort());
                case BF16 -> bfloat16ToFloat(from.getShort());
                case F8_E4M3 -> float8E4m3ToFloat(from.get());
                case F8_E5M2 -> float8E5m2ToFloat(from.get());
                case F32 -> from.getFloat();
                case F64 -> (float) from.getDouble();
                default -> throw new IllegalArgumentException(dtype + " is not a floating point type");
            };
        }
    }

    /** Puts all values into a little-endian buffer. */
    static void encode(DType dtype, float[] values, ByteBuffer into) {
        for (float value : values) {
            switch (dtype) {
                case F16 -> into.putShort(floatToFloat16(value));
                case BF16 -> into.putShort(floatToBfloat16(value));
                case F8_E4M3 -> into.put(floatToFloat8E4m3(value));
                case F8_E5M2 -> into.put(floatToFloat8E5m2(value));
                case F32 -> into.putFloat(value);
                case F64 -> into.putDouble(value);
                default -> throw new IllegalArgumentException(dtype + " is not a floating point type");
            }
        }
    }

    /** Widens sign, {@code exponent} and {@code fraction} bits; magnitudes from {@code infinity} up are inf and NaN. */
    private static float widen(int bits, int exponent, int fraction, int infinity) {
        int bias = (1 << (exponent - 1)) - 1;
        int magnitude = bits & ((1 << (exponent + fraction)) - 1);
        int sign = (bits ^ magnitude) << (31 - exponent - fraction);
        int shift = FLOAT_FRACTION - fraction;
        int wide;
        if (magnitude >= infinity) {
            wide = FLOAT_INFINITY | ((magnitude - infinity) << shift);
        } else if (magnitude >= 1 << fraction) {
            wide = (magnitude + ((FLOAT_BIAS - bias) << fraction)) << shift;
        } else {
            wide = Float.floatToRawIntBits(Math.scalb((float) magnitude, 1 - bias - fraction));
        }
        return Float.intBitsToFloat(sign | wide);
    }

    /** Narrows; a magnitude that rounds past {@code largest} becomes {@code overflow}. */
    private static int narrow(float value, int exponent, int fraction, int largest, int overflow) {
        int bias = (1 << (exponent - 1)) - 1;
        int magnitude = Float.floatToRawIntBits(value) & FLOAT_MAGNITUDE;
        int sign = (Float.floatToRawIntBits(value) >>> 31) << (exponent + fraction);
        int shift = FLOAT_FRACTION - fraction;
        int narrow;
        if (magnitude > FLOAT_INFINITY) {
            // All ones is a quiet NaN in every one of these formats.
            narrow = (1 << (exponent + fraction)) - 1;
        } else if (magnitude >= (FLOAT_BIAS - bias + 1) << FLOAT_FRACTION) {
            int rebased = magnitude - ((FLOAT_BIAS - bias) << FLOAT_FRACTION);
            int rounded = (rebased + (1 << (shift - 1)) - 1 + ((rebased >>> shift) & 1)) >>> shift;
            narrow = rounded > largest ? overflow : rounded;
        } else {
            // Below the smallest normal value: count the steps of the subnormal range; rint rounds ties to even.
            narrow = (int) Math.rint(Math.scalb((double) Math.abs(value), bias - 1 + fraction));
        }
        return sign | narrow;
    }
}
