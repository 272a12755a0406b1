package loralei.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import loralei.config.Places;
import loralei.job.tool.LoraComparison;
import loralei.job.tool.LoraTools;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code compare}: two LoRAs beside each other. */
record CompareCommand(LoraTools.Compare compare) implements Command {
    private static final int MODULES_SHOWN = 10;

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("compare");
        CommandSpec spec = CommandSpec.create().name("compare");
        spec.usageMessage().description(own.get("help"));
        return spec.addPositional(ToolRun.file(texts, 0, own.get("help.first")))
                .addPositional(ToolRun.file(texts, 1, own.get("help.second")))
                .addOption(Options.flag(ToolRun.JSON, texts.get("json")));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        boolean json = parsed.hasMatchedOption(ToolRun.JSON);
        Path first = Places.of(parsed.<String>matchedPositionalValue(0, ""));
        Path second = Places.of(parsed.<String>matchedPositionalValue(1, ""));
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("compare.stopping"), () -> {
            LoraComparison found;
            try (ToolProgress progress = new ToolProgress(console, json, stop::get)) {
                found = compare.run(first, second, progress);
            }
            if (json) {
                console.out().println(Json.pretty(found));
            } else {
                show(found, console.texts().part("compare"), console);
            }
            return ExitCode.DONE;
        });
    }

    private static void show(LoraComparison found, Texts texts, Console console) {
        console.out().println(texts.get(found.equal() ? "equal" : "similarity", found.similarity()));
        console.out().println(texts.get("sizes", found.first(), found.second()));
        found.lines().forEach(line -> console.out().println(texts.say(line)));
        List<LoraComparison.Module> differing = found.modules().stream()
                .filter(module -> module.difference() > 0)
                .toList();
        if (!differing.isEmpty()) {
            console.out()
                    .println(texts.get(
                            "modules", differing.size(), found.modules().size()));
        }
        differing.stream()
                .limit(MODULES_SHOWN)
                .forEach(module -> console.out()
                        .println(texts.get(
                                "module",
                                module.name(),
                                module.similarity(),
                                module.first(),
                                module.second(),
                                module.difference())));
        if (differing.size() > MODULES_SHOWN) {
            console.out().println(texts.get("more", differing.size() - MODULES_SHOWN));
        }
    }
}
