package loralei.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.job.tool.RankChoice;
import loralei.job.tool.ResizeRequest;
import loralei.job.tool.Tool;
import loralei.job.tool.ToolOutput;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code resize}: a LoRA with another rank. */
record ResizeCommand(Tool<ResizeRequest> resize) implements Command {
    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("merge");
        CommandSpec spec = CommandSpec.create().name("resize");
        spec.usageMessage().description(own.get("help.resize")).sortOptions(false);
        spec.addPositional(ToolRun.file(texts, 0, own.get("help.resizeLora")));
        return ToolRun.withOutput(RankOptions.added(spec, texts, "help.rank"), texts, own.get("help.output"));
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
        ResizeRequest request = new ResizeRequest(
                Places.of(parsed.<String>matchedPositionalValue(0, "")), rank.orElseThrow(), output.orElseThrow());
        return ToolRun.of(parsed, console, watcher -> resize.run(request, watcher));
    }
}
