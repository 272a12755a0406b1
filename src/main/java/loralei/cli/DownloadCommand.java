package loralei.cli;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import loralei.config.Family;
import loralei.config.Places;
import loralei.job.DownloadRequest;
import loralei.job.UseCases;
import loralei.job.fetch.Secret;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code download}: gets a base model. */
record DownloadCommand(UseCases.Download download) implements Command {
    /** Told to nobody; see {@link Cli}. */
    static final String TOKEN = "--token";

    /** What names and addresses of models have, and words have not. */
    private static final Pattern ELSEWHERE = Pattern.compile("[/:]");

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
                .addOption(Options.value(texts, "--file", "NAME", texts.get("download.file")))
                .addOption(Options.value(texts, TOKEN, "TEXT", texts.get("download.token")))
                .addOption(Options.flag("--overwrite", texts.get("download.overwrite")))
                .addOption(Options.flag("--json", texts.get("json.events")));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        String name = parsed.<String>matchedPositionalValue(0, "");
        boolean isFamily =
                Arrays.stream(Family.values()).anyMatch(known -> known.id().equals(name));
        if (!isFamily && !ELSEWHERE.matcher(name).find()) {
            console.fail(
                    Message.of("cli.download.noModel", name),
                    Message.of(
                            "cli.download.models",
                            Arrays.stream(Family.values()).map(Family::id).collect(Collectors.joining(", ")),
                            Message.of("hub.addresses")));
            return ExitCode.WRONG_REQUEST;
        }
        DownloadRequest request = new DownloadRequest(
                name,
                Options.text(parsed, "--into").map(Places::of),
                Options.text(parsed, "--mirror"),
                parsed.hasMatchedOption("--overwrite"),
                Options.text(parsed, "--file"),
                Options.text(parsed, TOKEN).flatMap(Secret::of));
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("cli.download.stopping"), () -> {
            try (DownloadView view = DownloadView.of(console, parsed.hasMatchedOption("--json"))) {
                return download.run(request, stop::get, view).isPresent() ? ExitCode.DONE : ExitCode.STOPPED;
            }
        });
    }
}
