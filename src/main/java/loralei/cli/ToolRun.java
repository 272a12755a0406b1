package loralei.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.Places;
import loralei.config.SavePrecision;
import loralei.config.UserError;
import loralei.job.tool.ToolOutput;
import loralei.job.tool.ToolResult;
import loralei.job.tool.ToolWatcher;
import loralei.safetensors.DType;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the commands that make a file of others have in common. */
final class ToolRun {
    static final String OUTPUT = "--output";
    static final String OVERWRITE = "--overwrite";
    static final String TYPE = "--type";
    static final String JSON = "--json";

    private ToolRun() {}

    /** What a tool does, given a watcher. */
    @FunctionalInterface
    interface Body {
        ToolResult run(ToolWatcher watcher) throws IOException;
    }

    /** A file that a command reads. */
    static PositionalParamSpec file(Texts texts, int place, String help) {
        return PositionalParamSpec.builder()
                .paramLabel(texts.get("label.FILE"))
                .index(String.valueOf(place))
                .arity("1")
                .required(true)
                .type(String.class)
                .description(help)
                .build();
    }

    /** The types that a LoRA is written in. */
    static OptionSpec type(Texts texts) {
        String all = Stream.of(SavePrecision.values()).map(SavePrecision::id).collect(Collectors.joining(", "));
        return Options.value(texts, TYPE, "NAME", texts.part("convert").get("help.type", all));
    }

    /** Where the result goes; it has to be said. */
    static ToolOutput output(ParseResult parsed) {
        Path file = Options.text(parsed, OUTPUT)
                .map(Places::of)
                .orElseThrow(() -> UserError.request(
                        Message.of("convert.noOutput"), Message.of("convert.noOutput.remedy", OUTPUT)));
        return new ToolOutput(file, type(parsed), parsed.hasMatchedOption(OVERWRITE));
    }

    private static Optional<DType> type(ParseResult parsed) {
        Optional<String> text = Options.text(parsed, TYPE);
        return text.map(id -> switch (id) {
            case "fp16" -> DType.F16;
            case "bf16" -> DType.BF16;
            case "fp32" -> DType.F32;
            default ->
                throw UserError.request(
                        Message.of("convert.noType", id),
                        Message.of(
                                "cli.languages",
                                Stream.of(SavePrecision.values())
                                        .map(SavePrecision::id)
                                        .collect(Collectors.joining(", "))));
        });
    }

    /** Runs a tool with its progress shown where there is a terminal, and tells what it made. */
    static int of(ParseResult parsed, Console console, Body body) {
        boolean json = parsed.hasMatchedOption(JSON);
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("convert.stopping"), () -> {
            ToolResult result;
            try (ToolProgress progress = new ToolProgress(console, json, stop::get)) {
                result = body.run(progress);
            }
            if (json) {
                console.out().println(Json.pretty(result));
            } else {
                result.lines()
                        .forEach(line -> console.out().println(console.texts().say(line)));
                console.out()
                        .println(console.texts()
                                .say(result.file()
                                        .map(file -> Message.of("convert.done", file))
                                        .orElse(Message.of("convert.stopped"))));
            }
            return result.file().isPresent() ? ExitCode.DONE : ExitCode.STOPPED;
        });
    }
}
