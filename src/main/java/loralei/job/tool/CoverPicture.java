package loralei.job.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import loralei.config.JsonText;
import loralei.config.UserError;
import loralei.data.PictureLoader;
import loralei.data.PictureSize;
import loralei.data.PictureTransform;
import loralei.data.RgbPicture;
import loralei.text.Message;

/** A LoRA's cover in its metadata: small, for ComfyUI reads no header of more than 8 MB. */
final class CoverPicture {
    private static final int LONGEST = 512;
    private static final float QUALITY = 0.9f;
    private static final String JPEG_ADDRESS = "data:image/jpeg;base64,";
    private static final String BEFORE_DATA = "base64,";

    private CoverPicture() {}

    /** The cover of a file, as it stands there. */
    static Optional<byte[]> read(Map<String, String> metadata) {
        String address = metadata.getOrDefault(DescriptionKeys.COVER, "");
        if (!address.isBlank()) {
            return decoded(address);
        }
        try {
            return decoded(JsonText.FOREIGN
                    .readTree(metadata.getOrDefault(DescriptionKeys.COVERS, "[]"))
                    .path(0)
                    .asText());
        } catch (JsonProcessingException e) {
            return Optional.empty(); // no list of pictures
        }
    }

    private static Optional<byte[]> decoded(String text) {
        int from = text.indexOf(BEFORE_DATA);
        try {
            byte[] bytes =
                    Base64.getMimeDecoder().decode(from < 0 ? text : text.substring(from + BEFORE_DATA.length()));
            return Optional.of(bytes).filter(CoverPicture::isPicture);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an address of another kind
        }
    }

    /** Whether it begins as a JPEG, PNG or WebP does. */
    private static boolean isPicture(byte... bytes) {
        String begin = new String(bytes, 0, Math.min(bytes.length, 4), StandardCharsets.ISO_8859_1);
        return begin.startsWith("\u00ff\u00d8\u00ff") || begin.equals("\u0089PNG") || begin.equals("RIFF");
    }

    /** Takes out every picture. */
    static void remove(Map<String, String> metadata) {
        metadata.remove(DescriptionKeys.COVER);
        metadata.remove(DescriptionKeys.COVERS);
    }

    /**
     * Puts a picture in, in the place of any other.
     *
     * @throws UserError if it cannot be read; the message says why
     */
    static void write(Path picture, Map<String, String> metadata) {
        String text = Base64.getEncoder().encodeToString(jpeg(picture));
        try {
            metadata.put(DescriptionKeys.COVERS, JsonText.OWN.writeValueAsString(List.of(text)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of letters can be written as JSON", e);
        }
        metadata.put(DescriptionKeys.COVER, JPEG_ADDRESS + text);
        metadata.putIfAbsent(DescriptionKeys.SPEC, DescriptionKeys.SPEC_VERSION);
    }

    private static byte[] jpeg(Path file) {
        try {
            return jpeg(small(PictureLoader.load(file)));
        } catch (IOException e) {
            throw UserError.request(Message.of(e), Message.of("metadata.otherPicture"))
                    .causedBy(e);
        }
    }

    private static BufferedImage small(RgbPicture picture) {
        PictureSize size = picture.size();
        double scale = Math.min(1, (double) LONGEST / Math.max(size.width(), size.height()));
        int width = (int) Math.max(1, Math.round(size.width() * scale));
        int height = (int) Math.max(1, Math.round(size.height() * scale));
        float[] values = PictureTransform.fit(picture, new PictureSize(width, height))
                .pixels()
                .values(); // (3, h, w)
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int plane = width * height;
        for (int i = 0; i < plane; i++) {
            int rgb = level(values[i]) << 16 | level(values[plane + i]) << 8 | level(values[2 * plane + i]);
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    private static int level(float value) {
        return Math.round((value + 1) * 127.5f);
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
