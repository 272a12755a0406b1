package loralei.data;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
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
        ExampleSource instances = new DreamboothFolder(config.instanceDir(), config.trainingPrompt(), sizes(config));
        return config.prior() == Prior.PICTURES
                ? new WithClassImages(
                        instances, config.classFolder(), config.classPrompt().strip())
                : instances;
    }

    private static UnaryOperator<PictureSize> sizes(TrainingConfig config) {
        int resolution = Math.max(1, config.resolution());
        return config.buckets()
                ? new Buckets(resolution, Math.max(1, config.bucketStep()), config.enlarge())::of
                : picture -> PictureSize.square(resolution);
    }
}
