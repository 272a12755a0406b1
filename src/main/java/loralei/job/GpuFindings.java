package loralei.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loralei.config.Bytes;
import loralei.config.DeviceChoice;
import loralei.torch.Card;
import loralei.torch.CudaBuild;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.NativeChoice.Build;

/** What there is to say of graphics cards, their driver, and the build of PyTorch for them. */
final class GpuFindings {
    private static final String CARD = "graphics card";
    private static final String DRIVER = "graphics driver";
    private static final String BUILD = "PyTorch build";
    private static final String GET_DRIVER =
            "Get the newest driver for the card from https://www.nvidia.com/drivers and restart the computer.";

    private GpuFindings() {}

    /**
     * Looks at the cards.
     *
     * @param gpus the cards
     * @param choice the build that is chosen for them
     * @param cudaFolder where the CUDA build belongs
     * @param cudaExists whether there is a CUDA build for this system
     */
    static List<Finding> of(Gpus gpus, NativeChoice choice, Path cudaFolder, boolean cudaExists) {
        List<Finding> findings = new ArrayList<>();
        boolean hasDriver = gpus.hasDriver();
        if (hasDriver) {
            findings.addAll(cards(gpus));
        } else {
            findings.add(Finding.yellow(
                    CARD,
                    "no NVIDIA graphics card: training runs on the processor, slowly",
                    "If there is one, its driver is missing. " + GET_DRIVER));
        }
        findings.add(build(
                choice,
                cudaFolder,
                hasDriver
                        && cudaExists
                        && findings.stream()
                                .allMatch(finding -> finding.verdict() != Finding.Verdict.YELLOW
                                        || finding.name().equals(DRIVER))));
        return findings;
    }

    private static List<Finding> cards(Gpus gpus) {
        Gpus.Answer answer = gpus.ask();
        if (answer.cards().isEmpty()) {
            return List.of(Finding.yellow(
                    CARD, "there is an NVIDIA driver, but it shows no card: " + answer.complaint(), GET_DRIVER));
        }
        List<Finding> findings = new ArrayList<>();
        answer.cards().forEach(card -> findings.add(card(card, answer)));
        findings.add(driver(answer.cards().get(0).driver()));
        return findings;
    }

    private static Finding card(Card card, Gpus.Answer answer) {
        boolean alone = answer.cards().size() == 1;
        String name =
                alone ? CARD : CARD + " " + DeviceChoice.card(card.number()).id();
        String text = card.name() + memory(card);
        if (card.isUsable()) {
            return Finding.green(name, text);
        }
        return answer.usable().isEmpty()
                ? Finding.yellow(
                        name,
                        text + ": PyTorch does not support it any more, training runs on the processor, slowly",
                        "The oldest cards that work are the GTX 16 and RTX 20 series.")
                : Finding.green(name, text + ": not used, PyTorch does not support it any more");
    }

    private static String memory(Card card) {
        return card.memory() == 0 ? "" : ", " + Bytes.memory(card.memory());
    }

    private static Finding driver(String version) {
        if (CudaBuild.isAtLeast(version, CudaBuild.fittingDriver())) {
            return Finding.green(DRIVER, version);
        }
        return CudaBuild.isAtLeast(version, CudaBuild.leastDriver())
                ? Finding.yellow(
                        DRIVER,
                        version + " works, but is older than CUDA 12.8 (" + CudaBuild.fittingDriver() + ")",
                        GET_DRIVER)
                : Finding.yellow(
                        DRIVER,
                        version + " is too old: CUDA 12.8 needs " + CudaBuild.leastDriver()
                                + " or newer; training runs on the processor, slowly",
                        GET_DRIVER);
    }

    private static Finding build(NativeChoice choice, Path cudaFolder, boolean cardUsable) {
        String text = switch (choice.build()) {
            case CUDA ->
                "CUDA (" + CudaBuild.FLAVOUR + "), in " + choice.folder().orElse(cudaFolder);
            case CPU -> "CPU, because " + choice.reason();
            case GIVEN -> "the one of yours: " + choice.reason();
        };
        return choice.build() == Build.CPU && cardUsable
                ? Finding.yellow(
                        BUILD,
                        text + "; training runs on the processor, slowly",
                        "Run the installer in scripts again: it fetches the CUDA build of PyTorch into " + cudaFolder
                                + ".")
                : Finding.green(BUILD, text);
    }
}
