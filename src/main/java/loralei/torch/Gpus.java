package loralei.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The NVIDIA graphics cards of this computer, as their driver tells. Not asked is the CUDA runtime, which most computers
 * with such a card lack.
 */
public final class Gpus {
    /** A driver that wakes up a sleeping card takes some seconds. */
    private static final int TIMEOUT_SECONDS = 20;

    /**
     * One card.
     *
     * @param name as NVIDIA calls it
     * @param driver version of the driver
     * @param memory bytes; 0 where the driver does not tell
     */
    public record Card(String name, String driver, long memory) {}

    /**
     * What the driver's tool answered.
     *
     * @param cards in the driver's order
     * @param complaint why there are none, in the tool's words; empty if there are
     */
    public record Answer(List<Card> cards, String complaint) {}

    private final List<Path> drivers;
    private final List<Path> tools;

    /**
     * Looks at given places.
     *
     * @param drivers where the driver's library may be
     * @param tools where the driver's {@code nvidia-smi} may be
     */
    public Gpus(List<Path> drivers, List<Path> tools) {
        this.drivers = List.copyOf(drivers);
        this.tools = List.copyOf(tools);
    }

    /** Those of this computer. */
    public static Gpus ofThisComputer() {
        return of(System.getProperty("os.name"), System.getenv());
    }

    static Gpus of(String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            Path folder = Path.of(environment.getOrDefault("SystemRoot", "C:\\Windows"), "System32");
            List<Path> tools = new ArrayList<>(onPath(environment, ";", "PATH", "nvidia-smi.exe", "nvidia-smi.bat"));
            tools.add(folder.resolve("nvidia-smi.exe"));
            tools.add(Path.of(
                    environment.getOrDefault("ProgramFiles", "C:\\Program Files"),
                    "NVIDIA Corporation",
                    "NVSMI",
                    "nvidia-smi.exe"));
            return new Gpus(List.of(folder.resolve("nvcuda.dll")), tools);
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
            return new Gpus(drivers, tools);
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
        List<Card> cards = lines.stream().flatMap(line -> card(line).stream()).toList();
        if (!cards.isEmpty()) {
            return new Answer(cards, "");
        }
        return new Answer(List.of(), complaint.isEmpty() ? String.join(" ", lines) : complaint);
    }

    /** Compute capability of the first card, as 75 for 7.5; older drivers do not tell. */
    public OptionalInt computeCapability() {
        List<String> lines = new ArrayList<>();
        query("compute_cap", lines);
        return lines.stream()
                .filter(line -> line.matches("\\d+\\.\\d"))
                .mapToInt(line -> Integer.parseInt(line.replace(".", "")))
                .findFirst();
    }

    /** Bytes in use on the first card, by all programs. */
    OptionalLong usedMemory() {
        List<String> lines = new ArrayList<>();
        query("memory.used", lines);
        return lines.stream().mapToLong(Gpus::bytes).findFirst();
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

    private static Optional<Card> card(String line) {
        List<String> words =
                Arrays.stream(line.split(",", -1)).map(String::strip).toList();
        if (words.size() != 3 || !words.get(1).matches("\\d+(\\.\\d+)*")) {
            return Optional.empty();
        }
        return Optional.of(new Card(words.get(0), words.get(1), bytes(words.get(2))));
    }

    /** From "24564 MiB"; 0 from "[N/A]". */
    private static long bytes(String memory) {
        return memory.matches("\\d{1,9} MiB") ? Long.parseLong(memory.substring(0, memory.indexOf(' '))) << 20 : 0;
    }
}
