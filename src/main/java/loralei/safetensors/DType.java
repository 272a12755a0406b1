package loralei.safetensors;

import java.util.Optional;

/**
 * The value types of a safetensors file, in the order of the reference library (its order of alignment), by which a
 * writer sorts tensors.
 */
public enum DType {
    /** One byte, 0 or 1. */
    BOOL(1, Kind.INTEGER),
    /** Unsigned byte. */
    U8(1, Kind.INTEGER),
    /** Signed byte. */
    I8(1, Kind.INTEGER),
    /** 8-bit float with 5 exponent and 2 fraction bits, with infinities. */
    F8_E5M2(1, Kind.FLOAT),
    /** 8-bit float with 4 exponent and 3 fraction bits, without infinities (PyTorch's {@code float8_e4m3fn}). */
    F8_E4M3(1, Kind.FLOAT),
    /** Signed 16-bit integer. */
    I16(2, Kind.INTEGER),
    /** Unsigned 16-bit integer. */
    U16(2, Kind.INTEGER),
    /** IEEE 754 half precision. */
    F16(2, Kind.FLOAT),
    /** The upper half of an IEEE 754 single. */
    BF16(2, Kind.FLOAT),
    /** Signed 32-bit integer. */
    I32(4, Kind.INTEGER),
    /** Unsigned 32-bit integer. */
    U32(4, Kind.INTEGER),
    /** IEEE 754 single precision. */
    F32(4, Kind.FLOAT),
    /** IEEE 754 double precision. */
    F64(8, Kind.FLOAT),
    /** Signed 64-bit integer. */
    I64(8, Kind.INTEGER),
    /** Unsigned 64-bit integer. */
    U64(8, Kind.INTEGER);

    private enum Kind {
        INTEGER,
        FLOAT
    }

    private final int bytes;
    private final Kind kind;

    DType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
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
        return kind == Kind.FLOAT;
    }

    /**
     * Finds a type by its name in a file header.
     *
     * @param name such as {@code BF16}
     * @return the type, or empty where the name is not known
     */
    public static Optional<DType> of(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }
}
