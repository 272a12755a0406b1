package loralei.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import loralei.config.Resolutions;
import loralei.config.SettingType;
import loralei.config.TrainingConfig;
import loralei.data.ConceptEntry.Counted;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptEntry.Role;
import loralei.data.ConceptEntry.Texts;

/** What a list of concepts says of folders that a run would take as they lie there. */
final class FolderEntries {
    private FolderEntries() {}

    /** A folder as the settings take it. */
    static Concept plain(Path folder, TrainingConfig config) {
        return Concept.plain(folder, CaptionRules.of(config))
                .deep(config.subfolders())
                .flipped(config.randomFlip());
    }

    /** Folders, or those in them that are laid out for kohya. */
    static List<ConceptEntry> of(List<Path> folders, TrainingConfig config) {
        List<ConceptEntry> entries = new ArrayList<>();
        for (Path folder : folders) {
            Concept plain = plain(folder, config);
            List<Concept> concepts = Subfolders.hasPictures(folder)
                    ? KohyaTree.named(plain)
                    : KohyaTree.find(plain).map(DataSet::concepts).orElseGet(() -> KohyaTree.named(plain));
            concepts.forEach(concept -> entries.add(of(concept, config)));
        }
        return entries;
    }

    /** One prompt for all, if there is one and no caption; else captions, and where there are none the prompt. */
    static ConceptEntry of(Concept concept, TrainingConfig config) {
        CaptionRules rules = concept.captions();
        String prompt = rules.prompt().equals(CaptionRules.of(config).prompt()) ? "" : rules.prompt();
        boolean one = !prompt.isEmpty() && !hasCaptions(concept);
        boolean ofClass = concept.role() == Example.Role.CLASS;
        return ConceptEntry.of(concept.folder().toAbsolutePath().normalize(), concept.flip())
                .with(Field.SUBFOLDERS, String.valueOf(concept.deep()))
                .with(Field.TEXTS, (one ? Texts.PROMPT : Texts.CAPTIONS).id())
                .with(Field.PROMPT, prompt)
                .with(Field.AMOUNT, SettingType.NUMBER.toText(concept.share().amount()))
                .with(Field.COUNTED, (concept.share().together() ? Counted.TOGETHER : Counted.EACH).id())
                .with(Field.WEIGHT, SettingType.NUMBER.toText(concept.weight()))
                .with(Field.ROLE, (ofClass ? Role.CLASS : Role.THING).id())
                .with(
                        Field.RESOLUTION,
                        concept.resolution().map(Resolutions::toString).orElse(""));
    }

    /** Whether the captions of a concept become texts in no other way than the settings say. */
    static boolean hasRulesOf(TrainingConfig config, Concept concept) {
        CaptionRules ours = CaptionRules.of(config);
        CaptionRules rules = concept.captions();
        return rules.lines() == ours.lines()
                && rules.prefix().equals(ours.prefix())
                && rules.suffix().equals(ours.suffix())
                && rules.wildcards() == ours.wildcards()
                && rules.tags().equals(ours.tags())
                && concept.rules().equals(PictureRules.of(config))
                && rules.dropout() == ours.dropout();
    }

    private static boolean hasCaptions(Concept concept) {
        Stream<Path> inside = concept.deep() ? Subfolders.in(concept.folder()).stream() : Stream.of();
        return Stream.concat(Stream.of(concept.folder()), inside).anyMatch(FolderEntries::hasCaptions);
    }

    private static boolean hasCaptions(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(Sidecars::isCaption);
        } catch (IOException e) {
            return false;
        }
    }
}
