package loralei.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import loralei.config.ConfigFolder;
import loralei.config.Places;
import loralei.config.TrainingConfig;
import loralei.data.PictureEdits;
import loralei.safetensors.Sha256;

/** Where the window keeps changes to pictures: a file for each folder of pictures, beside what else it remembers. */
public final class OwnEdits {
    private static final int DIGITS = 12;

    private OwnEdits() {}

    /** The file for a folder of pictures, or for a file that lists some; it may not be there. */
    public static Path of(Path instanceDir) {
        String whole = PictureEdits.key(instanceDir).toString();
        String mark = Sha256.of(whole.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
        String name = Places.nameOf(instanceDir).replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        return folder().resolve(name + "-" + mark + ".json");
    }

    /** Whether a file is one of those, so that it goes with its folder and no other. */
    public static boolean contain(Path file) {
        return PictureEdits.key(file).startsWith(folder());
    }

    /** The file for a folder, if it is there; else the setting for none. */
    public static Path find(Path instanceDir) {
        Path own = of(instanceDir);
        return Files.isRegularFile(own) ? own : TrainingConfig.NO_EDITS;
    }

    private static Path folder() {
        return PictureEdits.key(ConfigFolder.ofThisUser()).resolve("picture-edits");
    }
}
