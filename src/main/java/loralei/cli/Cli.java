package loralei.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loralei.config.NearestNames;
import loralei.job.UseCases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, parses its options, and turns what becomes of it into an exit code. */
public final class Cli {
    private static final String PROGRAM = "loralei";
    private static final String WINDOW = "window";
    private static final Logger LOG = LoggerFactory.getLogger(Cli.class);

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final Surroundings surroundings;

    /**
     * Knows what to call.
     *
     * @param useCases what the commands do
     * @param window opened where no command is given
     * @param surroundings the terminal and the system around the program
     */
    public Cli(UseCases useCases, Window window, Surroundings surroundings) {
        this.surroundings = surroundings;
        commands.put(WINDOW, new WindowCommand(window));
        commands.put("train", new TrainCommand(useCases.train()));
        commands.put("download", new DownloadCommand(useCases.download()));
        commands.put("doctor", new DoctorCommand(useCases.doctor()));
        commands.put("inspect", new InspectCommand(useCases.inspect()));
        commands.put("bench", new BenchCommand(useCases.bench()));
        commands.put("demo", new DemoCommand(useCases.demo()));
        commands.put("natives", new NativesCommand());
    }

    /**
     * Runs one command line.
     *
     * @param args its words
     * @param out where results and progress go
     * @param err where failures go
     * @return the exit code: 0 done, 1 the run failed, 2 the request was wrong, 130 stopped by the user
     */
    public int execute(String[] args, PrintStream out, PrintStream err) {
        try (LogFile log = LogFile.openIn(surroundings.logFolder())) {
            LOG.info("{} {}: {}", PROGRAM, version(), Arrays.toString(args));
            LOG.info("Java {}, {}", Runtime.version(), System.getProperty("os.name"));
            Console console = new Console(out, err, surroundings, log.path());
            CommandLine commandLine = new CommandLine(spec(args)).setExpandAtFiles(false);
            try {
                return run(commandLine.parseArgs(args), console);
            } catch (ParameterException e) {
                console.fail(message(e), hint(e));
                return ExitCode.WRONG_REQUEST;
            } catch (Throwable failure) { // the last place that can turn it into a message
                return Failures.report(failure, console);
            }
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int run(ParseResult parsed, Console console) throws IOException {
        ParseResult inner = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (inner.isUsageHelpRequested()) {
            inner.commandSpec().commandLine().usage(console.out());
            return ExitCode.DONE;
        }
        if (inner.isVersionHelpRequested()) {
            console.out().println(PROGRAM + " " + version());
            return ExitCode.DONE;
        }
        if (!parsed.hasSubcommand()) {
            return commands.get(WINDOW).run(inner, console);
        }
        return commands.get(inner.commandSpec().name()).run(inner, console);
    }

    /** The options of all commands; only those of the one that is called, if one is, so that a start does not wait. */
    private CommandSpec spec(String[] args) {
        CommandSpec root = CommandSpec.create().name(PROGRAM);
        root.usageMessage()
                .description("Trains Stable Diffusion 1.5 and SDXL LoRAs from a handful of pictures.")
                .customSynopsis(PROGRAM + " [COMMAND [OPTIONS]]")
                .commandListHeading("%nCommands:%n")
                .footer("%nWithout a command the window opens. loralei COMMAND --help lists the options of a command.");
        root.addOption(help())
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .arity("0")
                        .type(Boolean.class)
                        .description("Tell the version.")
                        .build());
        boolean called = args.length > 0 && commands.containsKey(args[0]);
        commands.forEach((name, command) -> {
            if (!called || name.equals(args[0])) {
                root.addSubcommand(name, command.spec().addOption(help()));
            }
        });
        return root;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .arity("0")
                .type(Boolean.class)
                .description("Tell how to use this.")
                .build();
    }

    private static String message(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean command = failure.getCommandLine().getCommandName().equals(PROGRAM) && !word.startsWith("-");
            return (command ? "There is no command " : "There is no option ") + word + ".";
        }
        return failure.getMessage().endsWith(".") ? failure.getMessage() : failure.getMessage() + ".";
    }

    /** The nearest known word, or where to find all. */
    private static String hint(ParameterException failure) {
        CommandLine at = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            List<String> known = word.startsWith("-")
                    ? List.copyOf(at.getCommandSpec().optionsMap().keySet())
                    : List.copyOf(at.getSubcommands().keySet());
            String nearest = NearestNames.closest(word, known).orElse("");
            if (!nearest.isEmpty()) {
                return "Did you mean " + nearest + "?";
            }
        }
        String words = at.getCommandName().equals(PROGRAM) ? PROGRAM : PROGRAM + " " + at.getCommandName();
        return words + " --help lists what there is.";
    }

    private static String version() {
        String version = Cli.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
