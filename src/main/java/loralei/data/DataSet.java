package loralei.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loralei.config.CaptionLines;
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

    /** What the settings name, as it lies there: a folder, a tree of folders, or a file of another trainer. */
    static DataSet of(TrainingConfig config) throws PictureFolderException {
        Path place = config.instanceDir();
        if (Files.isRegularFile(place)) {
            return DataSetFile.read(place, config);
        }
        Concept plain = Concept.plain(place, CaptionRules.of(config))
                .deep(config.subfolders())
                .flipped(config.randomFlip())
                .ruled(PictureRules.of(config));
        Optional<DataSet> own = Subfolders.hasPictures(place) ? Optional.empty() : KohyaTree.find(plain);
        if (own.isEmpty() && config.captions() != CaptionLines.NONE) {
            own = HuggingFaceFolder.find(plain);
        }
        return own.orElse(new DataSet(List.of(plain), List.of()));
    }
}
