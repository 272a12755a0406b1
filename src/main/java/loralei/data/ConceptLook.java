package loralei.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loralei.config.TrainingConfig;
import loralei.data.ConceptEntry.Field;
import loralei.data.ConceptEntry.Texts;
import loralei.text.Message;

/**
 * What was found in a folder of a list of concepts.
 *
 * @param isThere whether there is such a folder
 * @param pictures how many can be used
 * @param captioned how many of these have a text beside them
 * @param first the first of them
 * @param notes what there is to say of it
 * @param problem why it cannot be used
 */
public record ConceptLook(
        boolean isThere,
        int pictures,
        int captioned,
        Optional<Picture> first,
        List<Message> notes,
        Optional<Message> problem) {
    /** Copies the list. */
    public ConceptLook {
        notes = List.copyOf(notes);
    }

    /**
     * Looks into a folder as a run would.
     *
     * @param entry any entry, also such as cannot work
     * @param list the file that it stands in or comes into
     */
    public static ConceptLook of(ConceptEntry entry, Path list, TrainingConfig config, ExampleSource.Folders folders) {
        List<Message> notes = new ArrayList<>();
        Path folder;
        try {
            folder = DataSetFile.folder(list, entry.text(Field.FOLDER));
        } catch (PictureFolderException e) {
            return unusable(false, Message.of("concepts.problem.folder"));
        }
        boolean there = Files.isDirectory(folder);
        List<PictureScan> scans;
        try {
            scans = FolderEntries.plain(folder, config)
                    .deep(entry.is(Field.SUBFOLDERS))
                    .scans(folders, notes::add);
        } catch (PictureFolderException e) {
            return unusable(there, Message.of(e));
        }
        List<Picture> pictures =
                scans.stream().flatMap(scan -> scan.pictures().stream()).toList();
        if (pictures.isEmpty()) {
            return unusable(there, Message.joined(" ", notes));
        }
        List<UnreadablePicture> unreadable =
                scans.stream().flatMap(scan -> scan.unreadable().stream()).toList();
        if (!unreadable.isEmpty()) {
            notes.add(Message.of(
                    "pictures.unusable",
                    FileNames.listed(
                            unreadable.stream().map(UnreadablePicture::message).toList(), "; ")));
        }
        int captioned = scans.stream()
                .mapToInt(scan -> (int) scan.captions().values().stream()
                        .filter(caption -> !caption.lines().isEmpty())
                        .count())
                .sum();
        return new ConceptLook(
                there, pictures.size(), captioned, Optional.of(pictures.get(0)), notes, promptsMissing(entry, list));
    }

    private static ConceptLook unusable(boolean there, Message why) {
        return new ConceptLook(there, 0, 0, Optional.empty(), List.of(), Optional.of(why));
    }

    private static Optional<Message> promptsMissing(ConceptEntry entry, Path list) {
        if (entry.texts() != Texts.FILE || entry.text(Field.PROMPT).isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = DataSetFile.folder(list, entry.text(Field.PROMPT));
            return CaptionFile.read(file).lines().isEmpty()
                    ? Optional.of(Message.of("concepts.problem.noPrompts", file))
                    : Optional.empty();
        } catch (PictureFolderException e) {
            return Optional.of(Message.of("concepts.problem.file"));
        }
    }
}
