package loralei.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import loralei.config.Family;
import loralei.config.Places;
import loralei.job.DownloadRequest;
import loralei.job.UseCases;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code download}: gets a base model. */
record DownloadCommand(UseCases.Download download) implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("download");
        spec.usageMessage()
                .description(
                        "Gets a base model into models/; goes on where an earlier download stopped, and checks every "
                                + "file.")
                .footer(
                        "",
                        "Environment: HF_ENDPOINT (another server, as --mirror), HF_TOKEN (access token, sent to that "
                                + "server only), HTTPS_PROXY, NO_PROXY.")
                .sortOptions(false);
        return spec.addPositional(PositionalParamSpec.builder()
                        .paramLabel("MODEL")
                        .index("0")
                        .arity("1")
                        .required(true)
                        .type(String.class)
                        .description("sd15 (2.1 GB) or sdxl (6.9 GB).")
                        .build())
                .addOption(Options.value("--into", "DIR", "The model's folder. Default: models/sd15 or models/sdxl"))
                .addOption(Options.value("--mirror", "URL", "A server with the same paths as huggingface.co."))
                .addOption(Options.flag("--overwrite", "Replace another model in that folder."))
                .addOption(Options.flag("--json", "Write one JSON object for each event."));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        String name = parsed.<String>matchedPositionalValue(0, "");
        Optional<Family> family = Arrays.stream(Family.values())
                .filter(known -> known.id().equals(name))
                .findFirst();
        if (family.isEmpty()) {
            console.fail(
                    "There is no model " + name + " to download.",
                    "There are: "
                            + Arrays.stream(Family.values()).map(Family::id).collect(Collectors.joining(", ")) + ".");
            return ExitCode.WRONG_REQUEST;
        }
        DownloadRequest usual = DownloadRequest.of(family.get());
        DownloadRequest request = new DownloadRequest(
                family.get(),
                Options.text(parsed, "--into").map(Places::of).orElse(usual.into()),
                Options.text(parsed, "--mirror"),
                parsed.hasMatchedOption("--overwrite"));
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), "stopping, keeping what was received", () -> {
            try (DownloadView view = DownloadView.of(console, parsed.hasMatchedOption("--json"))) {
                return download.run(request, stop::get, view).isPresent() ? ExitCode.DONE : ExitCode.STOPPED;
            }
        });
    }
}
