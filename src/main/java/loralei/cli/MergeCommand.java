package loralei.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.job.LoraChoice;
import loralei.job.tool.MergeIntoModelRequest;
import loralei.job.tool.MergeRequest;
import loralei.job.tool.RankChoice;
import loralei.job.tool.Tool;
import loralei.job.tool.ToolOutput;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code merge}: several LoRAs as one, or LoRAs as part of a base model. */
record MergeCommand(Tool<MergeRequest> merge, Tool<MergeIntoModelRequest> mergeIntoModel) implements Command {
    private static final String INTO = "--into";

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("merge");
        CommandSpec spec = CommandSpec.create().name("merge");
        spec.usageMessage().description(own.get("help.merge")).sortOptions(false);
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel(texts.get("label.LORA"))
                .index("0..*")
                .arity("1..*")
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(own.get("help.mergeLora"))
                .build());
        spec.addOption(Options.value(texts, INTO, "PATH", own.get("help.into")));
        return ToolRun.withOutput(RankOptions.added(spec, texts, "help.rankOrExact"), texts, own.get("help.output"));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        List<Problem> problems = new ArrayList<>();
        List<LoraChoice> loras = LoraArguments.read(console.texts().get("label.LORA"), words(parsed), problems);
        Optional<RankChoice> rank = RankOptions.rank(parsed, problems);
        Optional<ToolOutput> output = ToolRun.output(parsed, problems);
        Optional<String> model = Options.text(parsed, INTO);
        if (model.isPresent() && rank.isPresent()) {
            problems.add(
                    new Problem(INTO, model.get(), Message.of("merge.noRankInModel"), Message.of("train.leaveOneOut")));
        }
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        ToolOutput target = output.orElseThrow();
        return ToolRun.of(
                parsed,
                console,
                watcher -> model.isPresent()
                        ? mergeIntoModel.run(new MergeIntoModelRequest(Places.of(model.get()), loras, target), watcher)
                        : merge.run(new MergeRequest(loras, rank, target), watcher));
    }

    private static List<String> words(ParseResult parsed) {
        return parsed.matchedPositionals().stream()
                .flatMap(found -> found.stringValues().stream())
                .toList();
    }
}
