package loralei.gui.widget;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import loralei.data.Picture;
import loralei.data.PictureLoader;
import loralei.data.PictureSize;
import loralei.data.PictureTransform;
import loralei.data.RgbPicture;
import loralei.data.UnreadablePictureException;

/**
 * Small squares of pictures, cut around their middles as the training does. Kept by content, so that a folder to which
 * a picture is added is not decoded again. To be used in the background.
 */
public final class Thumbnails {
    /** Pixels along each side: sharp at three times the size that is shown. */
    public static final int PIXELS = 168;

    private static final int BATCH = 3;

    private final Map<String, Optional<BufferedImage>> known = new ConcurrentHashMap<>();

    /**
     * Thumbnails as far as they are there.
     *
     * @param images in the order of the pictures; those whose pixels are broken have none
     * @param complete whether there will be no more
     */
    public record Batch(Map<Picture, BufferedImage> images, boolean complete) {}

    /** The thumbnails of pictures; makes some more with every call, so that the first ones can be shown soon. */
    public Batch of(List<Picture> pictures) {
        known.keySet().retainAll(pictures.stream().map(Picture::sha256).toList());
        pictures.stream()
                .filter(picture -> !known.containsKey(picture.sha256()))
                .limit(BATCH)
                .forEach(picture -> known.put(picture.sha256(), load(picture)));
        Map<Picture, BufferedImage> images = new LinkedHashMap<>();
        pictures.forEach(picture ->
                known.getOrDefault(picture.sha256(), Optional.empty()).ifPresent(image -> images.put(picture, image)));
        return new Batch(images, pictures.stream().allMatch(picture -> known.containsKey(picture.sha256())));
    }

    private static Optional<BufferedImage> load(Picture picture) {
        try {
            return Optional.of(square(PictureLoader.load(picture)));
        } catch (UnreadablePictureException e) {
            return Optional.empty(); // the run will name it
        }
    }

    /** Nothing as large as the picture is made besides it: the largest ones would not fit into memory twice. */
    private static BufferedImage square(RgbPicture picture) {
        return scaled(picture, PictureSize.square(PIXELS));
    }

    /**
     * A whole picture, upright, for the background; empty where it cannot be read.
     *
     * @param side the most pixels that its longer side is to have
     */
    public static Optional<BufferedImage> whole(Picture picture, int side) {
        try {
            RgbPicture pixels = PictureLoader.load(picture);
            PictureSize size = pixels.size();
            double scale = Math.min(1, side / (double) Math.max(size.width(), size.height()));
            return Optional.of(scaled(
                    pixels, new PictureSize(Math.max(1, (int) Math.round(size.width() * scale)), Math.max(1, (int)
                            Math.round(size.height() * scale)))));
        } catch (UnreadablePictureException e) {
            return Optional.empty();
        }
    }

    private static BufferedImage scaled(RgbPicture picture, PictureSize size) {
        float[] values = PictureTransform.fit(picture, size).pixels().values(); // (3, height, width)
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        int count = Math.toIntExact(size.pixels());
        int[] pixels = new int[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = level(values[i]) << 16 | level(values[count + i]) << 8 | level(values[2 * count + i]);
        }
        image.getRaster().setDataElements(0, 0, size.width(), size.height(), pixels);
        return image;
    }

    private static int level(float value) {
        return Math.round((value + 1) * 127.5f);
    }
}
