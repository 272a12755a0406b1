package loralei.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import loralei.config.AutoSwitch;
import loralei.config.DeviceChoice;
import loralei.config.Family;
import loralei.config.OptimizerKind;
import loralei.config.PrecisionChoice;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.data.PictureSize;
import loralei.torch.Card;
import loralei.torch.ComputeType;
import loralei.torch.Gpus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the cards of made-up computers a run takes, and what it needs there. */
class CardChoiceTest {
    private static final PreviewJob.Net SDXL = PreviewJob.Net.released(Family.SDXL);
    private static final PreviewJob.Net SD15 = PreviewJob.Net.released(Family.SD15);

    private final Map<String, Object> settings = new HashMap<>(Map.of("family", Family.SDXL));

    private static Card card(int number, String name, int gigabytes, int capability) {
        return new Card(number, name, "572.16", (long) gigabytes << 30, OptionalInt.of(capability));
    }

    private TrainingConfig config() {
        return TrainingConfig.of(settings);
    }

    private long needed(PreviewJob.Net net, Card card) {
        return CardChoice.plan(config(), size(), net, card, MemoryRoom.on(card, 0))
                .needed();
    }

    private PictureSize size() {
        return PictureSize.square(config().resolution().largest());
    }

    private String taken(Card... cards) {
        return CardChoice.card(
                        config().device(),
                        new Gpus.Answer(List.of(cards), ""),
                        CardChoice.effort(config(), size(), SDXL))
                .name();
    }

    @ParameterizedTest
    @CsvSource({"auto", "cuda"})
    void theFirstThatHasKernelsAndRoomIsTakenWhateverTheOrder(String device) {
        settings.put("device", device.equals("auto") ? DeviceChoice.AUTO : DeviceChoice.CUDA);
        assertThat(taken(card(0, "GTX 1080 Ti", 11, 61), card(1, "RTX 3060", 12, 86)))
                .isEqualTo("RTX 3060");
        assertThat(taken(card(0, "RTX 3060", 12, 86), card(1, "GTX 1080 Ti", 11, 61)))
                .isEqualTo("RTX 3060");
        assertThat(taken(card(0, "RTX 3050", 4, 86), card(1, "RTX 4090", 24, 89)))
                .isEqualTo("RTX 4090");
        assertThat(taken(card(0, "RTX 4090", 24, 89), card(1, "RTX 3050", 4, 86)))
                .isEqualTo("RTX 4090");
        assertThat(taken(card(0, "RTX 3060", 12, 86), card(1, "RTX 4090", 24, 89)))
                .isEqualTo("RTX 3060");
        assertThat(taken(card(0, "RTX 3050", 4, 86), card(1, "RTX 2060", 6, 75)))
                .isEqualTo("RTX 2060");
    }

    /** Modelled: 9.2 GB as it is, 5.8 with all blocks computed twice. */
    @Test
    void theCardOnWhichLeastIsGivenUpIsPreferred() {
        assertThat(taken(card(0, "RTX 3070", 8, 86), card(1, "RTX 4090", 24, 89)))
                .isEqualTo("RTX 4090");
        settings.put("gradientCheckpointing", AutoSwitch.ON);
        assertThat(taken(card(0, "RTX 3070", 8, 86), card(1, "RTX 4090", 24, 89)))
                .isEqualTo("RTX 3070");
    }

    @Test
    void aCardThatIsNamedIsTakenThoughTheRunMayNotFit() {
        settings.put("device", DeviceChoice.card(1));
        assertThat(taken(card(0, "RTX 4090", 24, 89), card(1, "RTX 3050", 4, 86)))
                .isEqualTo("RTX 3050");
    }

    @Test
    void aCardThatIsNotThereIsAnsweredWithThoseThatAre() {
        settings.put("device", DeviceChoice.card(2));
        assertThatThrownBy(() -> taken(card(0, "RTX 4090", 24, 89), card(1, "RTX 3050", 4, 86)))
                .isInstanceOf(UserError.class)
                .hasMessage("There is no graphics card cuda:2.")
                .extracting(error -> ((UserError) error).remedy())
                .asString()
                .contains("cuda:0 (RTX 4090), cuda:1 (RTX 3050)");
    }

