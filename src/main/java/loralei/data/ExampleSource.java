package loralei.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loralei.config.Prior;
import loralei.config.TrainingConfig;

/**
 * Where examples come from. It looks at files and does not decode them, so that it can be asked at every change of a
 * setting.
 */
public interface ExampleSource {
    /** What there is now. */
    Examples find(Folders folders) throws PictureFolderException;

    /** A way to look into folders: {@link PictureScanner#scan}, or one that remembers. */
    interface Folders {
        /** What a folder holds. */
        PictureScan scan(Path folder) throws PictureFolderException;
    }

    /** The one that the settings choose; they may be such as cannot work. */
    static ExampleSource of(TrainingConfig config) {
        return of(config, () -> {
            Path file = config.pictureEdits();
            return file.equals(TrainingConfig.NO_EDITS)
                    ? PictureEdits.NONE
                    : PictureEditsFile.read(file, PictureEdits.root(config.instanceDir()));
        });
    }

    /** The same with these changes to the pictures in place of those that the settings name. */
    static ExampleSource of(TrainingConfig config, PictureEdits edits) {
        return of(config, () -> edits);
    }

    private static ExampleSource of(TrainingConfig config, Concepts.Changes changes) {
        ExampleSource instances = new Concepts(config, sizes(config), changes);
        return config.prior() == Prior.PICTURES
                ? new WithClassImages(
                        instances, config.classFolder(), config.classPrompt().strip())
                : instances;
    }

    /** All pictures that these settings name, with the texts beside them, whatever is changed of them. */
    static List<PictureEntry> entries(TrainingConfig config, Folders folders) throws PictureFolderException {
        return new Concepts(config, sizes(config), () -> PictureEdits.NONE).entries(folders);
    }

    private static Concepts.Sizes sizes(TrainingConfig config) {
        if (!config.buckets()) {
            return (picture, resolution) -> PictureSize.square(resolution);
        }
        int step = Math.max(1, config.bucketStep());
        Map<Integer, Buckets> buckets = new HashMap<>();
        return (picture, resolution) -> buckets.computeIfAbsent(
                        resolution, side -> new Buckets(side, step, config.enlarge()))
                .of(picture);
    }
}
