package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import loralei.config.Places;
import loralei.job.UseCases;
import loralei.lora.LoraReport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code inspect}: tells what a LoRA, a checkpoint or a base model is. */
record InspectCommand(UseCases.Inspect inspect) implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("inspect");
        spec.usageMessage().description("Tells what a LoRA, a checkpoint or a base model is.");
        return spec.addPositional(PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .description("A safetensors file, or the folder of a base model.")
                        .build())
                .addOption(Options.flag("--json", "Write JSON."));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        Path file = Places.of(parsed.<String>matchedPositionalValue(0, ""));
        LoraReport report = inspect.run(file);
        if (parsed.hasMatchedOption("--json")) {
            console.out().println(Json.pretty(report));
        } else {
            report.lines().forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }
}
