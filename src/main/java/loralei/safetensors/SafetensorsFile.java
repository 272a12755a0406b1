package loralei.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import loralei.config.NearestNames;
import loralei.text.Message;

/**
 * An open safetensors file: its header, and its tensors one at a time. Offsets are 64-bit; the file as a whole is never
 * in memory. Safe for use by several threads, but interrupting a reading thread closes the file for all.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final Message DAMAGED = Message.of("tensors.getAgain");

    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int NEAREST_SHOWN = 3;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        byte[] json = headerBytes(path, channel);
        this.dataStart = (long) LENGTH_BYTES + json.length;
        this.header = SafetensorsHeader.parse(path, json, channel.size() - dataStart);
    }

    /**
     * Opens a file, reads its header and checks it completely. No tensor is read.
     *
     * @param file the file
     * @return the open file, to be closed
     * @throws SafetensorsException if it is not a sound safetensors file; the message says what is wrong and what to do
     * @throws IOException if it cannot be read
     */
    public static SafetensorsFile open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SafetensorsException(file, Message.of("tensors.folder"));
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new SafetensorsException(file, Message.of("tensors.missing"), e);
        }
        try {
            return new SafetensorsFile(file, channel);
        } catch (Throwable failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * Reads a header that was got in another way, and checks it as {@link #open} does.
     *
     * @param named for messages
     * @param json the header
     * @param dataBytes the size of what follows it
     * @return what it says of every tensor
     */
    public static Map<String, TensorInfo> tensors(Path named, byte[] json, long dataBytes) throws SafetensorsException {
        return SafetensorsHeader.parse(named, json, dataBytes).tensors();
    }

    private static byte[] headerBytes(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        byte[] start = new byte[(int) Math.min(size, ForeignFile.LOOK_AT)];
        fill(path, channel, ByteBuffer.wrap(start), 0);
        if (size < LENGTH_BYTES) {
            throw notSafetensors(path, start, Message.of("tensors.tooShort", size));
        }
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > size - LENGTH_BYTES) {
            String claimed = Long.toUnsignedString(length);
            throw notSafetensors(path, start, Message.of("tensors.headerLength", claimed, size));
        }
        if (length > SafetensorsHeader.LONGEST) {
            throw notSafetensors(path, start, Message.of("tensors.headerTooLong", length, SafetensorsHeader.LONGEST));
        }
        if (length == 0 || start[LENGTH_BYTES] != '{') {
            throw notSafetensors(path, start, Message.of("tensors.headerNoObject"));
        }
        byte[] json = new byte[(int) length];
        fill(path, channel, ByteBuffer.wrap(json), LENGTH_BYTES);
        return json;
    }

    private static SafetensorsException notSafetensors(Path path, byte[] start, Message problem) {
        return new SafetensorsException(path, ForeignFile.explain(path, start).orElse(damaged(problem)));
    }

    /** A problem that no reader can do anything about, and what to do then. */
    static Message damaged(Message problem) {
        return Message.of("shared.twoSentences", problem, DAMAGED);
    }

    /**
     * Returns the file.
     *
     * @return the path as given to {@link #open}
     */
    public Path path() {
        return path;
    }

    /**
     * Returns the strings under {@code __metadata__}.
     *
     * @return in their order in the file; empty where there are none
     */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Returns what the header says of every tensor.
     *
     * @return by name, in order of place in the file
     */
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /**
     * Returns what the header says of one tensor.
     *
     * @param name the tensor's name
     * @return its description
     * @throws SafetensorsException if there is none of that name; the message has the nearest names
     */
    public TensorInfo tensor(String name) throws SafetensorsException {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new SafetensorsException(
                    path,
                    name,
                    Message.of(
                            "tensors.notInFile",
                            NearestNames.of(name, header.tensors().keySet(), NEAREST_SHOWN)));
        }
        return info;
    }

    /**
     * Maps one tensor into memory. On Windows the file cannot be renamed or deleted while the map is reachable.
     *
     * @param name the tensor's name
     * @return its bytes: direct, read-only, little-endian
     * @throws IOException if there is no such tensor, it has 2 GiB or more, or the file cannot be mapped
     */
    public ByteBuffer map(String name) throws IOException {
        return map(name, 0, tensor(name).count());
    }

    /**
     * Maps a piece of a tensor into memory, as {@link #map(String)} does.
     *
     * @param first its first value, the last dimension being the fastest
     * @param count how many values
     */
    public ByteBuffer map(String name, long first, long count) throws IOException {
        TensorInfo info = piece(name, first, count);
        return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + info.begin(), size(info))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A piece of a tensor as if it were one of its own. */
    private TensorInfo piece(String name, long first, long count) throws SafetensorsException {
        TensorInfo info = tensor(name);
        Objects.checkFromIndexSize(first, count, info.count());
        long begin = info.begin() + first * info.dtype().bytes();
        return new TensorInfo(
                name,
                info.dtype(),
                List.of(count),
                begin,
                begin + count * info.dtype().bytes());
    }

    /**
     * Copies one tensor out of the file; nothing keeps hold of the file afterwards.
     *
     * @param name the tensor's name
     * @return its bytes: direct, little-endian
     * @throws IOException if there is no such tensor, it has 2 GiB or more, or the file cannot be read
     */
    public ByteBuffer read(String name) throws IOException {
        TensorInfo info = tensor(name);
        ByteBuffer bytes = ByteBuffer.allocateDirect(size(info)).order(ByteOrder.LITTLE_ENDIAN);
        fill(path, channel, bytes, dataStart + info.begin());
        return bytes.flip();
    }

    /**
     * Reads a floating point tensor.
     *
     * @param name the tensor's name
     * @return its values, last dimension fastest; F64 is narrowed, every other type keeps its exact values
     * @throws IOException if there is no such tensor, it is not floating point, it has more values than an array, or the
     *     file cannot be read
     */
    public float[] floats(String name) throws IOException {
        return floats(name, 0, tensor(name).count());
    }

    /**
     * Reads a piece of a floating point tensor, as {@link #floats(String)} does.
     *
     * @param first its first value, the last dimension being the fastest
     * @param count how many values
     */
    public float[] floats(String name, long first, long count) throws IOException {
        TensorInfo info = piece(name, first, count);
        if (!info.dtype().isFloat()) {
            throw new SafetensorsException(path, name, Message.of("tensors.noFloat", info.dtype()));
        }
        float[] values = new float[count(info)];
        eachChunk(info, (chunk, offset, many) -> FloatFormats.decode(info.dtype(), chunk, values, offset, many));
        return values;
    }

    /**
     * Copies a piece of a tensor into a buffer, as it is stored.
     *
     * @param first its first value, the last dimension being the fastest
     * @param count how many values
     * @param into has room for them behind its position, which is moved
     */
    public void read(String name, long first, long count, ByteBuffer into) throws IOException {
        TensorInfo info = piece(name, first, count);
        ByteBuffer room = into.slice().limit(size(info));
        fill(path, channel, room, dataStart + info.begin());
        into.position(into.position() + room.limit());
    }

    /**
     * Copies a piece of a floating point tensor into a buffer, as {@link #floats(String)} gives it.
     *
     * @param first its first value, the last dimension being the fastest
     * @param count how many values
     * @param into has room for them behind its position, which is moved
     */
    public void read(String name, long first, long count, FloatBuffer into) throws IOException {
        TensorInfo info = piece(name, first, count);
        float[] values = new float[CHUNK_BYTES / info.dtype().bytes()];
        eachChunk(info, (chunk, offset, many) -> {
            FloatFormats.decode(info.dtype(), chunk, values, 0, many);
            into.put(values, 0, many);
        });
    }

    /**
     * Reads an integer tensor.
     *
     * @param name the tensor's name
     * @return its values, last dimension fastest; {@code BOOL} as 0 and 1
     * @throws IOException if there is no such tensor, it is not of an integer type, a U64 value does not fit, it has
     *     more values than an array, or the file cannot be read
     */
    public long[] longs(String name) throws IOException {
        TensorInfo info = tensor(name);
        if (info.dtype().isFloat()) {
            throw new SafetensorsException(path, name, Message.of("tensors.noInteger", info.dtype()));
        }
        long[] values = new long[count(info)];
        eachChunk(info, (chunk, offset, count) -> {
            for (int i = offset; i < offset + count; i++) {
                values[i] = integer(info, chunk);
            }
        });
        return values;
    }

    private long integer(TensorInfo info, ByteBuffer from) throws SafetensorsException {
        return switch (info.dtype()) {
            case BOOL, U8 -> from.get() & 0xffL;
            case I8 -> from.get();
            case I16 -> from.getShort();
            case U16 -> from.getShort() & 0xffffL;
            case I32 -> from.getInt();
            case U32 -> from.getInt() & 0xffff_ffffL;
            case I64 -> from.getLong();
            case U64 -> {
                long value = from.getLong();
                if (value < 0) {
                    throw new SafetensorsException(
                            path, info.name(), Message.of("tensors.tooLarge", Long.toUnsignedString(value)));
                }
                yield value;
            }
            default -> throw new IllegalArgumentException(info.dtype() + " is not an integer type");
        };
    }

    /**
     * Computes the SHA-256 of everything after the header; kohya's scripts call it {@code sshs_model_hash}.
     *
     * @return 64 hexadecimal digits, lower case
     * @throws IOException if the file cannot be read
     */
    public String dataSha256() throws IOException {
        Sha256 digest = new Sha256();
        for (TensorInfo info : header.tensors().values()) {
            eachChunk(info, (chunk, offset, count) -> digest.update(chunk));
        }
        return digest.hex();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Takes the values {@code offset} to {@code offset + count} of a tensor. */
    @FunctionalInterface
    private interface ChunkReader {
        void accept(ByteBuffer chunk, int offset, int count) throws IOException;
    }

    private void eachChunk(TensorInfo info, ChunkReader reader) throws IOException {
        int size = info.dtype().bytes();
        int perChunk = CHUNK_BYTES / size;
        long total = info.count();
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(info.bytes(), CHUNK_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (long done = 0; done < total; done += perChunk) {
            int count = (int) Math.min(perChunk, total - done);
            chunk.clear().limit(count * size);
            fill(path, channel, chunk, dataStart + info.begin() + done * size);
            reader.accept(chunk.flip(), (int) done, count);
        }
    }

    private int size(TensorInfo info) throws SafetensorsException {
        if (info.bytes() > Integer.MAX_VALUE) {
            throw new SafetensorsException(path, info.name(), Message.of("tensors.tooManyBytes", info.bytes()));
        }
        return (int) info.bytes();
    }

    private int count(TensorInfo info) throws SafetensorsException {
        if (info.count() > Integer.MAX_VALUE - 8) {
            throw new SafetensorsException(path, info.name(), Message.of("tensors.tooManyValues", info.count()));
        }
        return (int) info.count();
    }

    private static void fill(Path path, FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new SafetensorsException(path, Message.of("tensors.becameShorter"));
            }
            at += read;
        }
    }
}
