package loralei.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import loralei.scripts.ProgramFolder.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts for Windows, run by the command interpreter of Wine; skipped where Wine is not installed. */
class WindowsScriptsTest {
    private static final Path WINE = Path.of("/usr/bin/wine");

    /** A Windows of its own for these tests; to set it up takes longer than all of them. */
    private static final Path WINDOWS = Path.of("target", "wine").toAbsolutePath();

    @TempDir
    Path root;

    private ProgramFolder folder;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeAll
    static void needsWine() {
        assumeThat(WINE).as("Wine is installed").exists();
    }

    @BeforeEach
    void anUnpackedPackage() throws IOException {
        folder = ProgramFolder.unpackedPackage(root);
        environment.put("WINEPREFIX", WINDOWS.toString());
        environment.put("WINEDEBUG", "-all");
        environment.put("HOME", folder.user.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("WINEPATH", inWine(folder.bin));
        environment.put("ENGINE_CACHE_DIR", inWine(root.resolve("cäche")));
        environment.put("FAKE_LOG", inWine(folder.log));
    }

    private static String inWine(Path path) {
        return "Z:" + path.toString().replace('/', '\\');
    }

    private void program(String name, String... lines) {
        ProgramFolder.write(folder.bin.resolve(name), "@echo off\r\n" + String.join("\r\n", lines) + "\r\n");
    }

    /** A Java that logs what it is asked to run; its command {@code natives} leaves an empty library. */
    private void java(String version, String machine) {
        program(
                "java.bat",
                "if \"%~1\"==\"-version\" goto version",
                ">>\"%FAKE_LOG%\" echo %*",
                ":next",
                "if \"%~1\"==\"\" exit /b 0",
                "if \"%~1\"==\"natives\" goto natives",
                "shift",
                "goto next",
                ":natives",
                "set \"NEW=%ENGINE_CACHE_DIR%\\pytorch\\2.7.1-%FLAVOR%-win-x86_64\"",
                "mkdir \"%NEW%\"",
                "type nul >\"%NEW%\\torch.dll\"",
                "exit /b 0",
                ":version",
                "echo openjdk version \"" + version + "\" 2025-04-15 1>&2",
                "echo OpenJDK Runtime Environment Temurin 1>&2",
                "echo OpenJDK " + machine + " VM Temurin 1>&2",
                "exit /b 0");
    }

    /** Runs a script by a path with spaces, umlauts and brackets, from another folder. */
    private Outcome run(String script, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(WINE.toString(), "cmd", "/c", "call"));
        command.add("..\\" + folder.home.getFileName() + "\\scripts\\" + script);
        command.addAll(List.of(args));
        return ProgramFolder.start(command, folder.user, environment, false);
    }

    @Test
    void theProgramStartsWithAJavaFromThePath() throws Exception {
        java("17.0.15", "64-Bit Server");

        Outcome outcome = run("loralei.bat", "inspect", "my file.safetensors");

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(lastCall()).contains("\\lib\\*\" loralei.Main inspect \"my file.safetensors\"");
    }

