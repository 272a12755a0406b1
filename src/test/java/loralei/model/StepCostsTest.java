package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.stream.Collectors;
import loralei.config.BaseWeights;
import loralei.config.Family;
import loralei.torch.ComputeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a step keeps and takes, against what the kernels themselves allocate: they ran with tensors without memory, as on a card of
 * compute capability 8.6 (7.5 by formula), and what lived at a time was counted in bytes.
 */
class StepCostsTest {
    private static StepCosts costs(
            Family family, int pixels, int batch, int rank, String targets, WeightPlan weights, Workplace place) {
        UnetConfig unet = ModelFamily.of(family).unet();
        Set<String> learning = (targets.equals("all") ? UnetModules.all(unet) : UnetModules.attention(unet))
                .stream().map(TargetModule::path).collect(Collectors.toSet());
        return StepCosts.of(
                unet,
                new StepCosts.Latents(batch, pixels / 8, pixels / 8),
                weights,
                place,
                path -> learning.contains(path) ? rank : 0);
    }

    private static Checkpoints checkpoints(String kind) {
        return switch (kind) {
            case "none" -> Checkpoints.NONE;
            case "all" -> Checkpoints.ALL;
            case "ff" -> path -> path.endsWith(".ff");
            case "resnets" -> path -> path.contains(".resnets.");
            default -> path -> path.matches(".*transformer_blocks\\.\\d+");
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "SD15 512 1 none 16 attention BF16 CARD 1719110144 486285312 509944320",
                "SD15 512 1 none 16 attention FP32 CARD 3438111744 970473472 1017725440",
                "SD15 512 1 none 16 attention BF16 CARD_BY_FORMULA 1719110144 484528128 2084354560",
                "SD15 512 1 none 64 all BF16 CARD 1719110144 563649536 595336704",
                "SD15 512 1 all 16 attention BF16 CARD 1719110144 84336640 151093760",
                "SD15 512 1 all 16 attention FP32 CARD 3438111744 168343552 301526528",
                "SD15 512 1 all 64 all BF16 CARD 1719110144 127156224 205364736",
                "SD15 512 1 ff 16 attention BF16 CARD 1719110144 301473792 346104320",
                "SD15 512 1 ff 64 all BF16 CARD 1719110144 371940352 425647616",
                "SD15 512 1 resnets 16 attention BF16 CARD 1719110144 464822272 488481280",
                "SD15 512 1 blocks 16 attention BF16 CARD 1719110144 105799680 172556800",
                "SD15 512 4 none 16 attention BF16 CARD 1719110144 1945011200 2039645696",
                "SD15 512 4 all 64 all BF16 CARD 1719110144 508618752 820947456",
                "SD15 768 1 none 16 attention BF16 CARD 1719110144 1089032192 1142264320",
                "SD15 768 1 none 16 attention BF16 CARD_BY_FORMULA 1719110144 1085119488 9214707200",
                "SD15 768 4 none 64 all BF16 CARD 1719110144 5050908672 5334778368",
                "SDXL 512 1 none 16 attention BF16 CARD 5134982144 989837312 1008254464",
                "SDXL 512 1 none 16 attention FP32 CARD 10269865984 1975908864 2012676096",
                "SDXL 512 1 none 64 all BF16 CARD 5134982144 1054130688 1080042496",
                "SDXL 512 1 all 16 attention BF16 CARD 5134982144 98957312 130963968",
                "SDXL 512 1 ff 16 attention BF16 CARD 5134982144 570406912 588824064",
                "SDXL 512 1 blocks 64 all BF16 CARD 5134982144 158571008 184482816",
                "SDXL 512 4 none 16 attention BF16 CARD 5134982144 3958891008 4032555008",
                "SDXL 512 4 all 16 attention BF16 CARD 5134982144 395821568 490457088",
            })
    void aStepOnACardTakesWhatItsKernelsAllocate(ArgumentsAccessor line) {
        WeightPlan plan = WeightPlan.resident(line.get(6, ComputeType.class));
        StepCosts costs = costs(
                line.get(0, Family.class),
                line.getInteger(1),
                line.getInteger(2),
                line.getInteger(4),
                line.getString(5),
                plan,
                line.get(7, Workplace.class));
        Checkpoints checkpoints = checkpoints(line.getString(3));
        ModelFamily row = ModelFamily.of(line.get(0, Family.class));
        long weights = line.getLong(8);
        long kept = line.getLong(9);
        long peak = line.getLong(10);
        assertThat((double) costs.kept(checkpoints)).isCloseTo((double) kept, within(0.01 * kept));
        long taken = WeightCosts.bytes(row.unet(), row.parameters(), plan) + costs.peak(checkpoints);
        assertThat((double) taken / (weights + peak)).isBetween(0.995, 1.01);
    }

    @ParameterizedTest
    @EnumSource(names = {"FP8", "INT8"})
    void weightsInEightBitsTakeAByteAndTheLargestIsThereTwice(BaseWeights kept) {
        ModelFamily row = ModelFamily.of(Family.SD15);
        WeightPlan narrow = new WeightPlan(ComputeType.BF16, kept, 0);
        assertThat((double) WeightCosts.bytes(row.unet(), row.parameters(), narrow))
                .isBetween(0.86e9, 0.87e9);
        long wide = costs(Family.SD15, 512, 1, 16, "attention", WeightPlan.resident(ComputeType.BF16), Workplace.CARD)
                .peak(Checkpoints.ALL);
        assertThat(costs(Family.SD15, 512, 1, 16, "attention", narrow, Workplace.CARD)
                        .peak(Checkpoints.ALL))
                .isGreaterThan(wide)
                .isLessThan(wide + 2 * 9 * 2560 * 1280);
    }

    @Test
    void ofOffloadedWeightsTwoBlocksAreOnTheDevice() {
        ModelFamily row = ModelFamily.of(Family.SDXL);
        WeightPlan some = new WeightPlan(ComputeType.BF16, BaseWeights.SAME, 2_000_000_000);
        WeightPlan all = new WeightPlan(ComputeType.BF16, BaseWeights.SAME, WeightPlan.ALL);
        long resident = WeightCosts.bytes(row.unet(), row.parameters(), WeightPlan.resident(ComputeType.BF16));
        long largest = 2 * (9L * 2560 * 1280 + 9L * 1280 * 1280 + 2560L * 1280);
        assertThat(WeightCosts.bytes(row.unet(), row.parameters(), some))
                .isEqualTo(resident - 2_000_000_000 + 2 * largest);
        assertThat((double) WeightCosts.bytes(row.unet(), row.parameters(), all) - 2 * largest)
                .isBetween(30e6, 100e6);
    }

    /** Before what learns nothing is kept, and a network that learns in its last blocks keeps those alone. */
    @Test
    void aNetworkThatLearnsLateKeepsLittle() {
        UnetConfig unet = ModelFamily.of(Family.SD15).unet();
        StepCosts late = StepCosts.of(
                unet,
                new StepCosts.Latents(1, 64, 64),
                WeightPlan.resident(ComputeType.BF16),
                Workplace.CARD,
                path -> path.startsWith("up_blocks.3.attentions.2.transformer_blocks.0.ff") ? 16 : 0);
        long unit = 64 * 64 * 320 * 2;
        assertThat((double) late.kept(Checkpoints.NONE)).isBetween(10.0 * unit, 10.5 * unit);
        assertThat((double) late.kept(Checkpoints.ALL)).isBetween(2.0 * unit, 2.5 * unit);
    }
}
