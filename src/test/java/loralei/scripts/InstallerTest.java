package loralei.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import loralei.scripts.ProgramFolder.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** scripts/installer.sh, with a fake Java, a fake card, and a fake server of Java behind a fake curl. */
@EnabledOnOs(value = LINUX, disabledReason = "the fakes know the names that Linux has for things")
class InstallerTest {
    private static final String ARCHIVE = "OpenJDK17U-jre_x64_linux_hotspot_17.0.15_6.tar.gz";

    /** Answers as Adoptium does: the address of the newest Java leads to the archive, and the checksum lies beside it. */
    private static final String CURL = """
            for word; do case $word in -w) head=yes ;; https:*) address=$word ;; esac; done
            [ -n "${head:-}" ] && { printf https://example.test/jdk-17%%2B6/ARCHIVE; exit 0; }
            while [ "$1" != -o ]; do shift; done
            case $address in *.sha256.txt) cp "$FAKE_SERVER/sum" "$2" ;; *) cp "$FAKE_SERVER/archive" "$2" ;; esac
            """.replace("ARCHIVE", ARCHIVE);

    @TempDir
    Path root;

    private static String card(String answer) {
        return "printf '%s\\n' '" + answer + "'";
    }

    private Outcome install(ProgramFolder folder) throws Exception {
        return folder.run("installer.sh", "--models", "none");
    }

    @Test
    void withoutACardItFetchesTheBuildForTheProcessorAndLeavesAShortcut() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17.0.2", 64));

