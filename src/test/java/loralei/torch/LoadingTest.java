package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.LibUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loralei.config.UserError;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real libtorch is loaded, in a process of its own, from a folder with one more library in it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the library is one of Linux")
class LoadingTest {
    @TempDir
    private Path folder;

    /** Computes, and tells what was left out or why it failed, and how this process has cards counted. */
    static final class Computer {
        private Computer() {}

        public static void main(String[] args) throws IOException {
            try {
                System.out.println("multiplies: " + ComputeDevice.cpu().multiplies());
                System.out.println("left out: " + Natives.leftOut());
                System.out.println("order: "
                        + com.sun.jna.NativeLibrary.getProcess()
                                .getFunction("getenv")
                                .invokeString(new Object[] {"CUDA_DEVICE_ORDER"}, false));
            } catch (UserError e) {
                System.out.println("failed: " + e.getMessage() + " " + e.remedy());
            }
        }
    }

    @BeforeEach
    void copyLibtorch() throws IOException {
        Natives.engine();
        try (Stream<Path> files = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
            for (Path file :
                    files.filter(file -> !file.toString().contains("djl_torch")).toList()) {
                Files.createSymbolicLink(folder.resolve(file.getFileName()), file.toRealPath());
            }
        }
    }

    private List<String> compute(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-DPYTORCH_LIBRARY_PATH=" + folder));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Computer.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("CUDA_DEVICE_ORDER");
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Test
    void aLibraryForHardwareThatIsNotHereIsLeftOut() throws IOException {
        FakeLibrary.write(
                folder.resolve("libcufile_rdma-d68a473e.so.1"), "libcufile_rdma.so.1", "libmlx5-nowhere.so.1");
        assertThat(compute("-DPYTORCH_LIBRARY_EXCLUSION=libother.so"))
                .contains(
                        "multiplies: true",
                        "left out: [libcufile_rdma-d68a473e.so.1 (libmlx5-nowhere.so.1 is missing)]",
                        "order: PCI_BUS_ID");
    }

    @Test
    void aLibraryThatCannotBeLoadedIsNamedWithWhatItLacks() throws IOException {
        Path own = folder.resolve("libc10_extra.so"); // by its name a part of libtorch
        FakeLibrary.write(own, "libc10_extra.so", "libgone.so.7");
        assertThat(compute())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("failed: PyTorch's native libraries cannot be loaded: " + own
                                + " needs libgone.so.7, which is missing.")
                        .contains("install the package that has it"));
    }
}
