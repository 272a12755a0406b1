package loralei.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The NVIDIA graphics cards of this computer, as their driver tells. Not asked is the CUDA runtime, which most computers
 * with such a card lack.
 */
public final class Gpus {
    /** The variable by which CUDA is told how to count cards, and the value that makes it count as nvidia-smi does. */
    static final String ORDER_VARIABLE = "CUDA_DEVICE_ORDER";

    static final String BY_SLOT = "PCI_BUS_ID";

    /** A driver that wakes up a sleeping card takes some seconds. */
    private static final int TIMEOUT_SECONDS = 20;

    /**
     * What the driver's tool answered.
     *
     * @param cards those that CUDA will show, in its order
     * @param complaint why there are none, in the tool's words; empty if there are
     */
    public record Answer(List<Card> cards, String complaint) {
        /** Those that the CUDA build can compute on. */
        public List<Card> usable() {
            return cards.stream().filter(Card::isUsable).toList();
        }

        /**
         * The card to take where nobody named one: the first of those on which least is given up for memory; or, where
         * the run fits on none, the largest.
         *
         * @param effort how much a run gives up on a card; {@link Integer#MAX_VALUE} where it does not fit
         */
        public Optional<Card> first(ToIntFunction<Card> effort) {
            return usable().stream()
                    .filter(card -> effort.applyAsInt(card) < Integer.MAX_VALUE)
                    .min(Comparator.comparingInt(effort))
                    .or(() -> usable().stream().max(Comparator.comparingLong(Card::memory)));
        }

        /** The card with a number. */
        public Optional<Card> numbered(int number) {
            return cards.stream().filter(card -> card.number() == number).findFirst();
        }
    }

    private final List<Path> drivers;
    private final List<Path> tools;
    private final Optional<String> visible;

    /** Looks at given places, for cards that are all visible. */
    public Gpus(List<Path> drivers, List<Path> tools) {
        this(drivers, tools, Optional.empty());
    }

    /**
     * Looks at given places.
     *
     * @param drivers where the driver's library may be
     * @param tools where the driver's {@code nvidia-smi} may be
     * @param visible what the variable CUDA_VISIBLE_DEVICES says, if it is set
     */
    Gpus(List<Path> drivers, List<Path> tools, Optional<String> visible) {
        this.drivers = List.copyOf(drivers);
        this.tools = List.copyOf(tools);
        this.visible = visible;
    }

    /** Those of this computer. */
    public static Gpus ofThisComputer() {
        return of(System.getProperty("os.name"), System.getenv());
    }

    static Gpus of(String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        Optional<String> visible = Optional.ofNullable(environment.get(VisibleCards.VARIABLE));
        if (name.startsWith("windows")) {
            Path folder = Path.of(environment.getOrDefault("SystemRoot", "C:\\Windows"), "System32");
            List<Path> tools = new ArrayList<>(onPath(environment, ";", "PATH", "nvidia-smi.exe", "nvidia-smi.bat"));
            tools.add(folder.resolve("nvidia-smi.exe"));
            tools.add(Path.of(
                    environment.getOrDefault("ProgramFiles", "C:\\Program Files"),
                    "NVIDIA Corporation",
                    "NVSMI",
                    "nvidia-smi.exe"));
            return new Gpus(List.of(folder.resolve("nvcuda.dll")), tools, visible);
        }
        if (name.startsWith("linux")) {
            List<Path> drivers = new ArrayList<>(onPath(environment, ":", "LD_LIBRARY_PATH", "libcuda.so.1"));
            Stream.of(
                            "/usr/lib/x86_64-linux-gnu",
                            "/usr/lib64",
                            "/usr/lib",
                            "/usr/lib/wsl/lib", // Windows' own Linux
                            "/usr/local/nvidia/lib64", // containers
                            "/run/opengl-driver/lib") // NixOS
                    .map(folder -> Path.of(folder, "libcuda.so.1"))
                    .forEach(drivers::add);
            List<Path> tools = new ArrayList<>(onPath(environment, ":", "PATH", "nvidia-smi"));
            tools.add(Path.of("/usr/bin/nvidia-smi"));
            tools.add(Path.of("/usr/lib/wsl/lib/nvidia-smi"));
            return new Gpus(drivers, tools, visible);
        }
        return new Gpus(List.of(), List.of());
    }

    private static List<Path> onPath(
            Map<String, String> environment, String separator, String variable, String... names) {
        List<Path> found = new ArrayList<>();
        for (String folder : environment.getOrDefault(variable, "").split(separator, -1)) {
            for (String name : names) {
                try {
                    if (!folder.isBlank()) {
                        found.add(Path.of(folder, name));
                    }
                } catch (InvalidPathException e) {
                    break; // not a folder either
                }
            }
        }
        return found;
    }

    /** Whether there is an NVIDIA driver; looks for files only, so it costs next to nothing. */
    public boolean hasDriver() {
        return drivers.stream().anyMatch(Files::exists);
    }

    /** Whether the driver's tool is there to be asked. */
    boolean hasTool() {
        return tool().isPresent();
    }

    private Optional<Path> tool() {
        return tools.stream().filter(Files::isRegularFile).findFirst();
    }

    /** Asks the driver's tool; takes up to some seconds. */
    public Answer ask() {
        List<String> lines = new ArrayList<>();
        String complaint = query("name,driver_version,memory.total", lines);
        List<String> capabilities = new ArrayList<>();
        if (!lines.isEmpty()) {
            query("compute_cap", capabilities); // older drivers do not tell
        }
        List<Card> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String capability = i < capabilities.size() ? capabilities.get(i) : "";
            Card.read(all.size(), lines.get(i), capability).ifPresent(all::add);
        }
        if (all.isEmpty()) {
            return new Answer(List.of(), complaint.isEmpty() ? String.join(" ", lines) : complaint);
        }
        List<Card> shown = visible.map(names -> VisibleCards.of(names, all, this::identities))
                .orElse(all);
        return new Answer(
                shown,
                shown.isEmpty() ? VisibleCards.VARIABLE + " is \"" + visible.orElse("") + "\" and names none" : "");
    }

    /** What tells the cards of this computer from all others, in the driver's order. */
    private List<String> identities() {
        List<String> lines = new ArrayList<>();
        query("uuid", lines);
        return lines;
    }

    /** Bytes in use on a card, by all programs. */
    public OptionalLong usedMemory(int number) {
        List<String> lines = new ArrayList<>();
        query("memory.used", lines);
        List<Card> all = IntStream.range(0, lines.size())
                .mapToObj(at -> new Card(at, "", "", Card.bytes(lines.get(at)), OptionalInt.empty()))
                .toList();
        return visible.map(names -> VisibleCards.of(names, all, this::identities)).orElse(all).stream()
                .filter(card -> card.number() == number)
                .mapToLong(Card::memory)
                .findFirst();
    }

    /** Fills in the lines; returns what went wrong. */
    private String query(String fields, List<String> lines) {
        Optional<Path> tool = tool();
        if (tool.isEmpty()) {
            return "its tool nvidia-smi was not found";
        }
        try {
            Process process = new ProcessBuilder(
                            tool.get().toString(), "--query-gpu=" + fields, "--format=csv,noheader")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) { // its few lines fit into the pipe
                process.destroyForcibly();
                return "nvidia-smi does not answer";
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> found = text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (process.exitValue() != 0) {
                return String.join(" ", found);
            }
            lines.addAll(found);
            return "";
        } catch (IOException e) {
            return "nvidia-smi cannot be run: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
