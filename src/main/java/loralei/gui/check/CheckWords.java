package loralei.gui.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import loralei.data.Example;
import loralei.data.FileNames;
import loralei.data.PictureArea;
import loralei.data.PictureEntry;
import loralei.data.PictureReview.Blurred;
import loralei.text.Texts;

/** What is said of one picture. */
final class CheckWords {
    private final Texts texts;
    private final CheckModel model;

    CheckWords(Texts texts, CheckModel model) {
        this.texts = texts;
        this.model = model;
    }

    /** Its size, and what it is trained at. */
    String facts(PictureEntry entry) {
        String size = texts.get(
                "facts.size",
                entry.picture().size().width(),
                entry.picture().size().height(),
                entry.picture().format().name().toUpperCase(Locale.ROOT));
        return model.example(entry)
                .filter(example -> !model.edit(entry).excluded())
                .map(example -> texts.get("facts.both", size, trained(example)))
                .orElse(size);
    }

    private String trained(Example example) {
        return texts.get(
                example.role() == Example.Role.CLASS ? "facts.class" : "facts.trained",
                example.bucket().width(),
                example.bucket().height(),
                example.cropped());
    }

    /** A sentence for each thing that was found. */
    List<String> findings(PictureEntry entry) {
        List<String> found = new ArrayList<>();
        for (Finding finding : Finding.values()) {
            if (finding.isFlaw() && model.has(entry, finding)) {
                found.add(sentence(entry, finding));
            }
        }
        return found;
    }

    private String sentence(PictureEntry entry, Finding finding) {
        return switch (finding) {
            case SAME, ALIKE ->
                texts.get("found." + finding.key(), texts.say(FileNames.of(model.others(entry, finding))));
            case SMALL ->
                model.example(entry)
                        .map(Example::bucket)
                        .map(size -> texts.get("found.small", size.width(), size.height()))
                        .orElse("");
            case BLURRED ->
                blurred(entry.picture().path())
                        .map(one -> texts.get("found.blurred", one.width(), one.height()))
                        .orElse("");
            default -> texts.get("found." + finding.key());
        };
    }

    private Optional<Blurred> blurred(Path picture) {
        return model.review().blurred().stream()
                .filter(one -> one.picture().equals(picture))
                .findFirst();
    }

    /** The crop, in words. */
    String crop(PictureEntry entry) {
        Optional<PictureArea> crop = model.edit(entry).crop();
        return crop.map(area -> texts.get("crop.at", area.width(), area.height(), area.x(), area.y()))
                .orElse(texts.get("crop.none"));
    }

    /** All that the cell shows, for a person who does not see it. */
    String spoken(PictureEntry entry) {
        Stream<String> more = Stream.of(Finding.values())
                .filter(finding -> model.has(entry, finding))
                .map(finding -> texts.get("filter." + finding.key()));
        return Stream.concat(Stream.of(FileNames.of(entry.picture().path())), more)
                .collect(Collectors.joining(", "));
    }

    /** The same with all there is to say. */
    String tooltip(PictureEntry entry) {
        List<String> lines = new ArrayList<>();
        lines.add(spoken(entry));
        lines.add(facts(entry));
        String text = model.text(entry);
        if (!text.isBlank()) {
            lines.add(text);
        }
        return "<html>"
                + lines.stream()
                        .map(CheckWords::plain)
                        .collect(Collectors.joining("<br>", "<div style='width: 260px'>", "</div>"));
    }

    private static String plain(String text) {
        String shown = text.length() > 400 ? text.substring(0, 400) + "\u2026" : text;
        return shown.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>");
    }
}
