package loralei.gui.form;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import loralei.config.Bytes;
import loralei.config.Prior;
import loralei.config.TrainingConfig;
import loralei.data.Example;
import loralei.data.Examples;
import loralei.data.PictureSize;
import loralei.job.RunPreview;
import loralei.text.Durations;
import loralei.text.Message;
import loralei.text.Texts;

/** What the summary says of a run. */
final class SummaryText {
    private static final Set<String> LENGTH = Set.of("batchSize", "epochs", "steps", "saveEvery");
    private static final Set<String> MEMORY = Set.of("batchSize", "resolution", "rank");
    private static final int MOST_LISTED = 3;

    /**
     * A line of the summary.
     *
     * @param key name of what it is about
     * @param severity how it is meant
     * @param text what it says
     */
    record Line(String key, Severity severity, String text) {}

    private final Texts texts;

    SummaryText(Texts texts) {
        this.texts = texts;
    }

    /** Pictures, steps, checkpoints, memory and time, in this order. */
    List<Line> facts(FormReview review) {
        Optional<RunPreview.Length> length = review.preview().length().filter(known -> review.right(LENGTH));
        return List.of(
                pictures(review),
                new Line(
                        "steps",
                        Severity.NORMAL,
                        length.map(known -> steps(review, known)).orElse(unknown())),
                new Line(
                        "checkpoints",
                        Severity.NORMAL,
                        length.map(this::checkpoints).orElse(unknown())),
                review.right(MEMORY)
                        ? memory(review.preview().memory())
                        : new Line("memory", Severity.NORMAL, unknown()),
                new Line(
                        "time",
                        Severity.NORMAL,
                        length.map(known -> time(review, known)).orElse(unknown())));
    }

    /** What the person should know before starting; empty where all is well. */
    List<Line> warnings(FormReview review) {
        List<Line> warnings = new ArrayList<>();
        RunPreview preview = review.preview();
        int bad = preview.examples().map(all -> all.unreadable().size()).orElse(0);
        if (bad > 0) {
            warnings.add(new Line("unreadable", Severity.WARN, texts.get("warning.unreadable", bad)));
        }
        List<Message> leftOut = new ArrayList<>(preview.leftOut().messages());
        preview.examples().ifPresent(all -> leftOut.addAll(all.notes()));
        if (!leftOut.isEmpty()) {
            warnings.add(new Line("leftOut", Severity.WARN, texts.say(Message.joined(" ", leftOut))));
        }
        int small =
                preview.examples().map(all -> Examples.pictures(all.enlarged())).orElse(0);
        if (small > 0 && review.right(MEMORY)) {
            String sizes = preview.examples().stream()
                    .flatMap(all -> all.enlarged().stream())
                    .map(example -> example.bucket().toString())
                    .distinct()
                    .limit(MOST_LISTED)
                    .collect(Collectors.joining(", "));
            warnings.add(new Line("small", Severity.WARN, texts.get("warning.small", small, sizes)));
        }
        List<List<Path>> duplicates =
                preview.examples().map(Examples::duplicates).orElse(List.of());
        if (!duplicates.isEmpty()) {
            List<Path> first = duplicates.get(0);
            warnings.add(new Line(
                    "duplicates",
                    Severity.WARN,
                    texts.get(
                            "warning.duplicates",
                            duplicates.stream()
                                    .mapToInt(same -> same.size() - 1)
                                    .sum(),
                            first.get(0).getFileName(),
                            first.get(1).getFileName())));
        }
        if (review.right(MEMORY) && !preview.memory().fits()) {
            warnings.add(new Line("tight", Severity.BAD, texts.get("warning.memory")));
        }
        if (!preview.disk().fits()) {
            warnings.add(new Line(
                    "disk",
                    Severity.BAD,
                    texts.get(
                            "warning.disk",
                            Bytes.stored(preview.disk().needed(), texts.locale()),
                            Bytes.stored(preview.disk().available().orElse(0), texts.locale()))));
        }
        if (review.right(LENGTH) && !preview.warnings().isEmpty()) {
            warnings.add(new Line(
                    "unusual",
                    Severity.WARN,
                    preview.warnings().stream().map(texts::say).collect(Collectors.joining(" "))));
        }
        return warnings;
    }

