package loralei.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Libraries of Linux that hold nothing but their name and the names of those that they need. */
final class FakeLibrary {
    /** The file lies in memory this much further back than in the file, as real ones do. */
    private static final long ADDRESS = 0x1000;

    private static final int HEADERS = 64 + 2 * 56;

    private FakeLibrary() {}

    static void write(Path file, String name, String... needs) throws IOException {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        ByteBuffer dynamic = ByteBuffer.allocate(16 * (needs.length + 3)).order(ByteOrder.LITTLE_ENDIAN);
        for (String need : needs) {
            dynamic.putLong(1).putLong(strings.size());
            strings.writeBytes((need + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        dynamic.putLong(14).putLong(strings.size());
        strings.writeBytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
        dynamic.putLong(5).putLong(ADDRESS + HEADERS + dynamic.capacity());
        int size = HEADERS + dynamic.capacity() + strings.size();
        ByteBuffer all = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        all.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        all.putShort((short) 3)
                .putShort((short) 62)
                .putInt(1)
                .putLong(0)
                .putLong(64)
                .putLong(0)
                .putInt(0);
        all.putShort((short) 64).putShort((short) 56).putShort((short) 2).position(64);
        for (List<Long> part :
                List.of(List.of(1L, 0L, (long) size), List.of(2L, (long) HEADERS, (long) dynamic.capacity()))) {
            all.putInt(part.get(0).intValue())
                    .putInt(4)
                    .putLong(part.get(1))
                    .putLong(ADDRESS + part.get(1))
                    .putLong(0);
            all.putLong(part.get(2)).putLong(part.get(2)).putLong(8);
        }
        all.put(dynamic.clear()).put(strings.toByteArray());
        Files.write(file, all.array());
    }
}
