package loralei.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import loralei.config.Family;
import loralei.config.PartialConfig;
import loralei.config.PictureSpec;
import loralei.config.PictureValue;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.PromptLines;
import loralei.config.Settings;
import loralei.config.TrainingConfig;
import loralei.job.DrawRequest;
import loralei.job.LoraChoice;
import loralei.job.UseCases;
import loralei.text.Message;
import loralei.text.Texts;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code sample}: draws pictures. */
final class SampleCommand implements Command {
    private static final String OUTPUT = "output/pictures";
    private static final String PROMPT = "--prompt";
    private static final String PROMPT_FILE = "--prompt-file";
    private static final String NEGATIVE = "--negative-prompt";
    private static final String LORA = "--lora";
    private static final String COUNT = "--count";
    private static final String BATCH_SIZE = "--batch-size";

    /** The settings of a training that mean the same here. */
    private static final Set<String> SHARED = Set.of("baseModel", "vae", "textEncoders", "device", "precision");

    private static final PictureSpec USUAL = PictureSpec.of("", 0);

    private final SettingOptions settings = new SettingOptions(Settings.ALL.stream()
            .filter(setting -> SHARED.contains(setting.name()))
            .toList());
    private final UseCases.Draw draw;

    SampleCommand(UseCases.Draw draw) {
        this.draw = draw;
    }

    @Override
    public CommandSpec spec(Texts texts) {
        Texts own = texts.part("draw");
        CommandSpec spec = CommandSpec.create().name("sample");
        spec.usageMessage().description(own.get("help")).sortOptions(false);
        spec.addOption(Options.several(texts, PROMPT, "TEXT", own.get("help.prompt")))
                .addOption(Options.value(texts, PROMPT_FILE, "FILE", own.get("help.promptFile")))
                .addOption(Options.value(texts, NEGATIVE, "TEXT", own.get("help.negativePrompt")))
                .addOption(Options.several(texts, LORA, "LORA", own.get("help.lora")));
        for (PictureValue<?> value : PictureValue.ALL) {
            String help = own.get("help." + value.option().substring(2));
            spec.addOption(Options.value(
                    texts,
                    value.option(),
                    value.type().choices().isEmpty() ? "N" : "NAME",
                    described(value, help, texts)));
        }
        spec.addOption(Options.value(texts, COUNT, "N", own.get("help.count", 1)))
                .addOption(Options.value(texts, BATCH_SIZE, "N", own.get("help.batchSize", 1)));
        return spec.addOption(Options.value(
                        texts, "--base-model", "DIR", own.get("help.baseModel", Family.DEFAULT.baseModel())))
                .addOption(Options.value(texts, "--vae", "FILE", own.get("help.vae")))
                .addOption(Options.value(texts, "--text-encoders", "PATH", own.get("help.textEncoders")))
                .addOption(Options.value(texts, "--device", "NAME", own.get("help.device")))
                .addOption(Options.value(texts, "--precision", "NAME", own.get("help.precision")))
                .addOption(Options.value(texts, "--output-dir", "DIR", texts.get("results", OUTPUT)))
                .addOption(Options.flag("--json", texts.get("json.events")));
    }

    /** With the choices and the default, where there is one that holds for all base models. */
    private static String described(PictureValue<?> value, String help, Texts texts) {
        List<String> choices = value.type().choices();
        String all = choices.isEmpty() ? help : help + " " + String.join(", ", choices) + ".";
        return value.problemOf(USUAL).isPresent() ? all : all + " " + texts.get("default", value.text(USUAL));
    }

    @Override
    public int run(ParseResult parsed, Console console) {
        List<Problem> problems = new ArrayList<>();
        PartialConfig partial = settings.read(parsed);
        partial.check().stream()
                .filter(problem -> SHARED.contains(problem.field()))
                .forEach(problems::add);
        PictureSpec defaults = defaults(parsed, problems);
        int count = Options.count(parsed, COUNT, 1, problems);
        int batchSize = Options.count(parsed, BATCH_SIZE, 1, problems);
        List<LoraChoice> loras = LoraArguments.read(LORA, all(parsed, LORA), problems);
        List<PictureSpec> pictures = problems.isEmpty() ? pictures(parsed, defaults) : List.of();
        if (problems.isEmpty() && pictures.isEmpty()) {
            problems.add(new Problem(
                    PROMPT, "", Message.of("draw.promptMissing"), Message.of("draw.givePrompt", PROMPT, PROMPT_FILE)));
        }
        if (pictures.stream().anyMatch(picture -> picture.seed() > Long.MAX_VALUE - count)) {
            problems.add(new Problem(
                    COUNT, String.valueOf(count), Message.of("draw.seedsEnd"), Message.of("draw.lowerSeed")));
        }
        if (!problems.isEmpty()) {
            console.fail(problems);
            return ExitCode.WRONG_REQUEST;
        }
        TrainingConfig config = partial.config();
        DrawRequest request = new DrawRequest(
                config.baseModel(),
                loras,
                repeated(pictures, count),
                batchSize,
                config.device(),
                config.precision(),
                Places.of(Options.text(parsed, "--output-dir").orElse(OUTPUT)),
                config.companions());
        return run(request, parsed.hasMatchedOption("--json"), console);
    }

    private int run(DrawRequest request, boolean json, Console console) {
        AtomicBoolean stop = new AtomicBoolean();
        return WatchedRun.until(console, () -> stop.set(true), Message.of("draw.stopping"), () -> {
            try (DrawView view = new DrawView(console, json, request.outputDir())) {
                draw.run(request, stop::get, view);
                return view.wasStopped() ? ExitCode.STOPPED : ExitCode.DONE;
            }
        });
    }

    private static PictureSpec defaults(ParseResult parsed, List<Problem> problems) {
        PictureSpec defaults =
                USUAL.withPrompts("", Options.text(parsed, NEGATIVE).orElse(""));
        for (PictureValue<?> value : PictureValue.ALL) {
            Optional<String> text = Options.text(parsed, value.option());
            if (text.isPresent()) {
                Optional<PictureSpec> read = value.read(defaults, text.get());
                if (read.isEmpty()) {
                    problems.add(value.problem(value.option(), text.get()));
                }
                defaults = read.orElse(defaults);
            }
        }
        return defaults;
    }

    /** Those of the command line, then those of the file. */
    private static List<PictureSpec> pictures(ParseResult parsed, PictureSpec defaults) {
        List<PictureSpec> pictures = new ArrayList<>(all(parsed, PROMPT).stream()
                .map(line -> PromptLines.ofLine(line, defaults))
                .toList());
        Options.text(parsed, PROMPT_FILE)
                .ifPresent(file -> pictures.addAll(PromptLines.ofFile(Places.of(file), defaults)));
        return pictures;
    }

    /** Each picture from so many seeds, one after the other. */
    private static List<PictureSpec> repeated(List<PictureSpec> pictures, int count) {
        List<PictureSpec> all = new ArrayList<>();
        for (PictureSpec picture : pictures) {
            for (int i = 0; i < count; i++) {
                all.add(picture.withSeed(picture.seed() + i));
            }
        }
        return all;
    }

    private static List<String> all(ParseResult parsed, String option) {
        OptionSpec found = parsed.matchedOption(option);
        return found == null ? List.of() : found.stringValues();
    }
}
