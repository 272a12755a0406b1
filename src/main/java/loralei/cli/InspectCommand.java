package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import loralei.config.Places;
import loralei.job.InspectJob;
import loralei.job.UseCases;
import loralei.lora.LoraReport;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code inspect}: tells what a LoRA, a checkpoint or a base model is. */
record InspectCommand(UseCases.Inspect inspect) implements Command {
    private static final String NO_HASHES = "--no-hashes";
    private static final int PARTS = 100;

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
                .addOption(Options.flag(NO_HASHES, texts.get("inspect.noHashes")))
                .addOption(Options.flag("--json", texts.get("json")));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        Path file = Places.of(parsed.<String>matchedPositionalValue(0, ""));
        LoraReport report = inspect.run(file);
        if (!parsed.hasMatchedOption(NO_HASHES)) {
            report = hashed(report, console, parsed.hasMatchedOption("--json"));
        }
        if (parsed.hasMatchedOption("--json")) {
            console.out().println(Json.pretty(report));
        } else {
            report.lines().forEach(said -> console.out().println(console.texts().say(said)));
        }
        return ExitCode.DONE;
    }

    /** Gigabytes take a while, so a terminal sees how far it is. */
    private static LoraReport hashed(LoraReport report, Console console, boolean json) throws IOException {
        if (json || !console.surroundings().terminal()) {
            return InspectJob.withHashes(report, (file, share) -> {});
        }
        TerminalLine line =
                new TerminalLine(console.out(), console.surroundings().width().getAsInt());
        LoraReport hashed = InspectJob.withHashes(
                report,
                (file, share) ->
                        line.draw(console.texts().get("inspect.hashing", (int) (share * PARTS), file.getFileName())));
        line.erase();
        return hashed;
    }
}
