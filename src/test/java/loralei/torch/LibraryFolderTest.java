package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import loralei.torch.LibraryFolder.LeftOut;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which libraries of a made-up build of libtorch are left out on a made-up computer. */
class LibraryFolderTest {
    private static final Set<String> SYSTEM = Set.of("libc.so.6", "libcuda.so.1");

    @TempDir
    private Path folder;

    @BeforeEach
    void makeLibtorch() throws IOException {
        library("libtorch.so", "libtorch_cuda.so", "libc.so.6");
        library("libtorch_cuda.so", "libcufile-1a2b.so.0", "libcublas.so.12", "libcuda.so.1");
        library("libcufile-1a2b.so.0", "libc.so.6");
        library("libcublas.so.12", "libc.so.6");
    }

    private void library(String file, String... needs) throws IOException {
        FakeLibrary.write(folder.resolve(file), file, needs);
    }

    private List<LeftOut> leftOut() throws IOException {
        return LibraryFolder.read(folder, SYSTEM::contains).leftOut();
    }

    @Test
    void whereAllIsThereNothingIsLeftOut() throws IOException {
        assertThat(leftOut()).isEmpty();
    }

    @Test
    void whatNeedsALibraryThatNobodyHasIsLeftOutWhateverItsName() throws IOException {
        library("libcufile_rdma-ac10f2b9.so.1", "libmlx5.so.1", "libc.so.6");
        library("libnvshmem_transport_ibrdma.so.3", "libc.so.6", "libibverbs.so.1");
        assertThat(leftOut())
                .containsExactly(
                        new LeftOut("libcufile_rdma-ac10f2b9.so.1", "libmlx5.so.1"),
                        new LeftOut("libnvshmem_transport_ibrdma.so.3", "libibverbs.so.1"));
    }

    @Test
    void whatNeedsOneThatIsLeftOutIsLeftOutToo() throws IOException {
        library("libone.so", "libtwo.so");
        library("libtwo.so", "libone.so", "libgone.so.7");
        assertThat(leftOut())
                .containsExactly(new LeftOut("libone.so", "libgone.so.7"), new LeftOut("libtwo.so", "libgone.so.7"));
    }

    @Test
    void whatLibtorchNeedsIsNeverLeftOutSoThatTheLoaderNamesIt() throws IOException {
        library("libcublas.so.12", "libgone.so.7");
        assertThat(leftOut()).isEmpty();
    }

    @Test
    void aLibraryIsFoundByTheNameInItToo() throws IOException {
        FakeLibrary.write(folder.resolve("libplain.so"), "libplain.so.3", "libc.so.6");
        library("libuser.so", "libplain.so.3");
        assertThat(leftOut()).isEmpty();
    }

    @Test
    void librariesInFoldersBelowAreSeenAsDjlSeesThem() throws IOException {
        Path below = Files.createDirectory(folder.resolve("plugins"));
        FakeLibrary.write(below.resolve("libx.so"), "libx.so", "libgone.so");
        assertThat(leftOut()).containsExactly(new LeftOut("libx.so", "libgone.so"));
    }

    @Test
    void filesThatAreNoLibrariesNeedNothing() throws IOException {
        Files.writeString(folder.resolve("libempty.so"), "");
        Files.writeString(folder.resolve("libtext.so.1"), "INPUT ( libgone.so )".repeat(10));
        Files.write(folder.resolve("libcut.so"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        Files.writeString(folder.resolve("files.txt"), "x");
        assertThat(leftOut()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void realLibrariesAreRead() throws IOException {
        Natives.engine();
        Path libtorch = Path.of(ai.djl.pytorch.jni.LibUtils.getLibtorchPath());
        NativeLibraryFile file = NativeLibraryFile.read(libtorch.resolve("libtorch.so"));
        assertThat(file.name()).contains("libtorch.so");
        assertThat(file.needs()).contains("libtorch_cpu.so");
        assertThat(NativeLibraryFile.read(libtorch.resolve("libtorch_cpu.so")).needs())
                .contains("libc10.so", "libc.so.6");
        assertThat(LibraryFolder.read(libtorch, SystemCalls::hasLibrary).leftOut())
                .isEmpty();
        assertThat(SystemCalls.hasLibrary("libc.so.6")).isTrue();
        assertThat(SystemCalls.hasLibrary("ld-linux-x86-64.so.2"))
                .isEqualTo(Platform.current().architecture().equals("x86_64"));
        assertThat(SystemCalls.hasLibrary("libnobody-has-this.so.6")).isFalse();
    }
}
