package loralei.gui.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import loralei.config.Family;
import loralei.config.Places;
import loralei.config.UserError;
import loralei.gui.form.Severity;
import loralei.job.UseCases;
import loralei.lora.LoraProblem;
import loralei.lora.LoraReport;
import loralei.text.Message;
import loralei.text.Texts;

/** Tells in words what base models and LoRAs are. In the background; keeps what it knows of the files of late. */
public final class FileLook {
    private static final int MOST_KNOWN = 30;

    /** A LoRA as it was when it was looked at. */
    private record Seen(Path file, long bytes, FileTime changed) {}

    /**
     * What was found.
     *
     * @param model in the base model
     * @param loras in each LoRA, in their order
     */
    public record Found(Finding model, List<Finding> loras) {}

    private final UseCases.Inspect inspect;
    private final Texts texts;
    private final Map<Seen, LoraReport> known = new LinkedHashMap<>();

    /**
     * Has looked at nothing yet.
     *
     * @param voice of any part of the window
     */
    public FileLook(UseCases.Inspect inspect, Texts voice) {
        this.inspect = inspect;
        this.texts = voice.part("tryit");
    }

    /** Looks at what was written; no text is nothing. */
    public Found at(String model, List<String> loras) {
        Finding base = model(model);
        return new Found(
                base, loras.stream().map(lora -> lora(lora, base.family())).toList());
    }

    private Finding model(String written) {
        if (written.isBlank()) {
            return Finding.NONE;
        }
        return finding(written, path -> {
            LoraReport report = inspect.run(path);
            List<LoraProblem> errors = report.errors();
            if (!errors.isEmpty()) {
                return new Finding(Severity.BAD, texts.say(errors.get(0).text()), report.model(), Optional.empty());
            }
            return report.model()
                    .map(family -> new Finding(
                            Severity.MUTED,
                            texts.get("model.found", family.title()),
                            Optional.of(family),
                            Optional.empty()))
                    .orElseGet(() -> Finding.bad(texts.get("model.otherKind", texts.say(report.kind()))));
        });
    }

    /** Whether a file is a base model, be it one that is broken. */
    public boolean isModel(Path file) {
        try {
            LoraReport report = report(file);
            return report.model().isPresent();
        } catch (UserError | IOException e) {
            return false; // what is wrong is told where LoRAs stand
        }
    }

    private Finding lora(String written, Optional<Family> base) {
        return written.isBlank() ? Finding.NONE : finding(written, path -> lora(report(path), base));
    }

    private Finding lora(LoraReport report, Optional<Family> base) {
        if (report.lora().isEmpty()) {
            return Finding.bad(texts.get("lora.otherKind", texts.say(report.kind())));
        }
        LoraReport.Lora lora = report.lora().get();
        if (!report.errors().isEmpty()) {
            return Finding.bad(texts.say(report.errors().get(0).text()));
        }
        if (base.isPresent() && lora.family().isPresent() && !base.equals(lora.family())) {
            return Finding.bad(texts.get(
                    "lora.otherFamily", lora.family().get().title(), base.get().title()));
        }
        Optional<String> trigger = TriggerWords.of(report.metadata());
        String facts = texts.get(
                "lora.found",
                texts.say(lora.familyText()),
                lora.ranks().keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                lora.modules());
        String said = trigger.map(words -> texts.get("lora.foundTrained", facts, words))
                .orElse(facts);
        return new Finding(Severity.MUTED, said, lora.family(), trigger);
    }

    private LoraReport report(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return inspect.run(path);
        }
        Seen seen = new Seen(path.toAbsolutePath(), Files.size(path), Files.getLastModifiedTime(path));
        synchronized (known) {
            LoraReport report = known.get(seen);
            if (report == null) {
                report = inspect.run(path);
                known.put(seen, report);
                known.keySet()
                        .removeAll(known.keySet().stream()
                                .limit(Math.max(0, known.size() - MOST_KNOWN))
                                .toList());
            }
            return report;
        }
    }

    /** What looks into a file. */
    @FunctionalInterface
    private interface Look {
        Finding at(Path path) throws IOException;
    }

    private Finding finding(String written, Look look) {
        try {
            return look.at(Places.of(written));
        } catch (UserError e) {
            return Finding.bad(texts.get("file.failed", texts.say(e.localized()), texts.say(e.localizedRemedy())));
        } catch (IOException e) {
            return Finding.bad(texts.say(Message.of(e)));
        } catch (IllegalArgumentException e) {
            return Finding.bad(texts.get("file.noPath"));
        }
    }
}
