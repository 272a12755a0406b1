package loralei.job;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import loralei.safetensors.AtomicFile;

/** Pictures that are written as a whole or not at all. */
final class PictureFile {
    private PictureFile() {}

    /** Writes a PNG; its folder must exist. Nothing of it lies elsewhere meanwhile, as Java's own cache of files would. */
    static void write(Path file, BufferedImage picture) throws IOException {
        AtomicFile.replace(file, channel -> {
            try (MemoryCacheImageOutputStream out =
                    new MemoryCacheImageOutputStream(Channels.newOutputStream(channel))) {
                ImageIO.write(picture, "png", out);
            }
        });
    }

    /** Writes a PNG that says what it was drawn with, as {@link PictureParameters} tells it; its folder must exist. */
    static void write(Path file, BufferedImage picture, String parameters) throws IOException {
        AtomicFile.replace(file, PictureFiles.png(picture, parameters));
    }

    /** Reads a picture; empty where there is none, or something else. */
    static Optional<BufferedImage> read(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.ofNullable(ImageIO.read(file.toFile())) : Optional.empty();
        } catch (IOException | RuntimeException e) { // decoders throw anything at broken files
            return Optional.empty();
        }
    }
}