    @Test
    void withoutJavaItSaysWhatToDo() throws Exception {
        Outcome outcome = run("loralei.bat", "--version");

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.text()).contains("Java was not found", "installer.bat");
    }

    @Test
    void anOldJavaAndOneFor32BitsAreRefused() throws Exception {
        java("1.8.0_392", "64-Bit Server");
        assertThat(run("loralei.bat", "--version").text())
                .contains("needs a 64-bit Java 17 or newer. Version 1.8.0_392 is too old.", "installer.bat");

        java("17.0.15", "Client");
        assertThat(run("loralei.bat", "--version").text()).contains("Version 17.0.15 is for 32 bits.");
        assertThat(folder.calls()).isEmpty();
    }

    @Test
    void theFileThatAJdkDescribesItselfInIsBelieved() throws Exception {
        Path jdk = root.resolve("jdk 11 (ä)");
        ProgramFolder.write(jdk.resolve("bin/java.exe"), "");
        ProgramFolder.write(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\nOS_ARCH=\"x86_64\"\n");
        environment.put("JAVA_HOME", inWine(jdk));

        assertThat(run("loralei.bat", "--version").text()).contains("Version 11.0.2 is too old.");
    }

    @Test
    void theTrainerOpensTheWindowAndFetchesPytorchOnce() throws Exception {
        java("17.0.15", "64-Bit Server");

        Outcome first = run("sdxl_trainer.bat");
        run("sd15_trainer.bat");

        assertThat(first.text()).contains("No NVIDIA card with a driver was found");
        assertThat(calls()).hasSize(3);
        assertThat(calls().get(0)).contains("loralei.Main natives --flavor cpu");
        assertThat(calls().get(1)).contains("loralei.Main window --tab sdxl");
        assertThat(calls().get(2)).contains("loralei.Main window --tab sd15");
    }

    @Test
    void anArchiveOfClassesIsMadeAgainWhereTheFolderWasMoved() throws Exception {
        java("17.0.15", "64-Bit Server");
        Path archive = folder.home.resolve("lib/window-17.0.15.jsa");
        run("loralei.bat");
        assertThat(lastCall()).as("a Java without an archive of its own").doesNotContain(".jsa");
        ProgramFolder.write(folder.bin.resolve("server/classes.jsa"), "");

        run("loralei.bat");
        assertThat(lastCall()).contains("-XX:ArchiveClassesAtExit=", "window-17.0.15.jsa");
        ProgramFolder.write(archive, "");
        run("loralei.bat");
        assertThat(lastCall()).contains("-XX:SharedArchiveFile=", "window-17.0.15.jsa");

        ProgramFolder.write(folder.home.resolve("lib/archived-in.txt"), "\"Z:\\elsewhere\"\r\n");
        run("loralei.bat");
        assertThat(lastCall()).contains("-XX:ArchiveClassesAtExit=");
        assertThat(archive).doesNotExist();
    }

    @Test
    void theInstallerMayBeStartedTwice() throws Exception {
        java("17.0.15", "64-Bit Server");

        Outcome first = run("installer.bat", "--models", "none", "--no-shortcut");
        Outcome second = run("installer.bat", "--models", "none", "--no-shortcut");

        assertThat(first.text()).contains("is version 17.0.15", "No NVIDIA card", "(cpu)", "Ready.");
        assertThat(second.text()).contains("It is here.", "Ready.");
        assertThat(calls().stream().filter(call -> call.contains("natives"))).hasSize(1);
        assertThat(calls().stream().filter(call -> call.contains("doctor"))).hasSize(2);
    }

    @Test
    void aCardGetsItsBuildAndAnOldOneIsNamed() throws Exception {
        java("17.0.15", "64-Bit Server");

        program("nvidia-smi.bat", "echo NVIDIA GeForce GTX 1080 (x), 572.16, 6.1");
        assertThat(run("installer.bat", "--models", "none", "--no-shortcut").text())
                .contains("too old for CUDA 12.8", "(cpu)");
        program("nvidia-smi.bat", "echo NVIDIA GeForce RTX 3060, 472.12, 8.6");
        assertThat(run("installer.bat", "--models", "none", "--no-shortcut").text())
                .contains("its driver 472.12 is too old for CUDA 12");
        ProgramFolder.write(folder.home.resolve("lib/cpu/pytorch-native-cpu-2.7.1-win-x86_64.jar"), "");
        run("loralei.bat", "train");
        assertThat(lastCall()).contains("lib\\cpu\\*");
        program("nvidia-smi.bat", "echo NVIDIA GeForce RTX 3060, 572.16, 8.6");
        assertThat(run("installer.bat", "--models", "none", "--no-shortcut").text())
                .contains("NVIDIA GeForce RTX 3060 with driver 572.16 was found; training uses it.");

        run("loralei.bat", "train");
        assertThat(lastCall()).contains("Main train").doesNotContain("lib\\cpu");
    }

    @Test
    void ofTwoCardsTheOneThatIsNewEnoughCountsWhicheverComesFirst() throws Exception {
        java("17.0.15", "64-Bit Server");
        String old = "echo NVIDIA GeForce GTX 1080, 572.16, 6.1";
        String fit = "echo NVIDIA GeForce RTX 3060, 572.16, 8.6";
        for (String cards : List.of(old + "\r\n" + fit, fit + "\r\n" + old)) {
            program("nvidia-smi.bat", cards);
            assertThat(run("installer.bat", "--models", "none", "--no-shortcut").text())
                    .contains("NVIDIA GeForce RTX 3060 with driver 572.16 was found; training uses it.");
        }
    }

    @Test
    void withoutNetworkTheInstallerSaysHowToGetJava() throws Exception {
        program("curl.bat", "exit /b 6");

        Outcome outcome = run("installer.bat", "--models", "none");

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.text()).contains("None was found.", "Java could not be fetched", "by hand");
    }

    @Test
    void withoutNetworkTheArchiveBesideTheScriptsIsUnpacked() throws Exception {
        program("tar.bat", ">>\"%FAKE_LOG%\" echo tar %*", "exit /b 5");
        ProgramFolder.write(folder.home.resolve("scripts/OpenJDK17U-jre_x64_windows_hotspot_17.0.15_6.zip"), "");

        Outcome outcome = run("installer.bat", "--models", "none");

        assertThat(lastCall()).contains("tar -xf", "OpenJDK17U-jre_x64_windows_hotspot_17.0.15_6.zip");
        assertThat(outcome.text()).contains("cannot be unpacked");
        assertThat(folder.home.resolve("runtime")).doesNotExist();
    }

    @Test
    void aCheckoutIsBuiltOnceAndAgainAfterAChange() throws Exception {
        java("17.0.15", "64-Bit Server");
        program("mvn.cmd", ">>\"%FAKE_LOG%\" echo mvn %*", "mkdir \"%HOME_DIR%\\target\\start\\lib\"", "exit /b 0");
        Path source = folder.home.resolve("src/main/java/lorälei/Main.java");
        ProgramFolder.write(folder.home.resolve("pom.xml"), "");
        ProgramFolder.write(source, "");

        run("loralei.bat", "--version");
        run("loralei.bat", "--version");

        assertThat(calls()).hasSize(3);
        assertThat(calls().get(0)).contains("mvn -q -B ", "-Dquick process-classes");
        assertThat(lastCall()).contains("\\target\\start\\lib\\*;", "\\target\\start\\classes\"");

        Files.setLastModifiedTime(source, FileTime.from(Instant.now()));
        run("loralei.bat", "--version");
        run("loralei.bat", "--version");

        assertThat(calls().stream().filter(call -> call.startsWith("mvn"))).hasSize(2);
        assertThat(calls()).hasSize(6);

        Files.setLastModifiedTime(folder.home.resolve("pom.xml"), FileTime.from(Instant.now()));
        run("loralei.bat", "--version");

        assertThat(calls().stream().filter(call -> call.startsWith("mvn"))).hasSize(3);
    }

    @Test
    void allAreWrittenAsWindowsReadsThem() throws IOException {
        try (Stream<Path> scripts = Files.walk(Path.of("scripts"))) {
            for (Path script :
                    scripts.filter(path -> path.toString().endsWith(".bat")).toList()) {
                String text = Files.readString(script, StandardCharsets.US_ASCII);
                assertThat(text.replace("\r\n", "")).as(script.toString()).doesNotContain("\n", "\r");
                assertThat(text).as(script.toString()).doesNotContain("\uFFFD", "chcp");
            }
        }
    }

    private List<String> calls() throws IOException {
        return new String(Files.readAllBytes(folder.log), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
    }

    private String lastCall() throws IOException {
        return calls().get(calls().size() - 1);
    }
}
