package loralei.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import loralei.config.NearestNames;
import loralei.job.UseCases;
import loralei.job.tool.CompareJob;
import loralei.job.tool.ConvertJob;
import loralei.job.tool.ExtractJob;
import loralei.job.tool.MergeIntoModelJob;
import loralei.job.tool.MergeJob;
import loralei.job.tool.MetadataJob;
import loralei.job.tool.ResizeJob;
import loralei.text.Message;
import loralei.text.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, parses its options, and turns what becomes of it into an exit code. */
public final class Cli {
    private static final String PROGRAM = "loralei";
    private static final String WINDOW = "window";
    static final String LANG = "--lang";
    private static final List<String> LANGUAGES = List.of("en", "de");
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
        commands.put("sample", new SampleCommand(useCases.draw()));
        commands.put("download", new DownloadCommand(useCases.download()));
        commands.put("doctor", new DoctorCommand(useCases.doctor()));
        commands.put("inspect", new InspectCommand(useCases.inspect()));
        commands.put("bench", new BenchCommand(useCases.bench()));
        commands.put("grid", new GridCommand(useCases.grid()));
        commands.put("demo", new DemoCommand(useCases.demo()));
        commands.put("convert", new ConvertCommand(new ConvertJob()));
        commands.put("metadata", new MetadataCommand(MetadataJob::read, new MetadataJob()));
        commands.put("compare", new CompareCommand(new CompareJob()));
        commands.put("merge", new MergeCommand(new MergeJob(), new MergeIntoModelJob()));
        commands.put("resize", new ResizeCommand(new ResizeJob()));
        commands.put("extract", new ExtractCommand(new ExtractJob()));
        commands.put("models", new ModelsCommand());
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
            LOG.info("{} {}: {}", PROGRAM, version(), String.join(" ", SafeWords.of(args)));
            LOG.info("Java {}, {}", Runtime.version(), System.getProperty("os.name"));
            Texts texts = Texts.ofCommandLine(language(args).orElse(surroundings.language()));
            Console console = new Console(out, err, surroundings, log.path(), texts);
            CommandLine commandLine = new CommandLine(spec(args, texts)).setExpandAtFiles(false);
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

    /** The language that was asked for, looked up before anything is said in it. */
    private static Optional<Locale> language(String[] args) {
        return IntStream.range(0, args.length)
                .filter(i -> args[i].equals(LANG) || args[i].startsWith(LANG + "="))
                .mapToObj(i -> args[i].equals(LANG)
                        ? (i + 1 < args.length ? args[i + 1] : "")
                        : args[i].substring(LANG.length() + 1))
                .filter(LANGUAGES::contains)
                .map(Locale::forLanguageTag)
                .findFirst();
    }

    private int run(ParseResult parsed, Console console) throws IOException {
        ParseResult inner = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        Optional<String> unknown = Stream.of(parsed, inner)
                .flatMap(at -> Options.text(at, LANG).stream())
                .filter(language -> !LANGUAGES.contains(language))
                .findFirst();
        if (unknown.isPresent()) {
            console.fail(
                    Message.of("cli.noLanguage", unknown.get()),
                    Message.of("cli.languages", String.join(", ", LANGUAGES)));
            return ExitCode.WRONG_REQUEST;
        }
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
    private CommandSpec spec(String[] args, Texts texts) {
        CommandSpec root = withCommon(CommandSpec.create().name(PROGRAM), texts);
        root.usageMessage()
                .description(texts.get("loralei"))
                .customSynopsis(PROGRAM + " [" + texts.get("label.COMMAND") + " [" + texts.get("label.OPTIONS") + "]]")
                .commandListHeading("%n" + texts.get("commands") + "%n")
                .footer("%n" + texts.get("footer"));
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .arity("0")
                .type(Boolean.class)
                .description(texts.get("version"))
                .build());
        boolean called = args.length > 0 && commands.containsKey(args[0]);
        commands.forEach((name, command) -> {
            if (!called || name.equals(args[0])) {
                root.addSubcommand(name, withCommon(command.spec(texts), texts));
            }
        });
        return root;
    }

    /** What the program and each of its commands understand. */
    private static CommandSpec withCommon(CommandSpec spec, Texts texts) {
        String positional = spec.positionalParameters().stream()
                .map(parameter -> " " + parameter.paramLabel())
                .collect(Collectors.joining());
        spec.usageMessage()
                .synopsisHeading(texts.get("usage") + " ")
                .customSynopsis(PROGRAM + " " + spec.name() + " [" + texts.get("label.OPTIONS") + "]" + positional);
        return spec.addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .arity("0")
                        .type(Boolean.class)
                        .description(texts.get("help"))
                        .build())
                .addOption(Options.value(texts, LANG, "LANGUAGE", texts.get("lang")));
    }

    private static Message message(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean command = failure.getCommandLine().getCommandName().equals(PROGRAM) && !word.startsWith("-");
            return command ? Message.of("cli.noCommand", word) : Message.of("cli.noOption", word);
        }
        if (failure instanceof OverwrittenOptionException twice) {
            return Message.of("cli.twice", name(twice.getOverwritten()));
        }
        if (failure instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            ArgSpec first = missing.getMissing().get(0);
            return Message.of(first.isOption() ? "cli.noValue" : "cli.missing", name(first));
        }
        return Message.text(failure.getMessage()); // picocli's own words, which are English
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** The nearest known word, or where to find all. */
    private static Message hint(ParameterException failure) {
        CommandLine at = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            List<String> known = word.startsWith("-")
                    ? List.copyOf(at.getCommandSpec().optionsMap().keySet())
                    : List.copyOf(at.getSubcommands().keySet());
            Optional<String> nearest = NearestNames.closest(word, known);
            if (nearest.isPresent()) {
                return Message.of("config.didYouMean", nearest.get());
            }
        }
        String words = at.getCommandName().equals(PROGRAM) ? PROGRAM : PROGRAM + " " + at.getCommandName();
        return Message.of("cli.seeHelp", words);
    }

    static String version() {
        String version = Cli.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
