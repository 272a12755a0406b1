package loralei.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import loralei.config.Bytes;
import loralei.config.DeviceChoice;
import loralei.text.Message;
import loralei.torch.Card;
import loralei.torch.CudaBuild;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;
import loralei.torch.NativeChoice.Build;

/** What there is to say of graphics cards, their driver, and the build of PyTorch for them. */
final class GpuFindings {
    private static final Message CARD = Message.of("doctor.card");
    private static final Message DRIVER = Message.of("doctor.driver");
    private static final Message BUILD = Message.of("doctor.build");
    private static final Message GET_DRIVER = Message.of("doctor.getDriver");

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
            findings.add(
                    Finding.yellow(CARD, Message.of("doctor.noCard"), Message.of("doctor.driverMissing", GET_DRIVER)));
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
            return List.of(Finding.yellow(CARD, Message.of("doctor.noCardShown", answer.complaint()), GET_DRIVER));
        }
        List<Finding> findings = new ArrayList<>();
        answer.cards().forEach(card -> findings.add(card(card, answer)));
        findings.add(driver(answer.cards().get(0).driver()));
        return findings;
    }

    private static Finding card(Card card, Gpus.Answer answer) {
        boolean alone = answer.cards().size() == 1;
        Message name = alone
                ? CARD
                : Message.of(
                        "shared.pair", CARD, DeviceChoice.card(card.number()).id());
        String text = card.name() + memory(card);
        if (card.isUsable()) {
            return Finding.green(name, Message.text(text));
        }
        return answer.usable().isEmpty()
                ? Finding.yellow(name, Message.of("doctor.oldCard", text), Message.of("doctor.oldestCards"))
                : Finding.green(name, Message.of("doctor.unusedCard", text));
    }

    private static String memory(Card card) {
        return card.memory() == 0 ? "" : ", " + Bytes.memory(card.memory());
    }

    private static Finding driver(String version) {
        if (CudaBuild.isAtLeast(version, CudaBuild.fittingDriver())) {
            return Finding.green(DRIVER, Message.text(version));
        }
        return CudaBuild.isAtLeast(version, CudaBuild.leastDriver())
                ? Finding.yellow(
                        DRIVER, Message.of("doctor.olderDriver", version, CudaBuild.fittingDriver()), GET_DRIVER)
                : Finding.yellow(DRIVER, Message.of("doctor.oldDriver", version, CudaBuild.leastDriver()), GET_DRIVER);
    }

    private static Finding build(NativeChoice choice, Path cudaFolder, boolean cardUsable) {
        Message text = switch (choice.build()) {
            case CUDA ->
                Message.of("doctor.cuda", CudaBuild.FLAVOUR, choice.folder().orElse(cudaFolder));
            case CPU -> Message.of("doctor.cpu", choice.why());
            case GIVEN -> Message.of("doctor.given", choice.why());
        };
        return choice.build() == Build.CPU && cardUsable
                ? Finding.yellow(BUILD, Message.of("doctor.slow", text), Message.of("doctor.runInstaller", cudaFolder))
                : Finding.green(BUILD, text);
    }
}
