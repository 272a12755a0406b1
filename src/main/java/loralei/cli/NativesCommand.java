package loralei.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import loralei.config.UserError;
import loralei.job.NativesJob;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code natives}: fetches the build of PyTorch that this computer needs; the installer calls it. */
final class NativesCommand implements Command {
    private static final double MEGABYTE = 1e6;

    /** How far a file has to come on for another line of progress. */
    private static final long LINE_EVERY = 50_000_000;

    @Override
    public CommandSpec spec(Texts texts) {
        CommandSpec spec = CommandSpec.create().name("natives");
        spec.usageMessage().description(texts.get("natives"));
        return spec.addOption(Options.value(texts, "--flavor", "NAME", texts.get("natives.flavor")));
    }

    @Override
    public int run(ParseResult parsed, Console console) throws IOException {
        String flavor = Options.text(parsed, "--flavor").orElse("cpu");
        if (!flavor.matches("cpu|cu\\d{3}")) {
            throw UserError.request(Message.of("cli.natives.noFlavor", flavor), Message.of("cli.natives.flavors"));
        }
        String mirror = System.getenv("LORALEI_NATIVES_URL");
        URI source = mirror == null ? NativesJob.PUBLISHER : URI.create(mirror.endsWith("/") ? mirror : mirror + "/");
        Path folder = NativesJob.run(NativesJob.Request.here(flavor, source), new Lines(console)::progress);
        console.out().println("PyTorch: " + folder);
        return ExitCode.DONE;
    }

    /** A line for the beginning of each file, for its end, and now and then between. */
    private static final class Lines {
        private final Console console;
        private long next;

        Lines(Console console) {
            this.console = console;
        }

        void progress(String file, int number, int count, long bytes, long total) {
            boolean ended = bytes == total;
            if (bytes < next && !ended) {
                return;
            }
            next = ended ? 0 : bytes + LINE_EVERY;
            console.err()
                    .println(console.texts()
                            .get(
                                    total < 0 ? "natives.progress" : "natives.progressOf",
                                    number,
                                    count,
                                    file,
                                    bytes / MEGABYTE,
                                    total / MEGABYTE));
        }
    }
}
