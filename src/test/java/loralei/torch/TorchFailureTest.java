package loralei.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.List;
import loralei.config.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchFailureTest {
    private static final String TRACE = """
            The following operation failed in the TorchScript interpreter.
            Traceback of TorchScript, serialized code (most recent call last):
              File "code/__torch__.py", line 7, in product
                return torch.matmul(a, b)
                       ~~~~~~~~~~~~ <--- HERE
            RuntimeError:\s""";

    private static RuntimeException of(String cause) {
        return TorchFailure.of(new EngineException(TRACE + cause));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB of which 19.06 MiB "
                        + "is free. Including non-PyTorch memory, this process has 7.50 GiB | memory of the graphics card",
                "HIP out of memory. Tried to allocate 2.00 GiB | memory of the graphics card",
                "CUDA error: out of memory | memory of the graphics card",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate | memory of the graphics card",
                "[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate | not enough memory",
                "[enforce fail] DefaultCPUAllocator: not enough memory: you tried to allocate | not enough memory",
                "CUDA error: no kernel image is available for execution on the device | no code for this graphics card",
                "CUDA error: an illegal memory access was encountered | could not do its work",
                "CUDA driver version is insufficient for CUDA runtime version | could not do its work",
                "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED | could not do its work",
            })
    void whatAPersonCanMendIsToldWithTheCauseAndTheRemedy(String cause, String message) {
        RuntimeException failure =
                of(cause + "\nCUDA kernel errors might be reported later\nCompile with TORCH_USE_CUDA_DSA");
        assertThat(failure).isInstanceOf(UserError.class).hasMessageContaining(message);
        assertThat(failure.getMessage()).doesNotContain("TorchScript").hasLineCount(1);
        assertThat(((UserError) failure).remedy()).contains("--");
    }

    @Test
    void adviceForProgrammersIsLeftOut() {
        assertThat(of(
                        "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 7.79 GiB of which 19.06 "
                                + "MiB is free. Including non-PyTorch memory, this process has 7.50 GiB memory in use. If reserved but "
                                + "unallocated memory is large try setting PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True to avoid "
                                + "fragmentation.  See documentation for Memory Management"))
                .hasMessage(
                        "The memory of the graphics card is not enough: CUDA out of memory. Tried to allocate 20.00 MiB. GPU "
                                + "0 has a total capacity of 7.79 GiB of which 19.06 MiB is free.");
    }

    @Test
    void theLastCauseOfSeveralCounts() {
        assertThat(of("The following operation failed in the TorchScript interpreter.\nRuntimeError: inner"))
                .hasMessage("inner");
        assertThat(TorchFailure.of(new EngineException("no trace at all\nmore")))
                .hasMessage("no trace at all");
        assertThat(TorchFailure.of(new EngineException(null, null))).hasMessage("null");
    }

    @Test
    void aKernelsOwnFailureIsADefectThatNamesItsCause() {
        try (Scope scope = Scope.open()) {
            Tensor two = Tensor.of(new float[4], 2, 2);
            Tensor three = Tensor.of(new float[9], 3, 3);
            assertThatThrownBy(() -> Kernels.tensor("product", two, three))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("mat1 and mat2 shapes cannot be multiplied")
                    .hasMessageNotContaining("TorchScript");
            assertThatThrownBy(() -> Kernels.tensors("concat_batch", List.of(two, three)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void memoryThatRunsOutInAKernelReachesThePerson() {
        try (Scope scope = Scope.open()) {
            ComputeDevice cpu = ComputeDevice.cpu();
            assertThatThrownBy(() -> cpu.zeros(1L << 30, 1L << 30))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("There is not enough memory: ");
        }
    }
}
