package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import loralei.config.DeviceChoice;
import loralei.config.PrecisionChoice;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.PictureSize;
import loralei.model.MemoryPlan;
import loralei.model.Workplace;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.torch.Card;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import loralei.torch.NativeChoice;

/** Which graphics card a run is for, and in which type it computes there; decided without loading the engine. */
final class CardChoice {
    private CardChoice() {}

    /** The card that a person chose, or the first that fits. */
    static Card card(DeviceChoice choice, Gpus.Answer answer, Predicate<Card> fits) {
        if (choice.card().isEmpty()) {
            return answer.first(fits).orElseGet(() -> answer.cards().get(0));
        }
        Card named = answer.numbered(choice.card().getAsInt())
                .orElseThrow(() -> UserError.request(
                        Message.of("device.noCard", choice.id()),
                        Message.of("device.chooseCard", SettingName.of("device"), names(answer.cards()))));
        if (!named.isUsable()) {
            throw UserError.request(
                    Message.of("device.noneUsable", NativeChoice.tooOld(named)),
                    Message.of("device.useCpu", SettingName.of("device", "cpu")));
        }
        return named;
    }

    private static String names(List<Card> cards) {
        return String.join(
                ", ",
                cards.stream()
                        .map(card -> DeviceChoice.card(card.number()).id() + " (" + card.name() + ")")
                        .toList());
    }

    /**
     * Whether a training has room on a card; one that does not tell its memory is believed to have it.
     *
     * @param size of the largest example
     */
    static Predicate<Card> fits(TrainingConfig config, PictureSize size) {
        return fits(config, size, PreviewJob.net(config, new ArrayList<>()));
    }

    static Predicate<Card> fits(TrainingConfig config, PictureSize size, PreviewJob.Net net) {
        return card -> card.memory() == 0 || RunPreview.Memory.fits(needed(config, size, net, card), card.memory());
    }

    /** What a training needs on a card. */
    static long needed(TrainingConfig config, PictureSize size, PreviewJob.Net net, Card card) {
        ComputeType type = type(config.precision(), card);
        boolean plain = type == ComputeType.BF16 && !card.hasBf16();
        return MemoryEstimate.of(
                config,
                size,
                net.config(),
                net.parameters(),
                MemoryPlan.resident(type, config.gradientCheckpointing()),
                plain ? Workplace.CARD_BY_FORMULA : Workplace.CARD);
    }

    /** The type on a card that is not in use yet; whether one with doubtful fp16 can do it, is seen only there. */
    static ComputeType type(PrecisionChoice choice, Card card) {
        return switch (choice) {
            case FP32 -> ComputeType.FP32;
            case BF16 -> ComputeType.BF16;
            case FP16 -> ComputeType.FP16;
            case AUTO -> card.hasBf16() ? ComputeType.BF16 : ComputeType.FP16;
        };
    }
}
