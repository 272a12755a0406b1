package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import loralei.config.PrecisionChoice;
import loralei.config.UserError;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.Card;
import loralei.torch.ComputeDevice;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.Natives;
import loralei.torch.Threads;

/** Whether PyTorch's libraries can be loaded and compute: tried, not looked up. */
final class LibraryFindings {
    private static final Message LIBRARIES = Message.text("PyTorch");
    private static final Message LEFT_OUT = Message.of("doctor.libraries");
    private static final String CARD = "doctor.onCard";
    private static final String TRAINING = "doctor.trainingOnCard";
    private static final Message REMEDY = Message.of("doctor.newDriver", SettingName.of("device", "cpu"));

    private LibraryFindings() {}

    static List<Finding> of() {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(
                    ComputeDevice.cpu().multiplies()
                            ? Finding.green(
                                    LIBRARIES, Message.of("doctor.computes", Natives.loadedVersion(), Threads.count()))
                            : Finding.red(
                                    LIBRARIES, Message.of("doctor.wrongOnCpu"), Message.of("doctor.testComputer")));
        } catch (UserError e) {
            return List.of(Finding.red(LIBRARIES, e.localized(), e.localizedRemedy()));
        }
        List<Message> leftOut = Natives.leftOut();
        if (!leftOut.isEmpty()) {
            findings.add(Finding.green(LEFT_OUT, Message.of("doctor.leftOut", Message.joined(", ", leftOut))));
        }
        boolean found = ComputeDevice.gpuCount() > 0;
        if (!found && Natives.choose(true).build() == NativeChoice.Build.CUDA) {
            findings.add(Finding.yellow(Message.of(CARD, ""), Message.of("doctor.noUsableCard"), REMEDY));
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
                            ? Finding.green(Message.of(CARD, which), Message.of("doctor.computesThere"))
                            : Finding.red(Message.of(CARD, which), Message.of("doctor.wrongThere"), REMEDY));
            ComputeType type = Devices.type(PrecisionChoice.AUTO, device);
            Devices.aboutType(PrecisionChoice.AUTO, type, device)
                    .forEach(words -> findings.add(Finding.yellow(Message.of(CARD, which), words, REMEDY)));
            findings.add(trained(Message.of(TRAINING, which), TrialRun.compare(device, type), type));
        } catch (UserError e) {
            findings.add(Finding.red(Message.of(CARD, which), e.localized(), e.localizedRemedy()));
        }
        return findings;
    }

    static Finding trained(Message name, TrialRun.Outcome outcome, ComputeType type) {
        Message text = Message.of(
                "doctor.differ",
                TrialRun.STEPS,
                type.id(),
                String.format(Locale.ROOT, "%.1e", outcome.loss()),
                String.format(Locale.ROOT, "%.1e", outcome.gradient()));
        return outcome.agrees(type)
                ? Finding.green(name, text)
                : Finding.red(
                        name,
                        Message.of("doctor.tooMuch", text),
                        Message.of("doctor.tryFp32", REMEDY, SettingName.of("precision", "fp32"), type.id()));
    }
}
