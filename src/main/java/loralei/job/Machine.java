package loralei.job;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loralei.torch.Card;
import loralei.torch.Gpus;

/**
 * What this computer has, as far as it can be known without loading the engine.
 *
 * @param memory its main memory in bytes, or 0 where the system does not tell
 * @param available how much of it can be had without paging, or 0 where the system does not tell
 * @param gpus its NVIDIA cards, where there are any whose driver can be asked
 * @param taken what of their memory was in use, by the cards' numbers
 */
record Machine(long memory, long available, Gpus.Answer gpus, Map<Integer, Long> taken) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s*(\\d+) kB");
    private static final int KIB = 1024;

    /** One whose memory is all there to be had. */
    Machine(long memory, Gpus.Answer gpus) {
        this(memory, memory, gpus, Map.of());
    }

    /** Asks the system and the driver of the graphics card; takes up to a second. */
    static Machine look() {
        Gpus gpus = Gpus.ofThisComputer();
        Gpus.Answer answer = gpus.ask();
        Map<Integer, Long> taken = new TreeMap<>();
        for (Card card : answer.usable()) {
            gpus.usedMemory(card.number()).ifPresent(bytes -> taken.put(card.number(), bytes));
        }
        return new Machine(total(), available(total()), answer, taken);
    }

    /** Main memory, as much of it as is there to be had now. */
    static MemoryRoom mainMemory() {
        return MemoryRoom.inMain(total(), available(total()));
    }

    /** Main memory, as it was when this was looked at. */
    MemoryRoom main() {
        return MemoryRoom.inMain(memory, available);
    }

    /** A card's memory, as it was when this was looked at. */
    MemoryRoom on(Card card) {
        return MemoryRoom.on(card, taken.getOrDefault(card.number(), 0L));
    }

    private static long total() {
        return system() == null ? 0 : system().getTotalMemorySize();
    }

    private static com.sun.management.OperatingSystemMXBean system() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system
                : null;
    }

    /** Free memory is not it: what holds files for the case that they are read again can be had too. */
    private static long available(long total) {
        if (Files.isReadable(MEMINFO)) {
            return availableOf(MEMINFO, total);
        }
        boolean windows = System.getProperty("os.name").startsWith("Windows"); // tells of such memory as free
        return windows && system() != null ? Math.min(total, system().getFreeMemorySize()) : 0;
    }

    /** {@code total} may be less than the file says: that of a container. */
    static long availableOf(Path meminfo, long total) {
        try {
            Matcher line = AVAILABLE.matcher(Files.readString(meminfo));
            return line.find() ? Math.min(total, Long.parseLong(line.group(1)) * KIB) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes that can still be written where a folder is or will be; empty where the system does not tell. */
    static OptionalLong freeDisk(Path folder) {
        try {
            return OptionalLong.of(FreeSpace.at(folder));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
