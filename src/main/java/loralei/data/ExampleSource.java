package loralei.data;

import java.nio.file.Path;
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
        return new Concepts(config, (picture, resolution) -> PictureSize.square(resolution));
    }
}
