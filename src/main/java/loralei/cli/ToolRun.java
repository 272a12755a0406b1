package loralei.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.FileFailure;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.SavePrecision;
import loralei.config.UserError;
import loralei.job.tool.ToolOutput;
import loralei.job.tool.ToolResult;
import loralei.job.tool.ToolWatcher;
import loralei.safetensors.DType;
import loralei.safetensors.SafetensorsException;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the commands that make a file of others have in common. */
final class ToolRun {
    static final String OUTPUT = "--output";
    static final String OVERWRITE = "--overwrite";
    private static final String TYPE = "--type";
    static final String JSON = "--json";
    private static final Map<String, DType> WRITTEN = Map.of("fp16", DType.F16, "bf16", DType.BF16, "fp32", DType.F32);
    private static final String TYPES =
            Stream.of(SavePrecision.values()).map(SavePrecision::id).collect(Collectors.joining(", "));

    private ToolRun() {}

    /** What a tool does, given a watcher. */
    @FunctionalInterface
    interface Body {
        ToolResult run(ToolWatcher watcher) throws IOException;
    }

    /** A file that a command reads. */
    static PositionalParamSpec file(Texts texts, int place, String help) {
        return path(place, texts.get("label.FILE"), help);
    }

    /** A file or folder that a command reads, of a certain kind. */
    static PositionalParamSpec path(int place, String label, String help) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index(String.valueOf(place))
                .arity("1")
                .required(true)
                .type(String.class)
                .description(help)
                .build();
    }

    /** Adds what says where the file goes, and how what is made is told. */
    static CommandSpec withOutput(CommandSpec spec, Texts texts, String helpOfOutput) {
        Texts own = texts.part("convert");
        return spec.addOption(Options.value(texts, OUTPUT, "PATH", helpOfOutput))
                .addOption(Options.value(texts, TYPE, "NAME", own.get("help.type", TYPES)))
                .addOption(Options.flag(OVERWRITE, own.get("help.overwrite")))
                .addOption(Options.flag(JSON, texts.get("json")));
    }

    /** Where the file goes; a problem where that is not said. */
    static Optional<ToolOutput> output(ParseResult parsed, List<Problem> problems) {
        Optional<String> file = Options.text(parsed, OUTPUT);
        Optional<String> name = Options.text(parsed, TYPE);
        Optional<DType> type = name.flatMap(id -> Optional.ofNullable(WRITTEN.get(id)));
        if (file.isEmpty()) {
            problems.add(new Problem(OUTPUT, "", Message.of("draw.promptMissing"), Message.of("convert.sayOutput")));
        }
        if (name.isPresent() && type.isEmpty()) {
            problems.add(
                    new Problem(TYPE, name.get(), Message.of("convert.noType"), Message.of("cli.languages", TYPES)));
        }
        return file.map(text -> new ToolOutput(Places.of(text), type, parsed.hasMatchedOption(OVERWRITE)));
    }

    /** Runs a tool with its progress shown where there is a terminal, and tells what it made. */
    static int of(ParseResult parsed, Console console, Body body) {
        boolean json = parsed.hasMatchedOption(JSON);
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("convert.stopping"), () -> {
            ToolResult result;
            try (ToolProgress progress = new ToolProgress(console, json, stop::get)) {
                result = body.run(progress);
            } catch (SafetensorsException e) {
                throw e; // says all itself
            } catch (IOException e) {
                throw UserError.run(Message.of(e), FileFailure.of(e).remedy()).causedBy(e);
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
