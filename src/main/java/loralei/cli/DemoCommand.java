package loralei.cli;

import java.nio.file.Path;
import loralei.config.Places;
import loralei.job.UseCases;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code demo}: the whole way with what is shipped. */
record DemoCommand(UseCases.Demo demo) implements Command {
    private static final String OUTPUT = "output/demo";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("demo");
        spec.usageMessage()
                .description("Trains a LoRA on the bundled pictures and draws with it; takes a few minutes.");
        return spec.addOption(Options.value("--output-dir", "DIR", "Folder for the results. Default: " + OUTPUT));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        Path folder = Places.of(Options.text(parsed, "--output-dir").orElse(OUTPUT));
        return WatchedRun.of(
                console,
                false,
                (control, listener) -> demo.run(folder, control, listener).ifPresent(result -> {
                    console.out().println("LoRA:    " + result.lora());
                    console.out().println("picture: " + result.picture());
                }));
    }
}
