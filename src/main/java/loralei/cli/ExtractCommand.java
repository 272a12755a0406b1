package loralei.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.job.tool.ExtractRequest;
import loralei.job.tool.RankChoice;
import loralei.job.tool.Tool;
import loralei.job.tool.ToolOutput;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code extract}: what sets a base model apart from the one that it was made of, as a LoRA. */
record ExtractCommand(Tool<ExtractRequest> extract) implements Command {
    private static final String NO_CONVOLUTIONS = "--no-convolutions";
    private static final String NO_TEXT_ENCODERS = "--no-text-encoders";

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("merge");
        CommandSpec spec = CommandSpec.create().name("extract");
        spec.usageMessage().description(own.get("help.extract")).sortOptions(false);
        spec.addPositional(ToolRun.path(0, texts.get("label.BASE"), own.get("help.extractBase")));
        spec.addPositional(ToolRun.path(1, texts.get("label.TUNED"), own.get("help.extractTuned")));
        RankOptions.added(spec, texts, "help.rank")
                .addOption(Options.flag(NO_CONVOLUTIONS, own.get("help.noConvolutions")))
                .addOption(Options.flag(NO_TEXT_ENCODERS, own.get("help.noTextEncoders")));
        return ToolRun.withOutput(spec, texts, own.get("help.output"));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        List<Problem> problems = new ArrayList<>();
        Optional<RankChoice> rank = RankOptions.needed(parsed, problems);
        Optional<ToolOutput> output = ToolRun.output(parsed, problems);
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        ExtractRequest request = new ExtractRequest(
                Places.of(parsed.<String>matchedPositionalValue(0, "")),
                Places.of(parsed.<String>matchedPositionalValue(1, "")),
                rank.orElseThrow(),
                !parsed.hasMatchedOption(NO_CONVOLUTIONS),
                !parsed.hasMatchedOption(NO_TEXT_ENCODERS),
                output.orElseThrow());
        return ToolRun.of(parsed, console, watcher -> extract.run(request, watcher));
    }
}
