package loralei.job;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import loralei.safetensors.AtomicFile;

/**
 * Numbered PNG files in a folder, as A1111 names them: {@code 00001-SEED.png}. The numbers go on from those that are
 * there; no file is ever replaced.
 */
public final class PictureFiles {
    /** The keyword under which A1111, Forge, ComfyUI and viewers of pictures look for what a picture was drawn with. */
    public static final String PARAMETERS = "parameters";

    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,9})(?:[^\\d].*)?\\.png", Pattern.CASE_INSENSITIVE);
    private static final String PNG_METADATA = "javax_imageio_png_1.0";

    private final Path folder;
    private int next;

    /**
     * Looks which numbers are taken.
     *
     * @param folder which there must be
     */
    public PictureFiles(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<Path> all = Files.list(folder)) {
            next = 1
                    + all.map(file -> NUMBERED.matcher(file.getFileName().toString()))
                            .filter(Matcher::matches)
                            .mapToInt(match -> Integer.parseInt(match.group(1)))
                            .max()
                            .orElse(0);
        }
    }

    /**
     * Writes a picture as a whole or not at all.
     *
     * @param seed what it was drawn from
     * @param parameters what else it was drawn with, as {@link PictureParameters} tells it
     * @return the file
     */
    public Path write(BufferedImage picture, long seed, String parameters) throws IOException {
        byte[] png = png(picture, parameters);
        while (true) {
            Path file = folder.resolve(String.format(Locale.ROOT, "%05d-%d.png", next++, seed));
            if (AtomicFile.create(file, png)) {
                return file;
            }
        }
    }

    /**
     * A picture as a PNG with a text in it: in a chunk tEXt where Latin-1 has all its signs, as A1111 does it by Pillow, and
     * in iTXt otherwise.
     */
    static byte[] png(BufferedImage picture, String parameters) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
            IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
            root.appendChild(text(parameters));
            metadata.mergeTree(PNG_METADATA, root);
            writer.setOutput(out);
            writer.write(new IIOImage(picture, null, metadata));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadataNode text(String text) {
        boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
        IIOMetadataNode entry = new IIOMetadataNode(latin ? "tEXtEntry" : "iTXtEntry");
        entry.setAttribute("keyword", PARAMETERS);
        if (latin) {
            entry.setAttribute("value", text);
        } else {
            entry.setAttribute("compressionFlag", "FALSE");
            entry.setAttribute("compressionMethod", "0");
            entry.setAttribute("languageTag", "");
            entry.setAttribute("translatedKeyword", "");
            entry.setAttribute("text", text);
        }
        IIOMetadataNode chunks = new IIOMetadataNode(latin ? "tEXt" : "iTXt");
        chunks.appendChild(entry);
        return chunks;
    }
}
