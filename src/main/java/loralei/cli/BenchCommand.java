package loralei.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import loralei.config.PartialConfig;
import loralei.config.Problem;
import loralei.config.Settings;
import loralei.job.BenchRequest;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code bench}: seconds a step and peak memory, as JSON. */
final class BenchCommand implements Command {
    /** Few, for one step of the full network takes a quarter of a minute on a CPU. */
    private static final int STEPS = 3;

    private static final String BASE_MODEL = "baseModel";

    /** The settings that a step's time and memory depend on. */
    private static final Set<String> MATTERING = Set.of(
            "family",
            BASE_MODEL,
            "resolution",
            "batchSize",
            "optimizer",
            "rank",
            "seed",
            "precision",
            "baseWeights",
            "gradientCheckpointing",
            "offload",
            "device");

    private final SettingOptions settings = new SettingOptions(Settings.ALL.stream()
            .filter(setting -> MATTERING.contains(setting.name()))
            .toList());
    private final UseCases.Bench bench;

    BenchCommand(UseCases.Bench bench) {
        this.bench = bench;
    }

    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("bench");
        spec.usageMessage().description(texts.get("bench")).sortOptions(false);
        settings.addTo(spec, texts);
        return spec.addOption(Options.flag("--random-weights", texts.get("bench.randomWeights")))
                .addOption(Options.value(texts, "--steps", "N", texts.get("bench.steps", STEPS)));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        PartialConfig partial = settings.read(parsed);
        boolean random = parsed.hasMatchedOption("--random-weights");
        List<Problem> problems = new ArrayList<>(partial.check().stream()
                .filter(problem -> MATTERING.contains(problem.field()))
                .filter(problem -> !(random && problem.field().equals(BASE_MODEL)))
                .toList());
        if (random && parsed.hasMatchedOption("--base-model")) {
            problems.add(new Problem(
                    "--random-weights",
                    "",
                    Message.of("train.notWith", SettingName.of(BASE_MODEL)),
                    Message.of("train.leaveOneOut")));
        }
        int steps = Options.count(parsed, "--steps", STEPS, problems);
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        console.out().println(Json.pretty(bench.run(new BenchRequest(partial.config(), random, steps))));
        return ExitCode.DONE;
    }
}
