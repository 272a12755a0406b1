package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.config.Words;
import loralei.torch.Card;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.Natives;
import loralei.torch.Threads;

/** Whether PyTorch's libraries can be loaded and compute: tried, not looked up. */
final class LibraryFindings {
    private static final String LIBRARIES = "PyTorch";
    private static final String LEFT_OUT = "PyTorch's libraries";
    private static final String CARD = "PyTorch on the graphics card";
    private static final String TRAINING = "training on the graphics card";
    private static final String REMEDY =
            "Get the newest driver for the card from https://www.nvidia.com/drivers. Until then use --device cpu.";

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
        } catch (UserError e) {
            return List.of(Finding.red(LIBRARIES, e.getMessage(), e.remedy()));
        }
        List<Words> leftOut = Natives.leftOut();
        if (!leftOut.isEmpty()) {
            String names = leftOut.stream().map(Words::toString).collect(Collectors.joining(", "));
            findings.add(Finding.green(LEFT_OUT, "not loaded, as nothing needs them: " + names));
        }
        boolean found = ComputeDevice.gpuCount() > 0;
        if (!found && Natives.choose(true).build() == NativeChoice.Build.CUDA) {
            findings.add(Finding.yellow(CARD, "libtorch's CUDA build finds no card that it can compute on", REMEDY));
        }
        if (found) {
            List<Card> cards = Gpus.ofThisComputer().ask().usable();
            cards.forEach(card -> findings.addAll(onGpu(cards.size() == 1 ? "" : " " + card.name(), card)));
            if (cards.isEmpty()) { // the driver's tool is missing
                findings.addAll(on("", () -> ComputeDevice.gpu(0)));
            }
        }
        return findings;
    }

    private static List<Finding> onGpu(String which, Card card) {
        return on(which, () -> ComputeDevice.gpu(card));
    }

    /** What a device can do, which is opened here, as that may fail as well. */
    static List<Finding> on(String which, Supplier<ComputeDevice> opening) {
        List<Finding> findings = new ArrayList<>();
        try (ComputeDevice device = opening.get()) {
            findings.add(
                    device.multiplies()
                            ? Finding.green(CARD + which, "libtorch computes there")
                            : Finding.red(CARD + which, "libtorch multiplies wrongly there", REMEDY));
            ComputeType type = Devices.type(PrecisionChoice.AUTO, device);
            Devices.aboutType(PrecisionChoice.AUTO, type, device)
                    .forEach(words -> findings.add(Finding.yellow(CARD + which, words.toString(), REMEDY)));
            findings.add(trained(TRAINING + which, TrialRun.compare(device, type), type));
        } catch (UserError e) {
            findings.add(Finding.red(CARD + which, e.getMessage(), e.remedy()));
        }
        return findings;
    }

    static Finding trained(String name, TrialRun.Outcome outcome, ComputeType type) {
        String text = String.format(
                Locale.ROOT,
                "%d steps of the small model in %s differ from the processor's by %.1e in the loss and %.1e in the gradient",
                TrialRun.STEPS,
                type.id(),
                outcome.loss(),
                outcome.gradient());
        return outcome.agrees(type)
                ? Finding.green(name, text)
                : Finding.red(
                        name,
                        text + ", which is too much",
                        REMEDY + " If it stays so, --precision fp32 may be right where " + type.id() + " is not.");
    }
}
