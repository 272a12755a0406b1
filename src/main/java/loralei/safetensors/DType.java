package loralei.safetensors;

import java.util.Arrays;
import java.util.Optional;

/**
 * The value types of a safetensors file, in the order of the reference library (its order of alignment), by which a
 * writer sorts tensors.
 */
public enum DType {
    /** One byte, 0 or 1. */
    BOOL(1),
    /** Unsigned byte. */
    U8(1),
    /** Signed byte. */
    I8(1),
    /** 8-bit float with 5 exponent and 2 fraction bits, with infinities. */
    F8_E5M2(1),
    /** 8-bit float with 4 exponent and 3 fraction bits, without infinities (PyTorch's {@code float8_e4m3fn}). */
    F8_E4M3(1),
    /** Signed 16-bit integer. */
    I16(2),
    /** Unsigned 16-bit integer. */
    U16(2),
    /** IEEE 754 half precision. */
    F16(2),
    /** The upper half of an IEEE 754 single. */
    BF16(2),
    /** Signed 32-bit integer. */
    I32(4),
    /** Unsigned 32-bit integer. */
    U32(4),
    /** IEEE 754 single precision. */
    F32(4),
    /** IEEE 754 double precision. */
    F64(8),
    /** Signed 64-bit integer. */
    I64(8),
    /** Unsigned 64-bit integer. */
    U64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the size of one value.
     *
     * @return bytes a value
     */
    public int bytes() {
        return bytes;
    }

    /**
     * Tells floating point types from integer types ({@code BOOL} counts as integer).
     *
     * @return true for a floating point type
     */
    public boolean isFloat() {
        return switch (this) {
            case F8_E5M2, F8_E4M3, F16, BF16, F32, F64 -> true;
            default -> false;
        };
    }

    /**
     * Finds a type by its name in a file header.
     *
     * @param name such as {@code BF16}
     * @return the type, or empty where the name is not known
     */
    public static Optional<DType> of(String name) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.name().equals(name))
                .findFirst();
    }
}
