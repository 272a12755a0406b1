package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import loralei.config.CaptionLines;
import loralei.config.TrainingConfig;
import loralei.data.CaptionFile.Flaw;
import loralei.text.Message;
import loralei.text.SettingName;

/** Gathers what there is to say of the captions of a run's pictures. */
final class CaptionNotes {
    private static final Map<Flaw, String> KEYS = Map.of(
            Flaw.EMPTY, "caption.empty",
            Flaw.TOO_LONG, "caption.tooLong",
            Flaw.UNREADABLE, "caption.unreadable",
            Flaw.OTHER_LETTERS, "caption.otherLetters");

    private final TrainingConfig config;
    private final Map<Flaw, Set<Path>> flaws = new EnumMap<>(Flaw.class);
    private final List<Path> without = new ArrayList<>();
    private final List<Path> nothing = new ArrayList<>();
    private int own;
    private boolean instanceIsThere;
    private boolean flips;

    CaptionNotes(TrainingConfig config) {
        this.config = config;
    }

    /** Looks at one picture's caption. */
    void add(Example example, PictureScan scan) {
        Path picture = example.picture().path();
        flips |= example.flip();
        if (example.caption().first().isEmpty()) {
            nothing.add(picture);
        }
        if (example.role() == Example.Role.INSTANCE) {
            count(picture, example.caption());
        }
        CaptionFile file = scan.captions().get(picture);
        if (file != null && config.captions() != CaptionLines.NONE) {
            file.flaw()
                    .ifPresent(flaw -> flaws.computeIfAbsent(flaw, key -> new LinkedHashSet<>())
                            .add(file.file()));
        }
    }

    private void count(Path picture, Caption caption) {
        if (caption.own()) {
            own++;
            String instance = config.instancePrompt().strip().toLowerCase(Locale.ROOT);
            instanceIsThere |= caption.lines().stream()
                    .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(instance));
        } else {
            without.add(picture);
        }
    }

    /** Fails where there is nothing to train a picture on, unless the settings ask for a prompt anyway. */
    void refuseWithoutText() throws PictureFolderException {
        boolean asked =
                config.check().stream().anyMatch(problem -> problem.field().equals("instancePrompt"));
        if (!nothing.isEmpty() && !asked) {
            throw new PictureFolderException(
                    Message.of(
                            "caption.noText", nothing.size(), FileNames.of(nothing), SettingName.of("instancePrompt")),
                    LeftOut.NOTHING);
        }
    }

    /** A sentence for each thing. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        if (own > 0) {
            messages.add(
                    without.isEmpty()
                            ? Message.of("caption.all", own)
                            : Message.of("caption.some", own, without.size(), FileNames.of(without)));
            if (!instanceIsThere) {
                messages.add(Message.of(
                        "caption.noInstance", config.instancePrompt().strip(), SettingName.of("captionPrefix")));
            }
        }
        flaws.forEach((flaw, files) ->
                messages.add(Message.of(KEYS.get(flaw), FileNames.of(List.copyOf(files)), files.size())));
        if (flips) {
            messages.add(Message.of("caption.flips"));
        }
        return messages;
    }
}
