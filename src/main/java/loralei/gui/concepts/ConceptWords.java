package loralei.gui.concepts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import loralei.data.ConceptEntry;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptEntry.Role;
import loralei.data.ConceptLook;
import loralei.gui.form.Severity;
import loralei.text.Message;
import loralei.text.Texts;

/** What is said of the folders of a list. */
final class ConceptWords {
    private static final String BETWEEN = " \u00b7 ";

    /**
     * A remark.
     *
     * @param severity how it is meant
     * @param text what it says
     */
    record Remark(Severity severity, String text) {}

    private final Texts texts;
    private final String promptOfRun;

    /** Speaks; {@code promptOfRun} stands in where neither a folder nor a picture has a text. */
    ConceptWords(Texts texts, String promptOfRun) {
        this.texts = texts;
        this.promptOfRun = promptOfRun;
    }

    /** Why a run cannot use a folder, in a few words; empty where it can. */
    Optional<String> trouble(ConceptEntry entry, Optional<ConceptLook> look) {
        List<Message> wrong = List.copyOf(entry.problems().values());
        if (!wrong.isEmpty()) {
            return Optional.of(texts.say(wrong.get(0)));
        }
        return look.flatMap(ConceptLook::problem).map(problem -> {
            if (look.get().pictures() > 0) {
                return texts.say(problem);
            }
            return texts.get(look.get().isThere() ? "row.noPictures" : "row.missing");
        });
    }

    /** What a row says of a folder. */
    String facts(ConceptEntry entry, Optional<ConceptLook> look) {
        List<String> facts = new ArrayList<>();
        if (!entry.is(Field.USED)) {
            facts.add(texts.get("row.unused"));
        } else if (entry.role() != Role.THING) {
            facts.add(texts.get("role." + entry.text(Field.ROLE)));
        }
        facts.add(look.map(found -> texts.get("row.pictures", found.pictures())).orElse(texts.get("row.looking")));
        String amount = entry.text(Field.AMOUNT);
        if (entry.together()) {
            facts.add(texts.get("row.together", amount));
        } else if (!amount.equals("1")) {
            facts.add(texts.get("row.each", amount));
        }
        if (entry.texts() == ConceptEntry.Texts.CAPTIONS || entry.texts() == ConceptEntry.Texts.PROMPT) {
            String prompt = entry.text(Field.PROMPT);
            if (!prompt.isEmpty()) {
                facts.add(texts.get("row.prompt", prompt));
            }
        }
        if (!entry.text(Field.WEIGHT).equals("1")) {
            facts.add(texts.get("row.weight", entry.text(Field.WEIGHT)));
        }
        return String.join(BETWEEN, facts);
    }

    /** What was found in a folder. */
    Remark found(Optional<ConceptLook> look) {
        if (look.isEmpty()) {
            return new Remark(Severity.MUTED, texts.get("row.looking"));
        }
        ConceptLook found = look.get();
        if (found.pictures() == 0) {
            return new Remark(Severity.BAD, found.problem().map(texts::say).orElse(""));
        }
        String counted = texts.get("row.pictures", found.pictures());
        return found.notes().isEmpty()
                ? new Remark(Severity.MUTED, counted)
                : new Remark(
                        Severity.NORMAL,
                        counted + ". " + found.notes().stream().map(texts::say).collect(Collectors.joining(" ")));
    }

    /** What the pictures are trained on. */
    Remark trainedOn(ConceptEntry entry, Optional<ConceptLook> look) {
        Optional<Message> problem = look.filter(found -> found.pictures() > 0).flatMap(ConceptLook::problem);
        if (problem.isPresent()) {
            return new Remark(Severity.BAD, texts.say(problem.get()));
        }
        if (entry.texts() != ConceptEntry.Texts.CAPTIONS
                || look.isEmpty()
                || look.get().pictures() == 0) {
            return new Remark(Severity.MUTED, "");
        }
        int without = look.get().pictures() - look.get().captioned();
        String prompt = entry.text(Field.PROMPT).isEmpty() ? promptOfRun : entry.text(Field.PROMPT);
        if (without == 0) {
            return new Remark(Severity.MUTED, texts.get("texts.all"));
        }
        return prompt.isEmpty()
                ? new Remark(Severity.WARN, texts.get("texts.none", without))
                : new Remark(Severity.MUTED, texts.get("texts.some", without, prompt));
    }

    /** What the whole list comes to. */
    String summary(List<ConceptEntry> entries, ConceptLooks looks) {
        int folders = 0;
        long pictures = 0;
        double shown = 0;
        long ofClass = 0;
        for (ConceptEntry entry : entries) {
            Optional<ConceptLook> look = looks.of(entry);
            if (!entry.is(Field.USED) || entry.role() == Role.OTHER) {
                continue;
            }
            if (look.isEmpty()) {
                return texts.get("row.looking");
            }
            int count = look.get().pictures();
            folders++;
            if (entry.role() == Role.CLASS) {
                ofClass += count;
            } else {
                double amount = entry.number(Field.AMOUNT).orElse(1.0);
                pictures += count;
                shown += Math.max(count, entry.together() ? amount : amount * count);
            }
        }
        return entries.isEmpty() ? "" : texts.get("summary", folders, pictures, ofClass, Math.round(shown));
    }
}
