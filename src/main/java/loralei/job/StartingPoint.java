package loralei.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.config.PartialConfig;
import loralei.config.Places;
import loralei.config.Problem;
import loralei.config.SavePrecision;
import loralei.config.TrainingConfig;
import loralei.config.UserError;
import loralei.diffusion.PredictionType;
import loralei.lora.LoraFile;
import loralei.lora.LoraModule;
import loralei.lora.LoraProblem;
import loralei.lora.LoraReport;
import loralei.lora.StartingLora;
import loralei.lora.Target;
import loralei.lora.TargetKind;
import loralei.model.BaseModel;
import loralei.text.Message;
import loralei.text.SettingName;
import loralei.train.RunFiles;
import loralei.train.SavedRun;

/**
 * Where a run begins that goes on from a LoRA: with the layers, ranks and alphas of that LoRA.
 *
 * @param config the settings, with the rank and alpha that most layers have
 * @param lora what the run begins with
 * @param notes what to tell of it, in sentences
 */
public record StartingPoint(TrainingConfig config, StartingLora lora, List<Message> notes) {
    private static final int MOST_NAMED = 5;

    /** What is odd of a file and makes the run another one than the person may think. */
    private static final Set<String> TOLD = Set.of(
            "lora.noAlpha",
            "lora.noPeftAlpha",
            "lora.bundled",
            "lora.otherInMetadata",
            "lora.notUnderstood",
            "lora.allZero");

    /**
     * What the settings ask for; empty where they ask for no LoRA. A run that is saved has all that it needs of its LoRA,
     * so that the file may be gone.
     *
     * @throws UserError says why the run cannot begin so
     */
    static Optional<StartingPoint> of(TrainingConfig config, boolean resume) {
        Optional<SavedRun> saved = resume ? saved(config) : Optional.empty();
        boolean wanted = isWanted(config);
        if (saved.isPresent()) {
            saved.get()
                    .expectStart(
                            wanted,
                            wanted && Files.isRegularFile(config.startFrom())
                                    ? Optional.of(contentOf(config.startFrom()))
                                    : Optional.empty());
        }
        if (!wanted) {
            return Optional.empty();
        }
        BaseModel model = BaseModel.of(config).expect(config.family());
        return Optional.of(
                saved.isPresent()
                        ? of(config, saved.get().startingLora(model.unetConfig()), List.of())
                        : read(config, model));
    }

    static boolean isWanted(TrainingConfig config) {
        return !config.startFrom().equals(TrainingConfig.NO_LORA);
    }

    private static Optional<SavedRun> saved(TrainingConfig config) {
        RunFiles files = new RunFiles(config.outputDir(), config.outputName());
        return Files.exists(files.stateFile()) ? Optional.of(SavedRun.read(files)) : Optional.empty();
    }

    /** What goes on from a file. */
    static StartingPoint read(TrainingConfig config, BaseModel model) {
        LoraChoice choice = new LoraChoice(config.startFrom(), 1);
        LoraFile file = choice.open(model);
        StartingLora lora = StartingLora.of(
                config.startFrom(), contentOf(config.startFrom()), choice.weights(file, model), model.unetConfig());
        expectSavable(lora, config.savePrecision());
        return of(config, lora, told(file.report(), config, model));
    }

    private static StartingPoint of(TrainingConfig config, StartingLora lora, List<Message> told) {
        List<Message> notes = new ArrayList<>(List.of(outline(lora)));
        if (!lora.kept().modules().isEmpty()) {
            notes.add(Message.of(
                    "start.kept",
                    lora.kept().modules().size(),
                    Message.joined(
                            ", ",
                            lora.kept().modules().stream()
                                    .flatMap(module -> TargetKind.of(module.name()).stream())
                                    .distinct()
                                    .map(TargetKind::title)
                                    .toList())));
        }
        notes.addAll(told);
        TrainingConfig settled = config.with("rank", lora.rank()).with("alpha", lora.alpha());
        return new StartingPoint(settled, lora, List.copyOf(notes));
    }

