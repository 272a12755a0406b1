package loralei.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a library of Linux says of itself (System V ABI, chapters 4 and 5: 64-bit ELF, little-endian, as on all processors
 * that libtorch is built for).
 *
 * @param name the name that other libraries know it by; empty where it has none
 * @param needs the names of the libraries that it cannot be loaded without
 */
record NativeLibraryFile(Optional<String> name, List<String> needs) {
    private static final int HEADER = 64;
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F', 2, 1};
    private static final int LOADED = 1;
    private static final int DYNAMIC = 2;
    private static final int TAG_NEEDED = 1;
    private static final int TAG_STRINGS = 5;
    private static final int TAG_NAME = 14;
    private static final int LONGEST_NAME = 255;
    private static final int LARGEST_TABLE = 1 << 20;

    private record Segment(int type, long offset, long address, long size) {}

    private record Entry(long tag, long value) {}

    /** Reads the file; one that is no such library needs nothing. */
    static NativeLibraryFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            List<Segment> segments = segments(channel);
            for (Segment segment : segments) {
                if (segment.type() == DYNAMIC) {
                    return of(channel, segments, entries(channel, segment));
                }
            }
        }
        return new NativeLibraryFile(Optional.empty(), List.of());
    }

    private static List<Segment> segments(FileChannel channel) throws IOException {
        ByteBuffer header = bytes(channel, 0, HEADER);
        if (header.remaining() < HEADER || !header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            return List.of();
        }
        int size = header.getShort(54);
        int count = Short.toUnsignedInt(header.getShort(56));
        ByteBuffer table = bytes(channel, header.getLong(32), size * count);
        List<Segment> segments = new ArrayList<>();
        for (int at = 0; at + 56 <= table.remaining(); at += size) {
            segments.add(new Segment(
                    table.getInt(at), table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 32)));
        }
        return segments;
    }

    private static List<Entry> entries(FileChannel channel, Segment dynamic) throws IOException {
        ByteBuffer table = bytes(channel, dynamic.offset(), (int) Math.min(dynamic.size(), LARGEST_TABLE));
        List<Entry> entries = new ArrayList<>();
        for (int at = 0; at + 16 <= table.remaining(); at += 16) {
            entries.add(new Entry(table.getLong(at), table.getLong(at + 8)));
        }
        return entries;
    }

    private static NativeLibraryFile of(FileChannel channel, List<Segment> segments, List<Entry> entries)
            throws IOException {
        OptionalLong strings = entries.stream()
                .filter(entry -> entry.tag() == TAG_STRINGS)
                .mapToLong(entry -> offset(segments, entry.value()))
                .findFirst();
        Optional<String> name = Optional.empty();
        List<String> needs = new ArrayList<>();
        for (Entry entry : entries) {
            if (strings.isPresent() && entry.tag() == TAG_NAME) {
                name = Optional.of(text(channel, strings.getAsLong() + entry.value()));
            } else if (strings.isPresent() && entry.tag() == TAG_NEEDED) {
                needs.add(text(channel, strings.getAsLong() + entry.value()));
            }
        }
        return new NativeLibraryFile(name, List.copyOf(needs));
    }

    /** Where in the file lies what will be at an address in memory. */
    private static long offset(List<Segment> segments, long address) {
        return segments.stream()
                .filter(segment -> segment.type() == LOADED
                        && address >= segment.address()
                        && address < segment.address() + segment.size())
                .mapToLong(segment -> segment.offset() + address - segment.address())
                .findFirst()
                .orElse(address);
    }

    private static String text(FileChannel channel, long at) throws IOException {
        ByteBuffer bytes = bytes(channel, at, LONGEST_NAME);
        StringBuilder text = new StringBuilder();
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == 0) {
                break;
            }
            text.append((char) (next & 0xff));
        }
        return text.toString();
    }

    /** As many of these bytes as the file has. */
    private static ByteBuffer bytes(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(0, count)).order(ByteOrder.LITTLE_ENDIAN);
        int read = at < 0 ? 0 : 1;
        while (read > 0 && bytes.hasRemaining()) {
            read = channel.read(bytes, at + bytes.position());
        }
        return bytes.flip();
    }
}
