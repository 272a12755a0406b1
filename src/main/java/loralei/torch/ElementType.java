package loralei.torch;

import ai.djl.ndarray.types.DataType;

/** The value types that a tensor can be made from directly; libtorch's others are reached by a kernel's conversion. */
public enum ElementType {
    FLOAT32(DataType.FLOAT32),
    FLOAT16(DataType.FLOAT16),
    FLOAT64(DataType.FLOAT64),
    INT64(DataType.INT64),
    INT32(DataType.INT32),
    UINT8(DataType.UINT8);

    private final DataType djl;

    ElementType(DataType djl) {
        this.djl = djl;
    }

    DataType djl() {
        return djl;
    }
}
