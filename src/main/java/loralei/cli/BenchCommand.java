package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import loralei.config.PartialConfig;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.Setting;
import loralei.config.Settings;
import loralei.job.BenchMatrix;
import loralei.job.BenchRequest;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code bench}: seconds a step and peak memory, as JSON, as a table, or as a picture. */
final class BenchCommand implements Command {
    static final String RANDOM = "--random-weights";
    static final String MEMORY = "--memory-csv";
    static final String MATRIX = "--matrix";
    static final String CHART = "--chart";
    static final String REPEAT = "--repeat";
    static final String TABLE = "--table";
    static final String JSON = "--json";

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

    /** Their rows in the table of settings. */
    static final List<Setting<?>> SETTINGS = Settings.ALL.stream()
            .filter(setting -> MATTERING.contains(setting.name()))
            .toList();

    private final SettingOptions settings = new SettingOptions(SETTINGS);
    private final UseCases.Bench bench;

    BenchCommand(UseCases.Bench bench) {
        this.bench = bench;
    }

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("bench");
        CommandSpec spec = CommandSpec.create().name("bench");
        spec.usageMessage().description(texts.get("bench")).sortOptions(false);
        settings.addTo(spec, texts);
        return spec.addOption(Options.flag(RANDOM, texts.get("bench.randomWeights")))
                .addOption(Options.value(texts, "--steps", "N", texts.get("bench.steps", STEPS)))
                .addOption(Options.value(texts, REPEAT, "N", own.get("help.repeat")))
                .addOption(Options.flag(MATRIX, own.get("help.matrix")))
                .addOption(Options.value(texts, CHART, "FILE", own.get("help.chart")))
                .addOption(Options.flag(TABLE, own.get("help.table")))
                .addOption(Options.value(texts, JSON, "FILE", own.get("help.json")))
                .addOption(Options.value(texts, MEMORY, "FILE", own.get("help.memory")));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        PartialConfig partial = settings.read(parsed);
        boolean matrix = parsed.hasMatchedOption(MATRIX);
        boolean named = parsed.hasMatchedOption("--base-model");
        boolean random = parsed.hasMatchedOption(RANDOM) || (matrix && !named);
        List<Problem> problems = new ArrayList<>(partial.check().stream()
                .filter(problem -> MATTERING.contains(problem.field()))
                .filter(problem -> !(random && problem.field().equals(BASE_MODEL)))
                .toList());
        if (random && named) {
            problems.add(contradiction(RANDOM, SettingName.of(BASE_MODEL)));
        }
        int steps = Options.count(parsed, "--steps", STEPS, problems);
        int repeats = Options.count(parsed, REPEAT, 1, problems);
        boolean several = Stream.of(MATRIX, CHART, REPEAT, TABLE, JSON).anyMatch(parsed::hasMatchedOption);
        if (matrix && parsed.hasMatchedOption(CHART)) {
            problems.add(contradiction(MATRIX, CHART));
        }
        if (several && parsed.hasMatchedOption(MEMORY)) {
            problems.add(contradiction(MEMORY, MATRIX + ", " + CHART + ", " + REPEAT + ", " + TABLE + ", " + JSON));
        }
        List<BenchMatrix.Row> rows = problems.isEmpty() && several ? rows(parsed, partial, random) : List.of();
        if (problems.isEmpty() && several && rows.isEmpty()) {
            problems.add(new Problem(MATRIX, "", Message.of("bench.noRow"), Message.of("bench.fewerSettings")));
        }
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        if (several) {
            BenchTable.Wanted wanted = new BenchTable.Wanted(
                    repeats, parsed.hasMatchedOption(TABLE), file(parsed, JSON), file(parsed, CHART));
            return new BenchTable(wanted, console).run(rows, random, steps);
        }
        BenchRequest request = new BenchRequest(partial.config(), random, steps, file(parsed, MEMORY));
        console.out().println(Json.pretty(bench.run(request)));
        return ExitCode.DONE;
    }

    private static List<BenchMatrix.Row> rows(ParseResult parsed, PartialConfig given, boolean random) {
        if (parsed.hasMatchedOption(MATRIX)) {
            return BenchMatrix.table(given, random);
        }
        return parsed.hasMatchedOption(CHART) ? BenchMatrix.plans(given, random) : BenchMatrix.one(given, random);
    }

    private static Problem contradiction(String option, Object other) {
        return new Problem(option, "", Message.of("train.notWith", other), Message.of("train.leaveOneOut"));
    }

    /** The options of a measurement in another process; a network of random weights needs no base model. */
    static SettingOptions handedOn(boolean random) {
        return new SettingOptions(SETTINGS.stream()
                .filter(setting -> !(random && setting.name().equals(BASE_MODEL)))
                .toList());
    }

    private static Optional<Path> file(ParseResult parsed, String option) {
        return Options.text(parsed, option).map(Places::of);
    }
}
