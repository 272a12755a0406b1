package loralei.data;

import java.nio.file.Path;
import java.util.List;
import loralei.config.TrainingConfig;
import loralei.text.Message;

/**
 * The folders that a run learns from.
 *
 * @param concepts the folders, at least one
 * @param notes what there is to say of how they were written down
 */
record DataSet(List<Concept> concepts, List<Message> notes) {
    /** Copies the lists. */
    DataSet {
        concepts = List.copyOf(concepts);
        notes = List.copyOf(notes);
    }

    /** What the settings name, as it lies there. */
    static DataSet of(TrainingConfig config) throws PictureFolderException {
        Path place = config.instanceDir();
        CaptionRules captions = CaptionRules.of(config);
        return new DataSet(
                List.of(Concept.plain(place, captions).deep(config.subfolders()).flipped(config.randomFlip())),
                List.of());
    }
}
