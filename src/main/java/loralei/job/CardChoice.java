package loralei.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import loralei.config.DeviceChoice;
import loralei.config.PrecisionChoice;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.PictureSize;
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

    /** The card that a person chose, or the first on which least is given up. */
    static Card card(DeviceChoice choice, Gpus.Answer answer, ToIntFunction<Card> effort) {
        if (choice.card().isEmpty()) {
            return answer.first(effort).orElseGet(() -> answer.cards().get(0));
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
     * How much a training gives up on a card so that it fits there, {@link Integer#MAX_VALUE} if that is not enough; nothing
     * on one that does not tell its memory.
     *
     * @param size of the largest example
     */
    static ToIntFunction<Card> effort(TrainingConfig config, PictureSize size) {
        return effort(config, size, PreviewJob.net(config, new ArrayList<>()));
    }

    static ToIntFunction<Card> effort(TrainingConfig config, PictureSize size, PreviewJob.Net net) {
        return card -> {
            MemoryChoice choice = plan(config, size, net, card, MemoryRoom.on(card, 0));
            return card.memory() == 0 ? 0 : choice.fits() ? choice.leanness() : Integer.MAX_VALUE;
        };
    }

    /** How a training uses the memory of a card. */
    static MemoryChoice plan(TrainingConfig config, PictureSize size, PreviewJob.Net net, Card card, MemoryRoom room) {
        ComputeType type = type(config.precision(), card);
        RunMemory needs = new RunMemory(config, size, net, place(type, card));
        return new MemoryChooser(config, type, room, needs).choose();
    }

    /** What a card is for the memory of a run; bf16 without kernels of its own takes all scores of the attention. */
    static Workplace place(ComputeType type, Card card) {
        return type == ComputeType.BF16 && !card.hasBf16() ? Workplace.CARD_BY_FORMULA : Workplace.CARD;
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
