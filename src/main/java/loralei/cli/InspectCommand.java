package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import loralei.config.Places;
import loralei.job.UseCases;
import loralei.lora.LoraReport;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code inspect}: tells what a LoRA, a checkpoint or a base model is. */
record InspectCommand(UseCases.Inspect inspect) implements Command {
    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("inspect");
        spec.usageMessage().description(texts.get("inspect"));
        return spec.addPositional(PositionalParamSpec.builder()
                        .paramLabel(texts.get("label.FILE"))
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .description(texts.get("inspect.file"))
                        .build())
                .addOption(Options.flag("--json", texts.get("json")));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        Path file = Places.of(parsed.<String>matchedPositionalValue(0, ""));
        LoraReport report = inspect.run(file);
        if (parsed.hasMatchedOption("--json")) {
            console.out().println(Json.pretty(report));
        } else {
            report.lines().forEach(line -> console.out().println(console.texts().say(line)));
        }
        return ExitCode.DONE;
    }
}
