package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import loralei.config.ConfigJson;
import loralei.config.PartialConfig;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.Settings;
import loralei.job.StartingPoint;
import loralei.job.TrainRequest;
import loralei.job.UseCases;
import loralei.job.stored.StoredSettings;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code train}: trains a LoRA. */
final class TrainCommand implements Command {
    /** Enough to replay what matters, DESIGN.md: the trace. */
    private static final int TRACE_STEPS = 3;

    private static final String LORA_ENDING = ".safetensors";

    private final SettingOptions settings = new SettingOptions(Settings.ALL);
    private final UseCases.Train train;

    TrainCommand(UseCases.Train train) {
        this.train = train;
    }

    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("train");
        spec.usageMessage().description(texts.get("train")).sortOptions(false);
        settings.addTo(spec, texts);
        return spec.addOption(Options.value(texts, "--config", "FILE", texts.get("train.config")))
                .addOption(Options.flag("--resume", texts.get("train.resume")))
                .addOption(Options.flag("--overwrite", texts.get("train.overwrite")))
                .addOption(Options.flag("--dry-run", texts.get("train.dryRun")))
                .addOption(Options.value(texts, "--trace", "DIR", texts.get("train.trace")))
                .addOption(Options.value(texts, "--trace-steps", "N", texts.get("train.traceSteps", TRACE_STEPS)))
                .addOption(Options.value(texts, "--copy-to", "DIR", texts.get("train.copyTo")))
                .addOption(Options.flag("--json", texts.get("json.events")));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        PartialConfig options = settings.read(parsed);
        PartialConfig partial = Options.text(parsed, "--config")
                .map(file -> config(Places.of(file), console).overriddenBy(options))
                .orElse(options)
                .withImplied();
        List<Problem> problems = new ArrayList<>(partial.check());
        TrainRequest request = new TrainRequest(
                partial.config(),
                parsed.hasMatchedOption("--resume"),
                parsed.hasMatchedOption("--overwrite"),
                parsed.hasMatchedOption("--dry-run"),
                Options.text(parsed, "--trace").map(Places::of),
                Options.count(parsed, "--trace-steps", TRACE_STEPS, problems));
        if (problems.isEmpty()) {
            problems.addAll(StartingPoint.contradictions(options, request.config()));
            problems.addAll(request.check());
        }
        Optional<FinishedCopy> copy =
                Options.text(parsed, "--copy-to").map(folder -> new FinishedCopy(Places.of(folder), request));
        if (problems.isEmpty()) {
            copy.ifPresent(wanted -> problems.addAll(wanted.check()));
        }
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        boolean json = parsed.hasMatchedOption("--json");
        return WatchedRun.of(console, json, (control, listener) -> {
            if (copy.isPresent()) {
                copy.get().train(train, control, listener);
            } else {
                train.run(request, control, listener);
            }
        });
    }

    /** Of a file of settings, or of a LoRA that holds those of its training. */
    private static PartialConfig config(Path file, Console console) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(LORA_ENDING)) {
            return ConfigJson.read(file);
        }
        StoredSettings stored = StoredSettings.of(file);
        stored.notes().forEach(console::warn);
        return stored.settings();
    }
}
