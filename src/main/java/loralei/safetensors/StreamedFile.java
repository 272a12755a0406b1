package loralei.safetensors;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import loralei.text.Message;

/** A safetensors file in the making, of which no more than a piece of a tensor is in memory. */
public interface StreamedFile extends Closeable {
    /** All tensors in the order of the file. */
    List<StreamedTensor> tensors();

    /**
     * Strings for {@code __metadata__}: before anything was written, and again when all was; then they may say something
     * else of the same length, such as a hash.
     */
    Map<String, String> metadata() throws IOException;

    /** Sees everything after the header, in order. */
    void written(ByteBuffer bytes);

    /** Lets go of the files that the tensors come from; called before the target is replaced, which may be one of them. */
    @Override
    void close() throws IOException;

    /**
     * Writes the file as a whole, and reads it back from the disk before it takes the target's place ({@link AtomicFile}).
     *
     * @param target the file to write; its folder must exist
     * @throws IOException if it cannot be written, or what is read back differs from what was written
     */
    default void writeTo(Path target) throws IOException {
        List<StreamedTensor> tensors = tensors();
        List<TensorInfo> infos = StreamedTensor.layOut(tensors);
        Sha256 data = new Sha256();
        AtomicFile.replace(
                target,
                channel -> {
                    ByteBuffer begin = SafetensorsWriter.header(infos, metadata());
                    int length = begin.remaining();
                    writeAll(channel, begin);
                    for (StreamedTensor tensor : tensors) {
                        long from = channel.position();
                        tensor.content().writeTo(bytes -> {
                            data.update(bytes.duplicate());
                            written(bytes.duplicate());
                            writeAll(channel, bytes);
                        });
                        if (channel.position() - from != tensor.bytes()) {
                            throw new IllegalStateException(tensor.name() + " has another size than was said");
                        }
                    }
                    ByteBuffer end = SafetensorsWriter.header(infos, metadata());
                    if (end.remaining() != length) {
                        throw new IllegalStateException("the header has another length than before");
                    }
                    writeAll(channel.position(0), end);
                    close();
                },
                written -> requireEqual(written, infos, data.hex()));
    }

    private void requireEqual(Path file, List<TensorInfo> infos, String dataSha256) throws IOException {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            if (!open.metadata().equals(metadata())) {
                throw new SafetensorsException(file, Message.of("tensors.otherMetadata"));
            }
            if (!List.copyOf(open.tensors().values()).equals(infos)) {
                throw new SafetensorsException(file, Message.of("tensors.otherTensors"));
            }
            if (!open.dataSha256().equals(dataSha256)) {
                throw new SafetensorsException(file, Message.of("tensors.changedOnDisk"));
            }
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