    /** The LoRA that the run goes on from; empty where it begins anew. */
    Optional<Line> start(FormReview review) {
        List<Message> told = review.preview().start();
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(new Line("start", Severity.NORMAL, texts.say(Message.joined(" ", told))));
    }

    private Line pictures(FormReview review) {
        Optional<Examples> examples = review.preview().examples();
        if (examples.isEmpty()) {
            return new Line("pictures", Severity.WARN, texts.get("summary.pictures.none"));
        }
        int count = Examples.pictures(examples.get().of(Example.Role.INSTANCE));
        long ofClass = ofClass(review.config(), examples.get());
        int heldOut = review.preview().heldOut();
        PictureSize largest = examples.get().largest();
        long sizes =
                examples.get().all().stream().map(Example::bucket).distinct().count();
        return new Line(
                "pictures",
                Severity.NORMAL,
                sizes == 1
                        ? texts.get("summary.pictures.size", count, ofClass, heldOut, largest)
                        : texts.get("summary.pictures.sizes", count, ofClass, heldOut, sizes, largest));
    }

    /** Class images, those that are still to be drawn too. */
    private static long ofClass(TrainingConfig config, Examples examples) {
        long there = examples.of(Example.Role.CLASS).stream()
                .map(Example::picture)
                .distinct()
                .count();
        return config.prior() == Prior.PICTURES ? Math.max(there, config.numClassImages()) : 0;
    }

    private String steps(FormReview review, RunPreview.Length length) {
        boolean several = review.config().resolution().several()
                || review.preview()
                        .examples()
                        .map(SummaryText::areAtSeveralSizes)
                        .orElse(false);
        if (several) {
            return texts.get("summary.steps.sizes", length.steps(), length.epochs());
        }
        return length.epochs() == 1
                ? texts.get("summary.steps.once", length.steps())
                : texts.get("summary.steps", length.steps(), length.epochs());
    }

    private static boolean areAtSeveralSizes(Examples examples) {
        List<Example> shown = examples.of(Example.Role.INSTANCE);
        return Examples.pictures(shown) < shown.size();
    }

    private String checkpoints(RunPreview.Length length) {
        List<Integer> steps = length.checkpointSteps();
        if (steps.isEmpty()) {
            return texts.get("summary.checkpoints.end");
        }
        if (steps.size() <= MOST_LISTED) {
            return texts.get("summary.checkpoints.few", joined(steps));
        }
        return texts.get(
                "summary.checkpoints.many", joined(steps.subList(0, 2)), steps.get(steps.size() - 1), steps.size());
    }

    private String joined(List<Integer> steps) {
        return String.join(
                ", ",
                steps.stream().map(step -> texts.get("summary.step", step)).toList());
    }

    private Line memory(RunPreview.Memory memory) {
        String needed = Bytes.memory(memory.needed(), texts.locale());
        String plan = texts.say(memory.plan());
        if (memory.available().isEmpty()) {
            return new Line("memory", Severity.NORMAL, texts.get("summary.memory.alone", needed, plan));
        }
        String key = memory.onGpu() ? "summary.memory.gpu" : "summary.memory.main";
        return new Line(
                "memory",
                memory.fits() ? Severity.GOOD : Severity.BAD,
                texts.get(key, needed, Bytes.memory(memory.available().getAsLong(), texts.locale()), plan));
    }

    private String time(FormReview review, RunPreview.Length length) {
        return review.secondsPerStep().isPresent()
                ? texts.get(
                        "summary.time",
                        Durations.estimate(review.secondsPerStep().getAsDouble() * length.steps()))
                : texts.get("summary.time.unknown");
    }

    private String unknown() {
        return texts.get("summary.unknown");
    }
}
