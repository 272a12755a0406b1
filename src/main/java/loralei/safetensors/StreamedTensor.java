package loralei.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A tensor whose values are made or read only while it is written.
 *
 * @param name its name in the file
 * @param dtype the type of its values
 * @param shape its dimensions, outermost first; empty for a scalar
 * @param content gives its values; may be asked more than once
 */
public record StreamedTensor(String name, DType dtype, List<Long> shape, Content content) {
    private static final int CHUNK_BYTES = 1 << 20;

    /** Keeps its own copy of the shape. */
    public StreamedTensor {
        shape = List.copyOf(shape);
    }

    /** What gives the values. */
    @FunctionalInterface
    public interface Content {
        /** Gives all of them, little-endian, in order. */
        void writeTo(Sink sink) throws IOException;
    }

    /** What takes them. */
    @FunctionalInterface
    public interface Sink {
        /** Takes all that remain in a buffer, which is used again afterwards. */
        void accept(ByteBuffer bytes) throws IOException;
    }

    /** A tensor that is in memory. */
    public static StreamedTensor of(String name, TensorData data) {
        return new StreamedTensor(name, data.dtype(), data.shape(), sink -> sink.accept(data.bytes()));
    }

    /** A tensor of a file, byte by byte, under a name of its own. */
    public static StreamedTensor copy(String name, SafetensorsFile file, TensorInfo info) {
        return new StreamedTensor(name, info.dtype(), info.shape(), sink -> {
            int most = CHUNK_BYTES / info.dtype().bytes();
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(info.bytes(), CHUNK_BYTES));
            for (long done = 0; done < info.count(); done += most) {
                file.read(info.name(), done, Math.min(most, info.count() - done), chunk.clear());
                sink.accept(chunk.flip());
            }
        });
    }

    /** The bytes that it takes. */
    public long bytes() {
        return TensorInfo.count(shape) * dtype.bytes();
    }

    /** Sorted as the reference library lays tensors out: by type, largest first, then by name. */
    public static List<StreamedTensor> inOrder(Collection<StreamedTensor> tensors) {
        return tensors.stream()
                .sorted(Comparator.comparing(StreamedTensor::dtype).reversed().thenComparing(StreamedTensor::name))
                .toList();
    }

    /** Where each of them is in a file that holds them in this order. */
    public static List<TensorInfo> layOut(List<StreamedTensor> tensors) {
        List<TensorInfo> infos = new ArrayList<>();
        long offset = 0;
        for (StreamedTensor tensor : tensors) {
            long end = offset + tensor.bytes();
            infos.add(new TensorInfo(tensor.name(), tensor.dtype(), tensor.shape(), offset, end));
            offset = end;
        }
        return infos;
    }
}
