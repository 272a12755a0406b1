package loralei.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.NearestNames;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.UserError;
import loralei.job.tool.ConvertRequest;
import loralei.job.tool.Tool;
import loralei.job.tool.ToolOutput;
import loralei.lora.KeyFormat;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code convert}: a LoRA in another naming. */
record ConvertCommand(Tool<ConvertRequest> convert) implements Command {
    private static final String NAMING = "--naming";

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("convert");
        CommandSpec spec = CommandSpec.create().name("convert");
        spec.usageMessage()
                .description(own.get("help"))
                .footer("", own.get("help.namings"))
                .sortOptions(false);
        spec.addPositional(ToolRun.file(texts, 0, own.get("help.file")))
                .addOption(Options.value(
                        texts, NAMING, "NAME", own.get("help.naming", String.join(", ", KeyFormat.names()))));
        return ToolRun.withOutput(spec, texts, own.get("help.output"));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        List<Problem> problems = new ArrayList<>();
        Optional<ToolOutput> output = ToolRun.output(parsed, problems);
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        Path file = Places.of(parsed.<String>matchedPositionalValue(0, ""));
        ConvertRequest request = new ConvertRequest(file, naming(parsed), output.orElseThrow());
        return ToolRun.of(parsed, console, watcher -> convert.run(request, watcher));
    }

    private static KeyFormat naming(ParseResult parsed) {
        String all = String.join(", ", KeyFormat.names());
        String name = Options.text(parsed, NAMING)
                .orElseThrow(
                        () -> UserError.request(Message.of("cli.missing", NAMING), Message.of("cli.languages", all)));
        return KeyFormat.of(name).filter(KeyFormat.LOADED::contains).orElseThrow(() -> {
            Optional<String> nearest = NearestNames.closest(name, KeyFormat.names());
            return UserError.request(
                    Message.of("convert.noNaming", name),
                    nearest.map(near -> Message.of("config.didYouMean", near))
                            .orElse(Message.of("cli.languages", all)));
        });
    }
}
