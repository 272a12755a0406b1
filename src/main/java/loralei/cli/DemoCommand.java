package loralei.cli;

import java.nio.file.Path;
import loralei.config.Places;
import loralei.job.UseCases;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code demo}: the whole way with what is shipped. */
record DemoCommand(UseCases.Demo demo) implements Command {
    private static final String OUTPUT = "output/demo";

    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("demo");
        spec.usageMessage().description(texts.get("demo"));
        return spec.addOption(Options.value(texts, "--output-dir", "DIR", texts.get("results", OUTPUT)));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        Path folder = Places.of(Options.text(parsed, "--output-dir").orElse(OUTPUT));
        return WatchedRun.of(
                console,
                false,
                (control, listener) -> demo.run(folder, control, listener).ifPresent(result -> {
                    console.out().println(console.texts().get("demo.lora", result.lora()));
                    console.out().println(console.texts().get("demo.picture", result.picture()));
                }));
    }
}