    @Test
    void aCardThatPyTorchDoesNotSupportIsRefusedByName() {
        settings.put("device", DeviceChoice.card(0));
        assertThatThrownBy(() -> taken(card(0, "GTX 1080 Ti", 11, 61), card(1, "RTX 3050", 4, 86)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not support the graphics card GTX 1080 Ti any more");
    }

    @Test
    void automaticPrecisionIsWhatTheCardCanDo() {
        assertThat(CardChoice.type(PrecisionChoice.AUTO, card(0, "RTX 2080", 8, 75)))
                .isEqualTo(ComputeType.FP16);
        assertThat(CardChoice.type(PrecisionChoice.AUTO, card(0, "RTX 3060", 12, 86)))
                .isEqualTo(ComputeType.BF16);
        assertThat(CardChoice.type(PrecisionChoice.BF16, card(0, "RTX 2080", 8, 75)))
                .isEqualTo(ComputeType.BF16);
    }

    /** Modelled for a card of compute capability 7.5: 1.9 GB with an attention kernel, 3.5 with the plain formula. */
    @Test
    void bf16OnACardWithoutItTakesRoomForTheScores() {
        settings.put("family", Family.SD15);
        settings.put("precision", PrecisionChoice.BF16);
        long plain = needed(SD15, card(0, "RTX 2080", 8, 75));
        long kernel = needed(SD15, card(0, "RTX 3060", 12, 86));
        assertThat(plain - kernel).isBetween(1_500_000_000L, 1_700_000_000L);
    }

    /** 7.4 GB at rank 128 when it worked on all blocks at once; 0.17 GB, less than the activations, in pieces. */
    @Test
    void eightBitAdamWNeedsLessThanPlainAdamW() {
        settings.put("rank", 128);
        Card card = card(0, "A100", 80, 80);
        long plain = needed(SDXL, card);
        settings.put("optimizer", OptimizerKind.ADAMW_8BIT);
        assertThat(needed(SDXL, card)).isLessThan(plain - 1_000_000_000L);
    }

    @Test
    void theOptimizersTemporariesCountWhereTheyAreTheMost() {
        settings.putAll(Map.of(
                "family",
                Family.SD15,
                "resolution",
                Resolutions.of(64),
                "rank",
                64,
                "gradientCheckpointing",
                AutoSwitch.ON));
        long plain = needed(SD15, card(0, "RTX 3060", 12, 86));
        settings.put("optimizer", OptimizerKind.ADAMW_8BIT);
        long values = MemoryEstimate.adapterValues(config(), SD15.config());
        assertThat(needed(SD15, card(0, "RTX 3060", 12, 86))).isGreaterThan(plain - 6 * values + 100_000_000);
    }

    @Test
    void theWindowIsToldOfTheCardThatTheRunWillTakeAndOfAllToChooseFrom() {
        Machine here = new Machine(
                16L << 30,
                new Gpus.Answer(
                        List.of(card(0, "GTX 1080", 8, 61), card(1, "RTX 3050", 4, 86), card(2, "RTX 4090", 24, 89)),
                        ""));
        RunPreview.Memory memory = PreviewJob.memory(config(), size(), SDXL, here, false);
        assertThat(memory.available()).isEqualTo(OptionalLong.of(24L << 30));
        assertThat(memory.onGpu()).isTrue();
        assertThat(memory.devices())
                .containsExactly(
                        new RunPreview.Device("cuda:1", "RTX 3050"), new RunPreview.Device("cuda:2", "RTX 4090"));

        settings.put("device", DeviceChoice.card(1));
        RunPreview.Memory small = PreviewJob.memory(config(), size(), SDXL, here, false);
        assertThat(small.available()).isEqualTo(OptionalLong.of(4L << 30));
        assertThat(small.fits()).isEqualTo(small.needed() <= 0.94 * (4L << 30));
        assertThat(small.plan().toString()).contains("weights in 8 bits");

        settings.put("device", DeviceChoice.CPU);
        assertThat(PreviewJob.memory(config(), size(), SDXL, here, false).onGpu())
                .isFalse();
    }

    @Test
    void anOldCardAloneLeavesAutomaticRunsOnTheProcessor() {
        Machine here = new Machine(16L << 30, new Gpus.Answer(List.of(card(0, "GTX 1080", 8, 61)), ""));
        RunPreview.Memory memory = PreviewJob.memory(config(), size(), SDXL, here, false);
        assertThat(memory.onGpu()).isFalse();
        assertThat(memory.available()).isEqualTo(OptionalLong.of(16L << 30));
        assertThat(memory.devices()).isEmpty();
    }
}
