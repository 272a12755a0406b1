package loralei.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import loralei.config.FileFailure;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.SettingType;
import loralei.config.UserError;
import loralei.job.tool.RankChoice;
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

/** What the commands have in common that make a file of others: options, progress and result. */
final class MadeFile {
    private static final String OUTPUT = "--output";
    private static final String TYPE = "--type";
    private static final String OVERWRITE = "--overwrite";
    private static final String JSON = "--json";
    private static final String RANK = "--rank";
    private static final String ENERGY = "--energy";
    private static final String MOST = "--max-rank";
    private static final Map<String, DType> TYPES = Map.of("fp16", DType.F16, "bf16", DType.BF16, "fp32", DType.F32);
    private static final String TYPES_SHOWN = "fp16, bf16, fp32";

    private MadeFile() {}

    /** What is run. */
    @FunctionalInterface
    interface Body {
        ToolResult run(ToolWatcher watcher) throws IOException;
    }

    /** A word of the command without a name. */
    static PositionalParamSpec positional(String index, String arity, String label, String help) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index(index)
                .arity(arity)
                .required(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(help)
                .build();
    }

    /** Adds what says where the file goes. */
    static CommandSpec withOutput(CommandSpec spec, Texts texts) {
        Texts own = texts.part("merge");
        return spec.addOption(Options.value(texts, OUTPUT, "PATH", own.get("help.output")))
                .addOption(Options.value(texts, TYPE, "NAME", own.get("help.type", TYPES_SHOWN)))
                .addOption(Options.flag(OVERWRITE, own.get("help.overwrite")))
                .addOption(Options.flag(JSON, texts.get("json")));
    }

    /** Adds what says which rank is left. */
    static CommandSpec withRank(CommandSpec spec, Texts texts, String helpOfRank) {
        Texts own = texts.part("merge");
        return spec.addOption(Options.value(texts, RANK, "N", own.get(helpOfRank)))
                .addOption(Options.value(texts, ENERGY, "N", own.get("help.energy")))
                .addOption(Options.value(texts, MOST, "N", own.get("help.maxRank", ENERGY)));
    }

    /** Where the file goes; a problem where that is not said. */
    static Optional<ToolOutput> output(ParseResult parsed, List<Problem> problems) {
        Optional<String> file = Options.text(parsed, OUTPUT);
        Optional<String> name = Options.text(parsed, TYPE);
        Optional<DType> type = name.map(text -> TYPES.get(text.toLowerCase(Locale.ROOT)));
        if (file.isEmpty()) {
            problems.add(new Problem(OUTPUT, "", Message.of("draw.promptMissing"), Message.of("merge.sayOutput")));
        }
        if (name.isPresent() && type.isEmpty()) {
            problems.add(new Problem(
                    TYPE, name.get(), Message.of("merge.unknownType"), Message.of("merge.types", TYPES_SHOWN)));
        }
        return file.map(text -> new ToolOutput(Places.of(text), type, parsed.hasMatchedOption(OVERWRITE)));
    }

    /** Which rank is left; empty where nothing is said of it. */
    static Optional<RankChoice> rank(ParseResult parsed, List<Problem> problems) {
        Optional<String> energy = Options.text(parsed, ENERGY);
        boolean fixed = parsed.hasMatchedOption(RANK);
        int rank = Options.count(parsed, RANK, 16, problems);
        int most = Options.count(parsed, MOST, Integer.MAX_VALUE, problems);
        if (fixed && energy.isPresent()) {
            problems.add(new Problem(
                    ENERGY, energy.get(), Message.of("train.notWith", RANK), Message.of("train.leaveOneOut")));
        }
        if (parsed.hasMatchedOption(MOST) && energy.isEmpty()) {
            problems.add(new Problem(
                    MOST, "", Message.of("merge.onlyWith", ENERGY), Message.of("merge.addOrLeave", ENERGY, MOST)));
        }
        Optional<Double> share = energy.flatMap(SettingType.NUMBER::fromText).filter(value -> value > 0 && value <= 1);
        if (energy.isPresent() && share.isEmpty()) {
            problems.add(new Problem(ENERGY, energy.get(), Message.of("merge.noShare"), Message.of("merge.energyTo1")));
        }
        if (energy.isPresent()) {
            return share.map(value -> new RankChoice.Energy(value, most));
        }
        return fixed ? Optional.of(new RankChoice.Fixed(rank)) : Optional.empty();
    }

    /** The same where something has to be said. */
    static Optional<RankChoice> neededRank(ParseResult parsed, List<Problem> problems) {
        int before = problems.size();
        Optional<RankChoice> rank = rank(parsed, problems);
        if (rank.isEmpty() && problems.size() == before) {
            problems.add(
                    new Problem(RANK, "", Message.of("draw.promptMissing"), Message.of("merge.sayRank", RANK, ENERGY)));
        }
        return rank;
    }

    /** The values of a positional parameter. */
    static List<String> words(ParseResult parsed) {
        List<String> words = new ArrayList<>();
        parsed.matchedPositionals().forEach(found -> words.addAll(found.stringValues()));
        return words;
    }

    /** Runs it with its progress shown, until the end or until asked to stop. */
    static int run(ParseResult parsed, Console console, Body body) {
        boolean json = parsed.hasMatchedOption(JSON);
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("merge.stopping"), () -> {
            ToolResult result;
            try (Progress progress = new Progress(console, json, stop)) {
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
                result.file()
                        .map(file -> Message.of("cli.saved", file))
                        .or(() -> Optional.of(Message.of("merge.stopped")))
                        .ifPresent(line -> console.out().println(console.texts().say(line)));
            }
            return result.file().isPresent() ? ExitCode.DONE : ExitCode.STOPPED;
        });
    }

    /** One rewritten line on a terminal, a line now and then in a file or pipe, nothing for programs. */
    private static final class Progress implements ToolWatcher, AutoCloseable {
        private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

        private final PrintStream out;
        private final Console console;
        private final boolean json;
        private final AtomicBoolean stop;
        private final Optional<TerminalLine> terminal;
        private long next;

        Progress(Console console, boolean json, AtomicBoolean stop) {
            this.out = console.out();
            this.console = console;
            this.json = json;
            this.stop = stop;
            this.terminal = !json && console.surroundings().terminal()
                    ? Optional.of(
                            new TerminalLine(out, console.surroundings().width().getAsInt()))
                    : Optional.empty();
            this.next = now() + INTERVAL;
        }

        private long now() {
            return console.surroundings().nanoTime().getAsLong();
        }

        @Override
        public void at(int done, int of) {
            String line = console.texts().say(Message.of("merge.progress", done, of));
            if (terminal.isPresent()) {
                terminal.get().draw(line);
                out.flush();
            } else if (!json && now() - next >= 0) {
                next = now() + INTERVAL;
                out.println(line);
                out.flush();
            }
        }

        @Override
        public boolean stopped() {
            return stop.get();
        }

        @Override
        public void close() {
            terminal.ifPresent(TerminalLine::erase);
        }
    }
}
