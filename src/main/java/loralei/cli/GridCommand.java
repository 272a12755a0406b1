package loralei.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import loralei.config.PartialConfig;
import loralei.config.PictureSpec;
import loralei.config.PictureValue;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.PromptLines;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.job.GridColumn;
import loralei.job.GridEvent;
import loralei.job.GridInput;
import loralei.job.GridRequest;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code grid}: checkpoints beside each other, in several strengths. */
final class GridCommand implements Command {
    private static final Set<String> SETTINGS =
            Set.of("baseModel", "vae", "textEncoders", "outputDir", "precision", "device");
    private static final String STRENGTHS = "0,0.6,0.8,1";
    private static final String WIDTH = "--width";
    private static final String HEIGHT = "--height";
    private static final String SEED = "--seed";

    private final SettingOptions settings = new SettingOptions(Settings.ALL.stream()
            .filter(setting -> SETTINGS.contains(setting.name()))
            .toList());
    private final UseCases.Grid grid;

    GridCommand(UseCases.Grid grid) {
        this.grid = grid;
    }

    @Override
    public CommandSpec spec(Texts texts) {
        Texts words = texts.part("grid");
        CommandSpec spec = CommandSpec.create().name("grid");
        spec.usageMessage().description(texts.get("grid")).sortOptions(false);
        settings.addTo(spec, texts);
        spec.addOption(Options.several(texts, "--lora", "FILE", words.get("option.lora")))
                .addOption(Options.value(texts, "--run", "NAME", words.get("option.run")))
                .addOption(Options.value(texts, "--strengths", "LIST", words.get("option.strengths", STRENGTHS)))
                .addOption(Options.several(texts, "--prompt", "TEXT", words.get("option.prompt")))
                .addOption(Options.value(texts, "--prompt-file", "FILE", words.get("option.promptFile")))
                .addOption(Options.value(texts, "--negative-prompt", "TEXT", words.get("option.negativePrompt")));
        PictureSpec usual = PictureSpec.of("", 0);
        for (PictureValue<?> value : PictureValue.ALL) {
            String help = words.get("option." + value.option().substring(2));
            String sized = value.option().equals(WIDTH) || value.option().equals(HEIGHT)
                    ? help
                    : help + " " + texts.get("default", value.text(usual));
            spec.addOption(Options.value(texts, value.option(), label(value), sized));
        }
        return spec.addOption(Options.value(texts, "--seeds", "LIST", words.get("option.seeds")))
                .addOption(Options.value(texts, "--count", "N", words.get("option.count")))
                .addOption(Options.value(texts, "--into", "DIR", words.get("option.into")))
                .addOption(Options.flag("--json", texts.get("json.events")));
    }

    private static String label(PictureValue<?> value) {
        return value.type().choices().isEmpty() ? "N" : "NAME";
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        PartialConfig partial = settings.read(parsed);
        List<Problem> problems = new ArrayList<>(partial.check().stream()
                .filter(problem -> SETTINGS.contains(problem.field()))
                .toList());
        int count = Options.count(parsed, "--count", 1, problems);
        PictureSpec values = values(parsed, problems);
        refuseBoth(parsed, "--seeds", SEED, problems);
        refuseBoth(parsed, "--seeds", "--count", problems);
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("cli.grid.stopping"), () -> {
            GridRequest request = request(parsed, partial.config(), values, count);
            AtomicBoolean stopped = new AtomicBoolean();
            try (GridProgress view = new GridProgress(console, parsed.hasMatchedOption("--json"))) {
                grid.run(request, stop::get, event -> {
                    stopped.compareAndSet(false, event instanceof GridEvent.Stopped);
                    view.accept(event);
                });
            }
            return stopped.get() ? ExitCode.STOPPED : ExitCode.DONE;
        });
    }

    /** What was said of the pictures; a width or height of 0 was not. */
    private static PictureSpec values(ParseResult parsed, List<Problem> problems) {
        PictureSpec picture = PictureSpec.of("", 0)
                .withPrompts("", Options.text(parsed, "--negative-prompt").orElse(""));
        for (PictureValue<?> value : PictureValue.ALL) {
            Optional<String> text = Options.text(parsed, value.option());
            if (text.isPresent()) {
                Optional<PictureSpec> read = value.read(picture, text.get());
                if (read.isEmpty()) {
                    problems.add(value.problem(value.option(), text.get()));
                }
                picture = read.orElse(picture);
            }
        }
        return picture;
    }

    private static void refuseBoth(ParseResult parsed, String one, String other, List<Problem> problems) {
        if (parsed.hasMatchedOption(one) && parsed.hasMatchedOption(other)) {
            problems.add(new Problem(
                    one, "", Message.of("train.notWith", SettingName.of(other)), Message.of("train.leaveOneOut")));
        }
    }

    private static GridRequest request(ParseResult parsed, TrainingConfig config, PictureSpec values, int count) {
        List<Path> loras = new ArrayList<>();
        Options.text(parsed, "--run")
                .ifPresent(name -> loras.addAll(GridRequest.checkpointsOf(config.outputDir(), name)));
        loras.addAll(texts(parsed, "--lora").map(Places::of).toList());
        if (loras.isEmpty()) {
            throw UserError.request(Message.of("grid.noLora"), Message.of("cli.grid.loraOrRun"));
        }
        Optional<Function<PictureSpec, List<PictureSpec>>> prompts = prompts(parsed);
        if (prompts.isEmpty()) {
            throw UserError.request(Message.of("grid.noPrompt"), Message.of("cli.grid.promptOrFile"));
        }
        List<Long> seeds = Options.text(parsed, "--seeds")
                .map(GridInput::seeds)
                .orElse(LongStream.range(values.seed(), values.seed() + count)
                        .boxed()
                        .toList());
        Path folder = Options.text(parsed, "--into")
                .map(Places::of)
                .orElse(GridRequest.folderOf(config.outputDir(), GridColumn.runOf(loras.get(0))));
        return new GridRequest(
                config.baseModel(),
                loras,
                GridInput.strengths(Options.text(parsed, "--strengths").orElse(STRENGTHS)),
                GridInput.pages(prompts.get(), values, seeds),
                config.device(),
                config.precision(),
                folder,
                config.companions());
    }

    /** Those of the file behind those of the command line. */
    private static Optional<Function<PictureSpec, List<PictureSpec>>> prompts(ParseResult parsed) {
        List<String> lines = texts(parsed, "--prompt").toList();
        Optional<Path> file = Options.text(parsed, "--prompt-file").map(Places::of);
        if (lines.isEmpty() && file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(usual -> Stream.concat(
                        lines.stream().map(line -> PromptLines.ofLine(line, usual)),
                        file.stream().flatMap(from -> PromptLines.ofFile(from, usual).stream()))
                .toList());
    }

    private static Stream<String> texts(ParseResult parsed, String option) {
        List<String> none = List.of();
        return parsed.matchedOptionValue(option, none).stream();
    }
}
