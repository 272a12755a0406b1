package loralei.gui.tryit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A picture of the gallery.
 *
 * @param file where it is
 * @param changed when it was written, in milliseconds
 * @param bytes how large the file is
 * @param infotext how it was drawn, where it says so
 */
record DrawnPicture(Path file, long changed, long bytes, Optional<Infotext> infotext) {
    private static final String KEYWORD = "parameters";

    /** Looks at a file, but not at its pixels. */
    static DrawnPicture of(Path file) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        return new DrawnPicture(
                file,
                facts.lastModifiedTime().toMillis(),
                facts.size(),
                parameters(file).map(Infotext::of));
    }

    /** Whether it is the same file as it was then. */
    boolean isStill(BasicFileAttributes facts) {
        return changed == facts.lastModifiedTime().toMillis() && bytes == facts.size();
    }

    /** Whether it is known to be drawn by the base model alone. */
    boolean isBaseAlone() {
        return infotext.filter(text -> text.loras().isEmpty()).isPresent();
    }

    /**
     * Decodes it.
     *
     * @param most pixels along the longer side that are needed; a larger picture may come with fewer pixels than it has
     */
    static BufferedImage decode(Path file, int most) throws IOException {
        try (ImageInputStream in = open(file)) {
            ImageReader reader = reader();
            try {
                reader.setInput(in, true, true);
                int longer = Math.max(reader.getWidth(0), reader.getHeight(0));
                int every = Math.max(1, longer / Math.max(1, most));
                ImageReadParam parameters = reader.getDefaultReadParam();
                parameters.setSourceSubsampling(every, every, 0, 0);
                return reader.read(0, parameters);
            } catch (RuntimeException e) { // what Java's reader throws at some broken files
                throw new IOException(e);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Optional<String> parameters(Path file) throws IOException {
        try (ImageInputStream in = open(file)) {
            ImageReader reader = reader();
            try {
                reader.setInput(in, true, false);
                IIOMetadata metadata = reader.getImageMetadata(0);
                Element root = (Element) metadata.getAsTree(metadata.getNativeMetadataFormatName());
                return text(root, "tEXtEntry", "value")
                        .or(() -> text(root, "iTXtEntry", "text"))
                        .or(() -> text(root, "zTXtEntry", "text"));
            } catch (IOException | RuntimeException e) { // no PNG, or a broken one: the gallery shows that it is there
                return Optional.empty();
            } finally {
                reader.dispose();
            }
        }
    }

    private static Optional<String> text(Element root, String entry, String attribute) {
        NodeList entries = root.getElementsByTagName(entry);
        for (int i = 0; i < entries.getLength(); i++) {
            Element one = (Element) entries.item(i);
            if (one.getAttribute("keyword").equals(KEYWORD)) {
                return Optional.of(one.getAttribute(attribute));
            }
        }
        return Optional.empty();
    }

    private static ImageInputStream open(Path file) throws IOException {
        ImageInputStream in = ImageIO.createImageInputStream(file.toFile());
        if (in == null) {
            throw new IOException("cannot be read: " + file);
        }
        return in;
    }

    private static ImageReader reader() {
        return ImageIO.getImageReadersByFormatName("png").next();
    }
}
