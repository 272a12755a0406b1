package loralei.cli;

import java.util.List;
import java.util.Optional;
import loralei.config.Problem;
import loralei.config.SettingType;
import loralei.job.tool.RankChoice;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that say how large the rank of a LoRA in the making is. */
final class RankOptions {
    private static final String RANK = "--rank";
    private static final String ENERGY = "--energy";
    private static final String MOST = "--max-rank";

    private RankOptions() {}

    /** Adds them. */
    static CommandSpec added(CommandSpec spec, Texts texts, String helpOfRank) {
        Texts own = texts.part("merge");
        return spec.addOption(Options.value(texts, RANK, "N", own.get(helpOfRank)))
                .addOption(Options.value(texts, ENERGY, "N", own.get("help.energy")))
                .addOption(Options.value(texts, MOST, "N", own.get("help.maxRank", ENERGY)));
    }

    /** Which rank is left; empty where nothing is said of it. */
    static Optional<RankChoice> rank(ParseResult parsed, List<Problem> problems) {
        Optional<String> energy = Options.text(parsed, ENERGY);
        boolean fixed = parsed.hasMatchedOption(RANK);
        int rank = Options.count(parsed, RANK, 16, problems);
        int most = Options.count(parsed, MOST, Integer.MAX_VALUE, problems);
        if (fixed && energy.isPresent()) {
            problems.add(new Problem(
                    ENERGY, energy.get(), Message.of("train.notWith", RANK), Message.of("train.leaveOneOut")));
        }
        if (parsed.hasMatchedOption(MOST) && energy.isEmpty()) {
            problems.add(new Problem(
                    MOST, "", Message.of("merge.onlyWith", ENERGY), Message.of("merge.addOrLeave", ENERGY, MOST)));
        }
        Optional<Double> share = energy.flatMap(SettingType.NUMBER::fromText).filter(value -> value > 0 && value <= 1);
        if (energy.isPresent() && share.isEmpty()) {
            problems.add(new Problem(ENERGY, energy.get(), Message.of("merge.noShare"), Message.of("merge.energyTo1")));
        }
        if (energy.isPresent()) {
            return share.map(value -> new RankChoice.Energy(value, most));
        }
        return fixed ? Optional.of(new RankChoice.Fixed(rank)) : Optional.empty();
    }

    /** The same where something has to be said. */
    static Optional<RankChoice> needed(ParseResult parsed, List<Problem> problems) {
        int before = problems.size();
        Optional<RankChoice> rank = rank(parsed, problems);
        if (rank.isEmpty() && problems.size() == before) {
            problems.add(
                    new Problem(RANK, "", Message.of("draw.promptMissing"), Message.of("merge.sayRank", RANK, ENERGY)));
        }
        return rank;
    }
}
