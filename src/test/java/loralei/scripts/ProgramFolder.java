package loralei.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program folder with the real scripts and nothing else real: what the scripts call are small fakes, in a folder that
 * is all of the PATH. All names hold what breaks careless scripts: spaces, umlauts and brackets.
 */
final class ProgramFolder {
    /** What a script left behind: its exit code and all that it said. */
    record Outcome(int exitCode, String text) {}

    /** Tools of the system that scripts may use. */
    private static final List<String> TOOLS = List.of(
            "sh",
            "uname",
            "dirname",
            "readlink",
            "sed",
            "find",
            "head",
            "cut",
            "mkdir",
            "ln",
            "rm",
            "mv",
            "tar",
            "gzip",
            "sha256sum",
            "chmod",
            "cat",
            "touch",
            "cp",
            "flock");

    private static final long PATIENCE_SECONDS = 60;

    final Path home;
    final Path bin;
    final Path user;
    final Path log;
    private final Map<String, String> environment = new TreeMap<>();

    private ProgramFolder(Path root) throws IOException {
        home = Files.createDirectories(root.resolve("Löra lei (ü)"));
        bin = Files.createDirectories(root.resolve("bïn dir"));
        user = Files.createDirectories(root.resolve("üser"));
        log = root.resolve("cälls.txt");
        copy(Path.of("scripts"), home.resolve("scripts"));
        environment.put("HOME", user.toString());
        environment.put("FAKE_LOG", log.toString());
        environment.put("LC_ALL", "C.UTF-8");
    }

    /** An unpacked package: libraries beside the scripts. */
    static ProgramFolder unpackedPackage(Path root) throws IOException {
        ProgramFolder folder = new ProgramFolder(root);
        Files.createDirectories(folder.home.resolve("lib"));
        Files.createFile(folder.home.resolve("lib/pytorch-jni-2.7.1-0.35.1.jar"));
        return folder;
    }

    /** A source checkout that nobody has built. */
    static ProgramFolder checkout(Path root) throws IOException {
        ProgramFolder folder = new ProgramFolder(root);
        Files.createFile(folder.home.resolve("pom.xml"));
        Files.createDirectories(folder.home.resolve("src/main"));
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    ProgramFolder with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Puts a file into the program folder, or into any other. */
    static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a program that is a shell script onto the PATH. */
    ProgramFolder program(String name, String body) {
        executable(bin.resolve(name), body);
        return this;
    }

    static void executable(Path file, String body) {
        if (!write(file, "#!/bin/sh\n" + body + "\n").toFile().setExecutable(true)) {
            throw new UncheckedIOException(new IOException("cannot make executable: " + file));
        }
    }

    /** A Java that logs what it is asked to run; its command {@code natives} leaves an empty library. */
    static String java(String version, int bits) {
        return """
                if [ "$1" = -version ]; then
                    echo 'openjdk version "%s"' >&2
                    echo 'OpenJDK %s Server VM' >&2
                    exit 0
                fi
                echo "$* | cache=${ENGINE_CACHE_DIR:-} | in=$(pwd)" >>"$FAKE_LOG"
                case "$*" in
                *"loralei.Main natives --flavor "*)
                    folder=$HOME/.djl.ai/pytorch/2.7.1-${*##* }-linux-$(uname -m)
                    mkdir -p "$folder"
                    touch "$folder/libtorch.so"
                    ;;
                esac
                exit "${FAKE_EXIT:-0}"
                """.formatted(version, bits == 64 ? "64-Bit" : "Client");
    }

    /** What fake programs were asked to do, a line each. */
    List<String> calls() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** The one call of Java that was made. */
    String onlyCall() throws IOException {
        List<String> calls = calls();
        if (calls.size() != 1) {
            throw new AssertionError("expected one call of Java: " + calls);
        }
        return calls.get(0);
    }

    /** Runs one of the scripts by its full path, from a folder that is not the program's. */
    Outcome run(String script, String... args) throws Exception {
        return runFile(home.resolve("scripts").resolve(script), args);
    }

    Outcome runFile(Path script, String... args) throws Exception {
        offerTools();
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(args));
        Map<String, String> all = new TreeMap<>(environment);
        all.put("PATH", bin.toString());
        return start(command, user, all, true);
    }

    private void offerTools() {
        for (String tool : TOOLS) {
            for (String folder : List.of("/bin", "/usr/bin")) {
                Path there = Path.of(folder, tool);
                if (Files.exists(there) && !Files.exists(bin.resolve(tool))) {
                    program(tool, "exec " + there + " \"$@\"");
                }
            }
        }
    }

    /** Runs a command to its end, with nothing to read. */
    static Outcome start(List<String> command, Path folder, Map<String, String> environment, boolean alone)
            throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        if (alone) {
            builder.environment().clear();
        }
        builder.environment().putAll(environment);
        Path output = Files.createTempFile("loralei-script", ".txt");
        try {
            Process process = builder.redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end: " + read(output));
            }
            return new Outcome(process.exitValue(), read(output));
        } finally {
            Files.delete(output);
        }
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