        Outcome outcome = install(folder);

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("No NVIDIA card", "is version 17.0.2", "Ready.");
        assertThat(folder.calls()).anyMatch(call -> call.contains("natives --flavor cpu"));
        assertThat(folder.calls()).anyMatch(call -> call.contains("loralei.Main doctor"));
        assertThat(folder.user.resolve(".local/share/applications/loralei.desktop"))
                .content()
                .contains("Exec=sh \"" + folder.home.toRealPath() + "/scripts/sd15_trainer.sh\"");
    }

    @Test
    void aSecondTimeFetchesNothing() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17.0.2", 64));
        install(folder);

        Outcome outcome = install(folder);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.text()).contains("It is here.");
        assertThat(folder.calls().stream().filter(call -> call.contains("natives")))
                .hasSize(1);
    }

    @Test
    void aCardGetsItsBuildEvenWhereTheOneForTheProcessorIs() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        ProgramFolder folder = ProgramFolder.unpackedPackage(root)
                .program("java", ProgramFolder.java("17.0.2", 64))
                .program("nvidia-smi", card("NVIDIA GeForce RTX 3060, 572.16, 8.6"));
        ProgramFolder.write(folder.home.resolve("lib/cpu/pytorch-native-cpu-2.7.1-linux-x86_64.jar"), "");

        Outcome outcome = install(folder);

        assertThat(outcome.text()).contains("NVIDIA GeForce RTX 3060 with driver 572.16 was found; training uses it.");
        assertThat(folder.calls()).anyMatch(call -> call.contains("natives --flavor cu128"));
        folder.run("loralei.sh", "train");
        assertThat(folder.calls()).last().asString().contains("Main train").doesNotContain("lib/cpu");
    }

    @Test
    void anOldDriverAndAnOldCardAreNamed() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17.0.2", 64));

        folder.program("nvidia-smi", card("NVIDIA GeForce GTX 1080, 572.16, 6.1"));
        assertThat(install(folder).text()).contains("too old for CUDA 12.8: its compute capability is 6.1");

        folder.program("nvidia-smi", "case $* in *compute_cap*) exit 2 ;; esac\n" + card("Tesla T4, 470.82.01"));
        assertThat(install(folder).text()).contains("its driver 470.82.01 is too old for CUDA 12");
        assertThat(folder.calls()).noneMatch(call -> call.contains("cu128"));
    }

    @Test
    void ofTwoCardsTheOneThatIsNewEnoughCountsWhicheverComesFirst() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17.0.2", 64));
        String old = "NVIDIA GeForce GTX 1080, 572.16, 6.1";
        String fit = "NVIDIA GeForce RTX 3060, 572.16, 8.6";
        for (String[] cards : List.of(new String[] {old, fit}, new String[] {fit, old})) {
            folder.program("nvidia-smi", card(cards[0]) + "\n" + card(cards[1]));
            assertThat(install(folder).text())
                    .contains("NVIDIA GeForce RTX 3060 with driver 572.16 was found; training uses it.");
        }
    }

    @Test
    void aBrokenDriverCountsAsNoCard() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root)
                .program("java", ProgramFolder.java("17.0.2", 64))
                .program("nvidia-smi", "echo NVIDIA-SMI has failed, because; exit 9");
        assertThat(install(folder).text()).contains("No NVIDIA card");
    }

    @Test
    void withoutJavaItFetchesOneIntoTheProgramFolder() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        ProgramFolder folder = server(ProgramFolder.java("17.0.15", 64));

        Outcome outcome = install(folder);

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("Its SHA-256 is right", "runtime/bin/java is version 17.0.15");
        assertThat(folder.home.resolve("runtime/bin/java")).isExecutable();
        assertThat(folder.home.resolve("runtime.part")).doesNotExist();
        assertThat(install(folder).text()).doesNotContain("Fetching");
    }

    @Test
    void aDamagedJavaIsDeletedAndNeverStarted() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        ProgramFolder folder = server(ProgramFolder.java("17.0.15", 64));
        Files.writeString(root.resolve("server/sum"), "0".repeat(64) + "  " + ARCHIVE);

        Outcome outcome = install(folder);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("is damaged").contains("Start the installer again");
        assertThat(folder.home.resolve("runtime")).doesNotExist();
        assertThat(folder.home.resolve("runtime.part").resolve(ARCHIVE)).doesNotExist();
    }

    @Test
    void withoutNetworkTheArchiveBesideTheScriptsIsTaken() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        ProgramFolder folder = server(ProgramFolder.java("17.0.15", 64)).program("curl", "exit 6");
        Files.copy(
                root.resolve("server/archive"), folder.home.resolve("scripts").resolve(ARCHIVE));

        assertThat(install(folder).exitCode()).isZero();
    }

    @Test
    void withoutNetworkAndArchiveItSaysHowToGetOne() throws Exception {
        assumeThat(System.getProperty("os.arch")).isEqualTo("amd64");
        Outcome outcome = install(ProgramFolder.unpackedPackage(root).program("curl", "exit 6"));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("Java cannot be fetched", "by hand", "scripts");
    }

    @Test
    void baseModelsAreFetchedWhenAskedForAndNotTwice() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17.0.2", 64));
        Files.createDirectories(folder.home.resolve("models/sdxl/unet"));

        Outcome outcome = folder.run("installer.sh", "--models", "all", "--no-shortcut");

        assertThat(folder.calls()).anyMatch(call -> call.contains("download sd15"));
        assertThat(folder.calls()).noneMatch(call -> call.contains("download sdxl"));
        assertThat(outcome.text()).contains("SDXL is here").doesNotContain("A shortcut");
    }

    @Test
    void anUnknownWordIsRefused() throws Exception {
        Outcome outcome = ProgramFolder.unpackedPackage(root).run("installer.sh", "--modles", "all");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("--models none|sd15|sdxl|all");
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeThat(Path.of("/usr/bin/shellcheck")).as("shellcheck is installed").exists();
        List<String> command;
        try (Stream<Path> scripts = Files.walk(Path.of("scripts"))) {
            command = Stream.concat(
                            Stream.of("shellcheck", "-x"),
                            scripts.map(Path::toString).filter(name -> name.endsWith(".sh")))
                    .toList();
        }
        assertThat(ProgramFolder.start(command, Path.of("."), Map.of(), false).text())
                .isEmpty();
    }

    /** No Java on this PC, and one to be fetched. */
    private ProgramFolder server(String java) throws Exception {
        Path server = root.resolve("server");
        ProgramFolder.executable(server.resolve("jdk-17.0.15+6-jre/bin/java"), java);
        run("tar", "-czf", "archive", "jdk-17.0.15+6-jre");
        Files.writeString(server.resolve("sum"), run("sha256sum", "archive"));
        return ProgramFolder.unpackedPackage(root).program("curl", CURL).with("FAKE_SERVER", server.toString());
    }

    private String run(String... command) throws Exception {
        return ProgramFolder.start(List.of(command), root.resolve("server"), Map.of(), false)
                .text();
    }
}
