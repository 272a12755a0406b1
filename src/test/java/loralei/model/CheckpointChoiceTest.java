package loralei.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import loralei.config.Family;
import loralei.torch.ComputeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoints that save so much for the least arithmetic. */
class CheckpointChoiceTest {
    private static StepCosts costs(UnetConfig config, long side, ToIntFunction<String> ranks) {
        return StepCosts.of(
                config,
                new StepCosts.Latents(1, side, side),
                WeightPlan.resident(ComputeType.BF16),
                Workplace.CARD,
                ranks);
    }

    private static StepCosts released(Family family) {
        Set<String> learning = UnetModules.attention(ModelFamily.of(family).unet()).stream()
                .map(TargetModule::path)
                .collect(Collectors.toSet());
        return costs(ModelFamily.of(family).unet(), 64, path -> learning.contains(path) ? 16 : 0);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsSavedIsWhatIsWantedForNoMoreThanAllCost(Family family) {
        StepCosts costs = released(family);
        long most = costs.peak(Checkpoints.NONE) - costs.peak(Checkpoints.ALL);
        CheckpointChoice before = Checkpoints.saving(costs, 0);
        assertThat(before.paths()).isEmpty();
        assertThat(before.operations()).isZero();
        for (int tenths = 1; tenths <= 10; tenths++) {
            long wanted = most * tenths / 10;
            CheckpointChoice choice = Checkpoints.saving(costs, wanted);
            assertThat(choice.saved()).isGreaterThanOrEqualTo(wanted);
            assertThat(costs.peak(Checkpoints.NONE) - costs.peak(choice)).isEqualTo(choice.saved());
            assertThat(choice.operations())
                    .isGreaterThanOrEqualTo(before.operations())
                    .isLessThanOrEqualTo(costs.again(Checkpoints.ALL));
            assertThat(choice.again()).isBetween(before.again(), choice.blocks());
            assertThat(Checkpoints.saving(costs, wanted)).isEqualTo(choice);
            before = choice;
        }
    }

    /** The last blocks run again at once, while all the rest is still kept: that saves nothing. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void whereItIsNotEnoughAllThatSavesAnythingRunsAgain(Family family) {
        StepCosts costs = released(family);
        CheckpointChoice choice = Checkpoints.saving(costs, Long.MAX_VALUE / 2);
        assertThat(costs.peak(choice)).isLessThanOrEqualTo(costs.peak(Checkpoints.ALL));
        assertThat(choice.operations()).isLessThan(costs.again(Checkpoints.ALL));
    }

    @Test
    void aLittleIsSavedByFeedForwardsAlone() {
        CheckpointChoice choice = Checkpoints.saving(released(Family.SD15), 50_000_000);
        assertThat(choice.paths()).isNotEmpty().allMatch(path -> path.endsWith(".ff"));
    }

    /** All ways for a small network: the choice costs at most a tenth more than the cheapest that saves as much. */
    @Test
    void noOtherChoiceThatSavesAsMuchCostsMuchLess() {
        UnetConfig config = SmallNet.CONFIG;
        StepCosts costs = costs(config, 32, path -> 4);
        List<List<String>> ways = new ArrayList<>();
        for (StepParts.Run block : costs.blocks()) {
            String part = block.parts().get(block.parts().size() - 1).path();
            ways.add(part.equals(block.path()) ? List.of("", part) : List.of("", part, block.path()));
        }
        List<Set<String>> all = List.of(Set.of());
        for (List<String> way : ways) {
            all = all.stream()
                    .flatMap(paths -> way.stream().map(path -> {
                        Set<String> more = new java.util.HashSet<>(paths);
                        more.add(path);
                        return more;
                    }))
                    .toList();
        }
        long most = costs.peak(Checkpoints.NONE) - costs.peak(Checkpoints.ALL);
        for (int fifth = 1; fifth <= 5; fifth++) {
            long wanted = most * fifth / 5;
            long cheapest = Long.MAX_VALUE;
            for (Set<String> paths : all) {
                Checkpoints checkpoints = Checkpoints.of(paths);
                if (costs.peak(Checkpoints.NONE) - costs.peak(checkpoints) >= wanted) {
                    cheapest = Math.min(cheapest, costs.again(checkpoints));
                }
            }
            assertThat((double) Checkpoints.saving(costs, wanted).operations()).isLessThanOrEqualTo(1.1 * cheapest);
        }
    }
}
