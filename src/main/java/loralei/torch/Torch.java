package loralei.torch;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** libtorch: loaded at first use, with the kernels compiled into it. */
final class Torch {
    private static final List<String> SOURCES = List.of(
            "basics.torchscript",
            "weights.torchscript",
            "winograd.torchscript",
            "attention.torchscript",
            "adapter.torchscript",
            "unet.torchscript",
            "clip.torchscript",
            "vae.torchscript",
            "training.torchscript",
            "optimizers.torchscript",
            "sampling.torchscript",
            "lowrank.torchscript");

    /** What only libtorch's CUDA build can load. */
    private static final List<String> CARD_SOURCES = List.of("streams.torchscript");

    /** DJL's root manager: it keeps no list, so a tensor lives until it is closed. */
    private static final PtNDManager MANAGER;

    private static final PtSymbolBlock KERNELS;

    /** Without this libtorch compiles each kernel anew for each new shape; the switch is one per thread. */
    private static final ThreadLocal<Boolean> EXECUTOR_PREPARED = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    static {
        System.setProperty("OPT_OUT_TRACKING", "true"); // DJL would tell its makers of each start
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        PtNDManager base = (PtNDManager) Natives.engine().newBaseManager();
        MANAGER = (PtNDManager) base.getParentManager();
        KERNELS = load(base, SOURCES);
    }

    private Torch() {}

    private static PtSymbolBlock load(PtNDManager base, List<String> sources) {
        try {
            return JniUtils.loadModule(base, new ByteArrayInputStream(KernelArchive.of(sources)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PtNDManager manager() {
        return MANAGER;
    }

    static IValue run(String kernel, IValue... arguments) {
        EXECUTOR_PREPARED.get();
        return IValueUtils.runMethod(KERNELS, kernel, arguments);
    }

    /** Runs a kernel of those that need a graphics card. */
    static IValue runOnCard(String kernel, IValue... arguments) {
        EXECUTOR_PREPARED.get();
        return IValueUtils.runMethod(OnCard.KERNELS, kernel, arguments);
    }

    /** Loaded when it is first asked for. */
    private static final class OnCard {
        private static final PtSymbolBlock KERNELS =
                load((PtNDManager) Natives.engine().newBaseManager(), CARD_SOURCES);
    }
}