    private static Message outline(StartingLora lora) {
        int layers = lora.targets().size();
        return lora.isEven()
                ? Message.of("start.even", lora.name(), layers, lora.rank(), Message.text(plain(lora.alpha())))
                : Message.of(
                        "start.uneven",
                        lora.name(),
                        layers,
                        distinct(lora, target -> String.valueOf(target.rank())),
                        distinct(lora, target -> plain(target.alpha())));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf(Math.round(number)) : String.valueOf((float) number);
    }

    private static String distinct(StartingLora lora, Function<Target, String> number) {
        List<String> all = lora.targets().stream().map(number).distinct().toList();
        return String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())))
                + (all.size() > MOST_NAMED ? ", ..." : "");
    }

    /** An alpha that the precision of the file cannot hold would make the LoRA endless, or nothing. */
    private static void expectSavable(StartingLora lora, SavePrecision precision) {
        Stream.concat(
                        lora.targets().stream().map(Target::alpha),
                        lora.kept().modules().stream().map(LoraModule::alpha).map(Float::doubleValue))
                .filter(alpha -> alpha != 0)
                .filter(alpha -> Math.abs(alpha) < precision.smallest() || Math.abs(alpha) > precision.largest())
                .findFirst()
                .ifPresent(alpha -> {
                    throw UserError.request(
                            Message.of("start.alpha", lora.name(), alpha, precision.id()),
                            Message.of("start.alpha.remedy", SettingName.of("savePrecision", "fp32")));
                });
    }

    private static List<Message> told(LoraReport report, TrainingConfig config, BaseModel model) {
        List<Message> told = new ArrayList<>();
        String before = report.metadata().getOrDefault("ss_sd_model_name", "");
        String now = Places.nameOf(config.baseModel());
        if (!before.isBlank()
                && !before.equals("None")
                && !withoutEnding(before).equals(withoutEnding(now))) {
            told.add(Message.of("start.otherModel", before, now));
        }
        String predicted = report.metadata().getOrDefault("modelspec.prediction_type", "");
        boolean velocity = model.scheduler().predictionType() == PredictionType.V_PREDICTION;
        if (!predicted.isEmpty() && predicted.startsWith("v") != velocity) {
            told.add(Message.of("start.otherPrediction"));
        }
        report.problems().stream()
                .filter(problem -> problem.severity() == LoraProblem.Severity.WARNING)
                .filter(problem -> TOLD.contains(problem.text().key()))
                .map(problem -> Message.of("shared.colon", report.file().getFileName(), problem.text()))
                .forEach(told::add);
        return told;
    }

    private static String withoutEnding(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst(".*/", "").replaceFirst("\\.(safetensors|ckpt)$", "");
    }

    /**
     * What was asked for by name and is another in the LoRA: its ranks and alphas are what they are.
     *
     * @param options what was asked for by name
     * @param config all settings
     */
    public static List<Problem> contradictions(PartialConfig options, TrainingConfig config) {
        boolean named = options.values().containsKey("rank") || options.values().containsKey("alpha");
        if (!named || !isWanted(config) || !Files.isRegularFile(config.startFrom())) {
            return List.of();
        }
        try {
            return LoraFile.read(config.startFrom()).report().lora().stream()
                    .flatMap(lora -> Stream.of(
                            contradiction("rank", options, lora.ranks().keySet()),
                            contradiction("alpha", options, lora.alphas().keySet())))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            return List.of(); // what is wrong with the file is told when the run reads it
        }
    }

    private static Optional<Problem> contradiction(String setting, PartialConfig options, Set<? extends Number> there) {
        Object asked = options.values().get(setting);
        boolean same = !(asked instanceof Number number)
                || there.stream().allMatch(value -> value.doubleValue() == number.doubleValue());
        return same
                ? Optional.empty()
                : Optional.of(new Problem(
                        setting,
                        String.valueOf(asked),
                        Message.of(
                                "start.contradiction",
                                there.stream()
                                        .map(Number::doubleValue)
                                        .map(StartingPoint::plain)
                                        .collect(Collectors.joining(", "))),
                        Message.of("start.contradiction.remedy", SettingName.of(setting))));
    }

    private static String contentOf(Path file) {
        try {
            return LoraShelf.contentOf(file);
        } catch (IOException e) {
            throw UserError.request(Message.of("shared.unreadable", file, Message.of(e)), Message.of("draw.otherLora"))
                    .causedBy(e);
        }
    }
}
