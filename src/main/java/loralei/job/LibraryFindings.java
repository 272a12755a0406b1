package loralei.job;

import java.util.ArrayList;
import java.util.List;
import loralei.config.UserError;
import loralei.torch.ComputeDevice;
import loralei.torch.Natives;
import loralei.torch.Threads;

/** Whether PyTorch's libraries can be loaded and compute: tried, not looked up. */
final class LibraryFindings {
    private static final String LIBRARIES = "PyTorch";
    private static final String CARD = "PyTorch on the graphics card";

    private LibraryFindings() {}

    static List<Finding> of() {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(
                    ComputeDevice.cpu().multiplies()
                            ? Finding.green(
                                    LIBRARIES,
                                    "libtorch " + Natives.loadedVersion() + " computes on the processor, with "
                                            + Threads.count() + " threads")
                            : Finding.red(
                                    LIBRARIES,
                                    "libtorch multiplies wrongly on the processor",
                                    "Test this computer's memory and processor; overclocked ones fail like this."));
            if (ComputeDevice.gpuCount() > 0) {
                findings.add(onGpu());
            }
        } catch (UserError e) {
            findings.add(Finding.red(LIBRARIES, e.getMessage(), e.remedy()));
        }
        return findings;
    }

    private static Finding onGpu() {
        String remedy = "Get the newest driver for the card from https://www.nvidia.com/drivers. Until then use "
                + "--device cpu.";
        try {
            return ComputeDevice.gpu().multiplies()
                    ? Finding.green(CARD, "libtorch computes there")
                    : Finding.red(CARD, "libtorch multiplies wrongly there", remedy);
        } catch (RuntimeException e) { // libtorch's errors, whatever DJL makes of them
            return Finding.red(
                    CARD,
                    "libtorch cannot compute there: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    remedy);
        }
    }
}
