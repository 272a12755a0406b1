package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import loralei.config.UserError;
import org.junit.jupiter.api.Test;

class LoadFailureTest {
    private static UserError of(Throwable origin) {
        return LoadFailure.of(new IllegalStateException("Failed to load PyTorch native library", origin), Path.of("c"));
    }

    @Test
    void aMissingLibraryIsNamedWithTheOneThatNeedsIt() {
        UserError error = of(new UnsatisfiedLinkError(
                "/c/libx.so.1: libmlx5.so.1: cannot open shared object file: No such file or directory"));
        assertThat(error).hasMessageContaining("/c/libx.so.1 needs libmlx5.so.1, which is missing.");
        assertThat(error.remedy()).contains("libmlx5.so.1").doesNotContain("space");
    }

    @Test
    void aSystemThatIsTooOldIsToldSo() {
        UserError error = of(new UnsatisfiedLinkError(
                "/c/libc10.so: /lib/libc.so.6: version `GLIBC_2.28' not found (required by /c/libc10.so)"));
        assertThat(error).hasMessageContaining("/c/libc10.so needs GLIBC_2.28, and this system is older.");
        assertThat(error.remedy()).contains("newer release");
    }

    @Test
    void onWindowsTheUsualCauseIsNamed() {
        assertThat(of(new UnsatisfiedLinkError("c\\torch.dll: Can't find dependent libraries"))
                        .remedy())
                .contains("Visual C++");
    }

    @Test
    void roomOnTheDiskIsAdvisedWhereAFileCouldNotBeWritten() {
        assertThat(of(new IOException("No space left on device")).remedy()).contains("free space");
        assertThat(of(new UnsatisfiedLinkError("c/x.so: file too short")).remedy())
                .contains("broken")
                .doesNotContain("space");
    }
}
