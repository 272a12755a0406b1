package loralei.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import loralei.config.Family;
import loralei.config.Places;
import loralei.job.DownloadRequest;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code download}: gets a base model. */
record DownloadCommand(UseCases.Download download) implements Command {
    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("download");
        spec.usageMessage()
                .description(texts.get("download"))
                .footer("", texts.get("download.environment"))
                .sortOptions(false);
        return spec.addPositional(PositionalParamSpec.builder()
                        .paramLabel(texts.get("label.MODEL"))
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .description(texts.get("download.model"))
                        .build())
                .addOption(Options.value(texts, "--into", "DIR", texts.get("download.into")))
                .addOption(Options.value(texts, "--mirror", "URL", texts.get("download.mirror")))
                .addOption(Options.flag("--overwrite", texts.get("download.overwrite")))
                .addOption(Options.flag("--json", texts.get("json.events")));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        String name = parsed.<String>matchedPositionalValue(0, "");
        Optional<Family> family = Arrays.stream(Family.values())
                .filter(known -> known.id().equals(name))
                .findFirst();
        if (family.isEmpty()) {
            console.fail(
                    Message.of("cli.download.noModel", name),
                    Message.of(
                            "cli.download.models",
                            Arrays.stream(Family.values()).map(Family::id).collect(Collectors.joining(", "))));
            return ExitCode.WRONG_REQUEST;
        }
        DownloadRequest usual = DownloadRequest.of(family.get());
        DownloadRequest request = new DownloadRequest(
                family.get(),
                Options.text(parsed, "--into").map(Places::of).orElse(usual.into()),
                Options.text(parsed, "--mirror"),
                parsed.hasMatchedOption("--overwrite"));
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("cli.download.stopping"), () -> {
            try (DownloadView view = DownloadView.of(console, parsed.hasMatchedOption("--json"))) {
                return download.run(request, stop::get, view).isPresent() ? ExitCode.DONE : ExitCode.STOPPED;
            }
        });
    }
}
