package loralei.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import java.nio.file.Files;
import java.nio.file.Path;
import loralei.scripts.ProgramFolder.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** scripts/loralei.sh and the small scripts that call it. */
@DisabledOnOs(value = WINDOWS, disabledReason = "shell scripts are for Linux and macOS")
class StartScriptTest {
    @TempDir
    Path root;

    @Test
    void aPackageStartsTheProgramFromItsLibraries() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17.0.2", 64));

        Outcome outcome = folder.run("loralei.sh", "inspect", "my file.safetensors");

        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(folder.onlyCall())
                .contains("-cp " + folder.home.toRealPath() + "/lib/* loralei.Main inspect my file.safetensors")
                .contains("in=" + folder.user.toRealPath());
    }

    @Test
    void theExitCodeOfTheProgramIsTheOneOfTheScript() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17.0.2", 64));
        assertThat(folder.with("FAKE_EXIT", "130").run("loralei.sh", "inspect").exitCode())
                .isEqualTo(130);
    }

    @Test
    void cardsAreCountedAsTheDriversToolCountsThem() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root)
                .with("CUDA_DEVICE_ORDER", "FASTEST_FIRST")
                .program("java", "echo \"order=$CUDA_DEVICE_ORDER\" >>\"$FAKE_LOG\"\n" + ProgramFolder.java("17", 64));

        folder.run("loralei.sh", "inspect", "x");

        assertThat(folder.calls()).contains("order=PCI_BUS_ID");
    }

    @Test
    void aLinkLeadsToTheProgramFolder() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("21", 64));
        Path link = Files.createSymbolicLink(folder.user.resolve("a link"), folder.home.resolve("scripts/loralei.sh"));

        assertThat(folder.runFile(link, "--version").exitCode()).isZero();

        assertThat(folder.onlyCall()).contains(folder.home.toRealPath() + "/lib/*");
    }

    @Test
    void withoutJavaItSaysWhatToDo() throws Exception {
        Outcome outcome = ProgramFolder.unpackedPackage(root).run("loralei.sh", "--version");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("Java was not found").contains("installer.sh");
    }

    @Test
    void anOldJavaIsRefusedByName() throws Exception {
        Outcome outcome = ProgramFolder.unpackedPackage(root)
                .program("java", ProgramFolder.java("1.8.0_392", 64))
                .run("loralei.sh", "--version");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("is version 1.8.0_392").contains("installer.sh");
    }

    @Test
    void aJavaFor32BitsIsRefused() throws Exception {
        Outcome outcome = ProgramFolder.unpackedPackage(root)
                .program("java", ProgramFolder.java("17.0.2", 32))
                .run("loralei.sh", "--version");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("is for 32 bits");
    }

    @Test
    void theFileThatAJdkDescribesItselfInIsBelieved() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).with("JAVA_HOME", root + "/jdk 11");
        ProgramFolder.executable(root.resolve("jdk 11/bin/java"), "exit 3");
        ProgramFolder.write(root.resolve("jdk 11/release"), "JAVA_VERSION=\"11.0.2\"\nOS_ARCH=\"x86_64\"\n");

        assertThat(folder.run("loralei.sh", "--version").text()).contains("is version 11.0.2");
    }

    @Test
    void thePrivateJavaIsTakenWhereTheSystemHasNoneThatFits() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("11", 64));
        ProgramFolder.executable(folder.home.resolve("runtime/bin/java"), ProgramFolder.java("17.0.9", 64));

        assertThat(folder.run("loralei.sh", "--version").exitCode()).isZero();
    }

    @Test
    void withoutWordsTheWindowOpensInTheProgramFolder() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17", 64));

        assertThat(folder.run("loralei.sh").exitCode()).isZero();

        assertThat(folder.calls()).last().asString().contains("loralei.Main |", "in=" + folder.home.toRealPath());
    }

    @Test
    void anArchiveOfClassesIsMadeAgainWhereTheFolderWasMoved() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).with("JAVA_HOME", root + "/jdk");
        ProgramFolder.executable(root.resolve("jdk/bin/java"), ProgramFolder.java("17", 64));
        Path archive = folder.home.resolve("lib/window-17.jsa");
        folder.run("loralei.sh");
        assertThat(folder.calls())
                .last()
                .asString()
                .as("a Java without an archive of its own")
                .doesNotContain(".jsa");
        ProgramFolder.write(root.resolve("jdk/lib/server/classes.jsa"), "");

        folder.run("loralei.sh");
        assertThat(folder.calls()).last().asString().contains("-XX:ArchiveClassesAtExit=", "/lib/window-17.jsa");
        ProgramFolder.write(archive, "");
        folder.run("loralei.sh");
        assertThat(folder.calls()).last().asString().contains("-XX:SharedArchiveFile=", "/lib/window-17.jsa");

        ProgramFolder.write(folder.home.resolve("lib/archived-in.txt"), "/elsewhere\n");
        folder.run("loralei.sh");
        assertThat(folder.calls()).last().asString().contains("-XX:ArchiveClassesAtExit=");
        assertThat(archive).doesNotExist();
    }

    @Test
    void eachTrainerOpensItsTab() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17", 64));

        folder.run("sd15_trainer.sh");
        assertThat(folder.calls()).last().asString().contains("loralei.Main window --tab sd15 |");
        folder.run("sdxl_trainer.sh");
        assertThat(folder.calls()).last().asString().contains("loralei.Main window --tab sdxl |");
    }

    @Test
    void downloadsGoIntoTheProgramFolder() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17", 64));

        folder.run("sd15_fp16_model_download.sh");
        folder.run("sdxl_model_download.sh");

        assertThat(folder.calls().get(0)).contains("Main download sd15 |", "in=" + folder.home.toRealPath());
        assertThat(folder.calls().get(1)).contains("Main download sdxl |");
    }

    @Test
    void whatNeedsPytorchFetchesItFirstAndOnce() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17", 64));

        folder.run("loralei.sh", "train", "--help");
        assertThat(folder.calls()).hasSize(1);
        Outcome outcome = folder.run("loralei.sh", "demo");
        folder.run("loralei.sh", "demo");

        assertThat(outcome.text()).contains("No NVIDIA card");
        assertThat(folder.calls()).hasSize(4);
        assertThat(folder.calls().get(1)).contains("Main natives --flavor cpu");
        assertThat(folder.calls().get(2)).contains("Main demo");
    }

    @Test
    void whoSeesNoTerminalIsToldWhatTakesLong() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root)
                .program("zenity", "echo \"$*\" >>\"$FAKE_LOG\"; echo $$ >\"$HOME/told\"; exec /bin/sleep 60")
                .program(
                        "java",
                        "case \"$*\" in *natives*) until [ -e \"$HOME/told\" ]; do :; done ;; esac\n"
                                + ProgramFolder.java("17", 64));

        assertThat(folder.run("loralei.sh").exitCode()).isZero();

        assertThat(folder.calls()).hasSize(3);
        assertThat(folder.calls().get(0)).contains("--info", "Fetching PyTorch", "The window opens by itself.");
        assertThat(folder.calls().get(2)).contains("loralei.Main |");
        long dialog =
                Long.parseLong(Files.readString(folder.user.resolve("told")).strip());
        assertThat(ProcessHandle.of(dialog).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void whoSeesNoTerminalIsToldWhatFailed() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("zenity", "echo \"$*\" >>\"$FAKE_LOG\"");

        assertThat(folder.run("sdxl_trainer.sh").exitCode()).isEqualTo(1);

        assertThat(String.join(" ", folder.calls()))
                .contains("--error", "Java was not found", "installer.sh", "In a terminal it tells more");
    }

    @Test
    void aBuildForTheCardKeepsTheOneForTheProcessorOffTheClassPath() throws Exception {
        ProgramFolder folder = ProgramFolder.unpackedPackage(root).program("java", ProgramFolder.java("17", 64));
        Files.createDirectories(folder.home.resolve("lib/cpu"));
        Files.createFile(folder.home.resolve("lib/cpu/pytorch-native-cpu-2.7.1-linux-x86_64.jar"));
        String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        Path natives = folder.user.resolve(".djl.ai/pytorch/2.7.1-cu128-linux-" + arch);
        ProgramFolder.write(natives.resolve("libtorch.so"), "");

        folder.run("loralei.sh", "train", "--device", "cpu");
        assertThat(folder.onlyCall()).doesNotContain("lib/cpu").contains("cache=" + folder.user.resolve(".djl.ai"));

        folder.with("PYTORCH_FLAVOR", "cpu").run("loralei.sh", "train");
        assertThat(folder.calls().get(1)).contains("lib/cpu/*");
    }

    @Test
    void aCheckoutIsBuiltOnceAndAgainAfterAChange() throws Exception {
        ProgramFolder folder = ProgramFolder.checkout(root).with("JAVA_HOME", root + "/jdk");
        folder.with("HOME_DIR", folder.home.toString())
                .program("mvn", "echo mvn >>\"$FAKE_LOG\"\nmkdir -p \"$HOME_DIR/target/start/lib/cpu\"");
        ProgramFolder.executable(root.resolve("jdk/bin/java"), ProgramFolder.java("17", 64));
        ProgramFolder.executable(root.resolve("jdk/bin/javac"), "exit 0");

        assertThat(folder.run("loralei.sh", "--version").exitCode()).isZero();
        assertThat(folder.run("loralei.sh", "--version").exitCode()).isZero();
        assertThat(folder.calls().stream().filter("mvn"::equals)).hasSize(1);

        Files.setLastModifiedTime(
                folder.home.resolve("pom.xml"),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 10_000));
        folder.run("loralei.sh", "--version");
        assertThat(folder.calls().stream().filter("mvn"::equals)).hasSize(2);
    }

    @Test
    void aCheckoutWithoutMavenSaysWhatToDo() throws Exception {
        Outcome outcome = ProgramFolder.checkout(root)
                .program("java", ProgramFolder.java("17", 64))
                .run("loralei.sh", "demo");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("Maven (mvn) was not found");
    }
}
