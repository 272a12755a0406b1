package loralei.job;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import loralei.config.Resolutions;
import loralei.config.TrainingConfig;
import loralei.data.Example;
import loralei.data.ExampleSource;
import loralei.data.Examples;
import loralei.data.HeldOut;
import loralei.data.PictureFolderException;

/** As many different pictures as a validation loss asks for. */
final class TwelvePictures {
    static final double SHARE = 0.25;
    static final long SEED = TrainingConfig.defaults(loralei.config.Family.SD15).seed();

    private TwelvePictures() {}

    /** Paints them. */
    static Path in(Path folder) throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("twelve"));
        Random random = new Random(5);
        for (int i = 0; i < 12; i++) {
            BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < 64 * 64; at++) {
                picture.setRGB(at % 64, at / 64, 0x808080 + random.nextInt(0x60) * (i % 3 == 0 ? 1 : 0x10100));
            }
            ImageIO.write(
                    picture,
                    "png",
                    pictures.resolve(String.format("%02d.png", i)).toFile());
        }
        return pictures;
    }

    /** Those that are held out of them. */
    static HeldOut parts(Path pictures) {
        try {
            Examples all = source(pictures).find(loralei.data.PictureScanner::scan);
            return HeldOut.of(all.all(), SHARE, SEED);
        } catch (PictureFolderException e) {
            throw new AssertionError(e);
        }
    }

    /** The others alone, for a run that knows of no validation. */
    static ExampleSource withoutHeldOut(Path pictures) {
        return folders -> {
            Examples all = source(pictures).find(folders);
            return new Examples(HeldOut.of(all.all(), SHARE, SEED).trained(), all.folders());
        };
    }

    static ExampleSource source(Path pictures) {
        return ExampleSource.of(TrainingConfig.of(Map.of(
                "instanceDir",
                pictures,
                "instancePrompt",
                "fsk49 1girl",
                "resolution",
                Resolutions.of(64),
                "buckets",
                false)));
    }

    /** The files of a folder. */
    static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static String name(Example example) {
        return example.picture().path().getFileName().toString();
    }
}
