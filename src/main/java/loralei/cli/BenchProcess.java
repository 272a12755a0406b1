package loralei.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loralei.cli.BenchSeries.Outcome;
import loralei.config.JsonText;
import loralei.job.BenchRequest;
import loralei.job.BenchResult;
import loralei.text.Message;
import loralei.text.Texts;

/**
 * Measures in a process of its own, started as this one was: the most memory that a process held is that of one
 * measurement, and one that fails, for lack of memory for example, takes no other with it.
 */
final class BenchProcess {
    private static final String MAIN = "loralei.Main";

    /** What systems end a process with that asked for more memory than there is: the signals 9 and 6 of Linux. */
    private static final List<Integer> ENDED_BY_SYSTEM = List.of(128 + 9, 128 + 6);

    /** Options of a Java that leave files behind at its end, of which the child must not write over. */
    private static final List<String> NOT_INHERITED = List.of("-XX:ArchiveClassesAtExit", "-XX:DumpLoadedClassList");

    /** So that memory which is free again is not held back by libtorch, and the memory over a step shows what it uses. */
    private static final Map<String, String> GIVING_BACK = Map.of("PYTORCH_NO_CUDA_MEMORY_CACHING", "1");

    private final SettingOptions settings;
    private final Texts texts;
    private final List<String> program;
    private volatile Optional<Process> running = Optional.empty();

    /**
     * One that measures with the program that runs now.
     *
     * @param settings those that are handed on
     * @param texts the language in which failures are told
     */
    BenchProcess(SettingOptions settings, Texts texts) {
        this(settings, texts, thisProgram(System.getProperty("java.class.path")));
    }

    BenchProcess(SettingOptions settings, Texts texts, List<String> program) {
        this.settings = settings;
        this.texts = texts;
        this.program = program;
    }

    /** How this program was started, but for its words. In an app image there is no Java but the program's starter. */
    static List<String> thisProgram(String classPath) {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Optional<Path> java = List.of("java", "java.exe").stream()
                .map(bin::resolve)
                .filter(Files::isExecutable)
                .findFirst();
        if (java.isEmpty()) {
            return ProcessHandle.current().info().command().stream().toList();
        }
        List<String> words = new ArrayList<>(List.of(java.get().toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> NOT_INHERITED.stream().noneMatch(option::startsWith))
                .forEach(words::add);
        words.addAll(List.of("-cp", classPath, MAIN));
        return words;
    }

    /** Measures; ends early, as a failure, where {@link #stop} was called. */
    Outcome run(BenchRequest request) throws IOException {
        Path told = Files.createTempFile("loralei-bench", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(words(request)).redirectError(told.toFile());
            request.memory().ifPresent(file -> builder.environment().putAll(GIVING_BACK));
            Process process = builder.start();
            running = Optional.of(process);
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            return code == ExitCode.DONE
                    ? new Outcome.Measured(JsonText.OWN.readValue(out, BenchResult.class))
                    : new Outcome.Failed(why(code, Files.readString(told)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            return new Outcome.Failed(Message.of("bench.stopped"));
        } finally {
            running = Optional.empty();
            Files.delete(told);
        }
    }

    private List<String> words(BenchRequest request) {
        List<String> words = new ArrayList<>(program);
        words.addAll(List.of("bench", "--steps", String.valueOf(request.steps())));
        words.addAll(List.of(Cli.LANG, texts.locale().getLanguage().equals("de") ? "de" : "en"));
        words.addAll(settings.words(request.config()));
        if (request.randomWeights()) {
            words.add(BenchCommand.RANDOM);
        }
        request.memory().ifPresent(file -> words.addAll(List.of(BenchCommand.MEMORY, file.toString())));
        return words;
    }

    /** The first line of what it told; where it had no time to tell, its exit code. */
    private Message why(int code, String told) {
        String start = texts.get("error", "");
        return told.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> Message.of("bench.failed", line.substring(start.length())))
                .findFirst()
                .orElse(
                        ENDED_BY_SYSTEM.contains(code)
                                ? Message.of("bench.ended", code)
                                : Message.of("bench.failedWith", code));
    }

    boolean isRunning() {
        return running.isPresent();
    }

    /** Ends what goes on; may be called from any thread. */
    void stop() {
        running.ifPresent(Process::destroy);
    }
}
