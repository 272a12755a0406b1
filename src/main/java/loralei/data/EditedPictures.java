package loralei.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loralei.text.Message;

/** Applies changes to pictures while they are found, and knows what came of them. */
final class EditedPictures {
    private final PictureEdits edits;
    private final Set<Path> met = new HashSet<>();
    private final Set<Path> others = new HashSet<>();
    private final List<Path> excluded = new ArrayList<>();
    private int captions;
    private int crops;

    EditedPictures(PictureEdits edits) {
        this.edits = edits;
    }

    /** Whether a picture is left out. */
    boolean excludes(Picture picture) {
        Path key = PictureEdits.key(picture.path());
        PictureEdit edit = edits.of(picture);
        if (edits.byPicture().containsKey(key)) {
            (edit.isEmpty() ? others : met).add(key);
        }
        if (edit.excluded()) {
            excluded.add(picture.path());
        }
        return edit.excluded();
    }

    /** What stands in for the text beside a picture. */
    Optional<List<String>> caption(Picture picture) {
        Optional<String> caption = edits.of(picture).caption();
        captions += caption.isPresent() ? 1 : 0;
        return caption.map(CaptionFile::lines);
    }

    /** The part of a picture that is trained, where a person chose it. */
    Optional<PictureArea> crop(Picture picture) throws PictureFolderException {
        Optional<PictureArea> crop = edits.of(picture).crop();
        if (crop.isPresent() && !crop.get().isWithin(picture.size())) {
            throw PictureFolderException.ofEdits(
                    Message.of("edits.outside", crop.get(), FileNames.of(picture.path()), picture.size()));
        }
        crops += crop.isPresent() ? 1 : 0;
        return crop;
    }

    boolean excludedAny() {
        return !excluded.isEmpty();
    }

    /** A sentence for what is changed, and one for each kind of change that has no picture. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        if (!excluded.isEmpty() || captions > 0 || crops > 0) {
            messages.add(Message.of("edits.applied", excluded.size(), captions, crops));
        }
        if (!others.isEmpty()) {
            messages.add(Message.of("edits.otherContent", FileNames.of(sorted(others)), others.size()));
        }
        Set<Path> missing = new HashSet<>(edits.byPicture().keySet());
        missing.removeAll(met);
        missing.removeAll(others);
        if (!missing.isEmpty()) {
            messages.add(Message.of("edits.notThere", FileNames.of(sorted(missing)), missing.size()));
        }
        return messages;
    }

    private static List<Path> sorted(Set<Path> files) {
        return files.stream().sorted().toList();
    }
}
