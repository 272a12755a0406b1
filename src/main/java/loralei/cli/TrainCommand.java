package loralei.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loralei.config.ConfigJson;
import loralei.config.Draft;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.Settings;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code train}: trains a LoRA. */
final class TrainCommand implements Command {
    /** Enough to replay what matters, DESIGN.md: the trace. */
    private static final int TRACE_STEPS = 3;

    private final SettingOptions settings = new SettingOptions(Settings.ALL);
    private final UseCases.Train train;

    TrainCommand(UseCases.Train train) {
        this.train = train;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("train");
        spec.usageMessage()
                .description("Trains a LoRA on a folder of pictures.")
                .abbreviateSynopsis(true)
                .sortOptions(false);
        settings.addTo(spec);
        return spec.addOption(
                        Options.value("--config", "FILE", "Take settings from a JSON file; options go before it."))
                .addOption(Options.flag("--resume", "Go on with the run that was stopped under this output name."))
                .addOption(Options.flag("--overwrite", "Replace the LoRA of an earlier run of this output name."))
                .addOption(Options.flag("--dry-run", "Tell what would be done, and stop."))
                .addOption(Options.value("--trace", "DIR", "Record there what the first steps compute."))
                .addOption(Options.value("--trace-steps", "N", "Steps to record. Default: " + TRACE_STEPS))
                .addOption(Options.flag("--json", "Write one JSON object for each event."));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        Draft options = settings.read(parsed);
        Draft draft = Options.text(parsed, "--config")
                .map(file -> ConfigJson.read(Places.of(file)).overriddenBy(options))
                .orElse(options);
        List<Problem> problems = new ArrayList<>(draft.check());
        TrainRequest request = new TrainRequest(
                draft.config(),
                parsed.hasMatchedOption("--resume"),
                parsed.hasMatchedOption("--overwrite"),
                parsed.hasMatchedOption("--dry-run"),
                Options.text(parsed, "--trace").map(Places::of),
                Options.count(parsed, "--trace-steps", TRACE_STEPS, problems));
        if (problems.isEmpty()) {
            problems.addAll(request.check());
        }
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        boolean json = parsed.hasMatchedOption("--json");
        return WatchedRun.of(console, json, (control, listener) -> train.run(request, control, listener));
    }
}
