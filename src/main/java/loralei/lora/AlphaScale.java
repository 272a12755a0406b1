package loralei.lora;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsException;
import loralei.safetensors.SafetensorsFile;
import loralei.safetensors.StreamedTensor;
import loralei.safetensors.TensorData;
import loralei.safetensors.TensorInfo;
import loralei.text.Message;

/**
 * Alpha / rank, multiplied into a matrix or taken out of it again, piece by piece.
 *
 * @param value what the product of the two matrices is multiplied by
 */
record AlphaScale(double value) {
    private static final int PIECE = 1 << 18;

    /** How well a matrix can be had back from its product with the scale. */
    enum Kept {
        /** No value is rounded. */
        EXACTLY,
        /** Values are rounded, and so little that the way back leads to the ones there were. */
        RECOVERABLY,
        /** Values are rounded for good. */
        ROUNDED
    }

    /** Sees a piece of a matrix: the values as they are in the file. */
    @FunctionalInterface
    private interface Piece {
        boolean take(float... values) throws IOException;
    }

    /** Whether all pieces were taken. */
    private static boolean each(SafetensorsFile file, TensorInfo info, Piece piece) throws IOException {
        for (long done = 0; done < info.count(); done += PIECE) {
            float[] values = file.floats(info.name(), done, Math.min(PIECE, info.count() - done));
            LoraWeights.requireFinite(file.path(), info.name(), FloatBuffer.wrap(values));
            if (!piece.take(values)) {
                return false;
            }
        }
        return true;
    }

    /** What becomes of a matrix that is multiplied by the scale and written in a type. */
    Kept multiplied(SafetensorsFile file, TensorInfo info, DType type) throws IOException {
        if (info.dtype() == DType.F64) {
            return Kept.ROUNDED; // its values are read as singles
        }
        boolean exact = each(file, info, values -> {
            float[] made = rounded(type, multiply(values));
            for (int i = 0; i < values.length; i++) {
                if (made[i] != values[i] * value) {
                    return false;
                }
            }
            return back(type, info.dtype(), made, values);
        });
        if (exact) {
            return Kept.EXACTLY;
        }
        return each(file, info, values -> back(type, info.dtype(), rounded(type, multiply(values)), values))
                ? Kept.RECOVERABLY
                : Kept.ROUNDED;
    }

    private boolean back(DType written, DType before, float[] made, float[] values) {
        float[] again = rounded(before, divide(rounded(written, made)));
        for (int i = 0; i < values.length; i++) {
            if (Float.floatToRawIntBits(again[i]) != Float.floatToRawIntBits(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a matrix in a file is just what comes of one of another type that is multiplied by the scale. */
    boolean isProduct(SafetensorsFile file, TensorInfo info, DType before) throws IOException {
        return value != 0
                && each(file, info, values -> {
                    float[] again = rounded(info.dtype(), multiply(rounded(before, divide(values))));
                    for (int i = 0; i < values.length; i++) {
                        if (Float.floatToRawIntBits(again[i]) != Float.floatToRawIntBits(values[i])) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    /** A matrix of a file times the scale. */
    StreamedTensor product(String name, SafetensorsFile file, TensorInfo info, DType type) {
        return made(name, file, info, type, this::multiply);
    }

    /** A matrix of a file by the scale. */
    StreamedTensor quotient(String name, SafetensorsFile file, TensorInfo info, DType type) {
        return made(name, file, info, type, this::divide);
    }

    /** A tensor of a file in another type. */
    static StreamedTensor narrowed(String name, SafetensorsFile file, TensorInfo info, DType type) {
        return info.dtype() == type
                ? StreamedTensor.copy(name, file, info)
                : made(name, file, info, type, values -> values);
    }

    private interface Change {
        float[] of(float... values);
    }

    private static StreamedTensor made(String name, SafetensorsFile file, TensorInfo info, DType type, Change change) {
        return new StreamedTensor(name, type, info.shape(), sink -> {
            for (long done = 0; done < info.count(); done += PIECE) {
                float[] values = change.of(file.floats(info.name(), done, Math.min(PIECE, info.count() - done)));
                TensorData data = TensorData.ofFloats(type, values, values.length);
                requireRoom(file, info, values, data);
                sink.accept(data.bytes());
            }
        });
    }

    private static void requireRoom(SafetensorsFile file, TensorInfo info, float[] values, TensorData made)
            throws SafetensorsException {
        float[] narrowed = made.floats();
        for (int i = 0; i < values.length; i++) {
            if (Float.isFinite(values[i]) && !Float.isFinite(narrowed[i])) {
                throw new SafetensorsException(
                        file.path(), info.name(), Message.of("lora.tooLarge", values[i], made.dtype()));
            }
        }
    }

    private float[] multiply(float... values) {
        float[] made = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            made[i] = (float) (values[i] * value);
        }
        return made;
    }

    private float[] divide(float... values) {
        float[] made = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            made[i] = (float) (values[i] / value);
        }
        return made;
    }

    private static float[] rounded(DType type, float... values) {
        return type == DType.F32
                ? values
                : TensorData.ofFloats(type, values, values.length).floats();
    }

    /** A single number as a tensor: in a type if that holds it exactly, else in one that does. */
    static TensorData number(double value, DType type, List<Long> shape) {
        float single = (float) value;
        if (!type.isFloat()) {
            return TensorData.ofLongs(
                    new long[] {(long) value},
                    shape.stream().mapToLong(Long::longValue).toArray());
        }
        TensorData data = TensorData.ofFloats(type, new float[] {single}, shape);
        return data.floats()[0] == single ? data : TensorData.ofFloats(DType.F32, new float[] {single}, shape);
    }
}
