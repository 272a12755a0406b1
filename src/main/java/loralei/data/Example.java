package loralei.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A picture with what a run is to learn from it.
 *
 * @param picture the file
 * @param bucket the size that it is trained at, in pixels
 * @param caption what it is said to show
 * @param weight what its error counts beside the errors of others; usually 1
 * @param repeats how often an epoch shows it, at least 1
 * @param mask a picture of the same shape that tells where the error counts, everywhere where there is none; the picture
 *     itself where its alpha channel does
 * @param role what it is there for
 * @param flip whether it is shown mirrored half of the time
 * @param variation how its crops and colours vary
 * @param crop the part of the picture that is trained, where a person chose it: as if the picture were nothing else
 */
public record Example(
        Picture picture,
        PictureSize bucket,
        Caption caption,
        double weight,
        int repeats,
        Optional<Picture> mask,
        Role role,
        boolean flip,
        Variation variation,
        Optional<PictureArea> crop) {
    /** What an example is there for. */
    public enum Role {
        /** To learn what it shows. */
        INSTANCE,
        /** To keep what the model knows of the class. */
        CLASS;

        /** The word for it in files. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the numbers, and that the mask lies on the picture. */
    public Example {
        if (repeats < 1 || !(weight >= 0)) {
            throw new IllegalArgumentException(
                    "An example of weight " + weight + " that is shown " + repeats + " times");
        }
        if (!mask.map(file -> file.size().isOfShape(picture.size())).orElse(true)) {
            throw new IllegalArgumentException("The mask of " + picture.path() + " is of another shape");
        }
        if (!crop.map(area -> area.isWithin(picture.size())).orElse(true)) {
            throw new IllegalArgumentException("A crop outside of " + picture.path());
        }
    }

    /** An example of a whole picture, always in the same crop and colours. */
    public Example(
            Picture picture,
            PictureSize bucket,
            Caption caption,
            double weight,
            int repeats,
            Optional<Picture> mask,
            Role role,
            boolean flip) {
        this(picture, bucket, caption, weight, repeats, mask, role, flip, Variation.NONE, Optional.empty());
    }

    /** An example with one text, never mirrored. */
    public Example(
            Picture picture,
            PictureSize bucket,
            String prompt,
            double weight,
            int repeats,
            Optional<Picture> mask,
            Role role) {
        this(picture, bucket, Caption.plain(prompt), weight, repeats, mask, role, false);
    }

    /** A picture that counts once and in all its parts. */
    public static Example plain(Picture picture, PictureSize bucket, String prompt) {
        return new Example(picture, bucket, prompt, 1, 1, Optional.empty(), Role.INSTANCE);
    }

    /** The same with a mask, or without. */
    Example masked(Optional<Picture> other) {
        return new Example(picture, bucket, caption, weight, repeats, other, role, flip, variation, crop);
    }

    /** The size of what is trained of the picture, before it is scaled. */
    public PictureSize size() {
        return crop.map(PictureArea::size).orElse(picture.size());
    }

    /** How that is scaled and cropped. */
    public CropGeometry geometry() {
        return CropGeometry.fit(size(), bucket);
    }

    /** What is left of the picture after cropping, in its pixels. */
    public PictureArea trained() {
        CropGeometry fit = geometry();
        PictureArea from = crop.orElse(PictureArea.whole(picture.size()));
        double across = from.width() / (double) fit.scaled().width();
        double down = from.height() / (double) fit.scaled().height();
        int x = (int) Math.round(fit.cropLeft() * across);
        int y = (int) Math.round(fit.cropTop() * down);
        int width = (int) Math.round(bucket.width() * across);
        int height = (int) Math.round(bucket.height() * down);
        return new PictureArea(
                from.x() + x,
                from.y() + y,
                Math.max(1, Math.min(width, from.width() - x)),
                Math.max(1, Math.min(height, from.height() - y)));
    }

    /** The share of it that is cut off, 0 to 1; what a person cropped by hand does not count. */
    public double cropped() {
        return 1 - bucket.pixels() / (double) geometry().scaled().pixels();
    }

    /** The same at another size. */
    Example at(PictureSize size) {
        return new Example(picture, size, caption, weight, repeats, mask, role, flip, variation, crop);
    }

    /** All the ways in which it is shown. */
    List<View> views() {
        return IntStream.range(0, variation.variants())
                .boxed()
                .flatMap(variant -> flip
                        ? Stream.of(new View(false, variant), new View(true, variant))
                        : Stream.of(new View(false, variant)))
                .toList();
    }

    /** Whether its own alpha channel is its mask. */
    public boolean isMaskedByAlpha() {
        return mask.map(picture::equals).orElse(false);
    }

    /** A name for its mask; empty where there is none. */
    String maskMark() {
        return isMaskedByAlpha()
                ? " mask alpha"
                : mask.map(file -> " mask " + file.sha256()).orElse("");
    }

    /** Whether the picture has to be enlarged, which blurs it. */
    public boolean isEnlarged() {
        return !size().covers(bucket);
    }

    /** A name for what the settings do not tell of it: the content of its files, and what is not as usual. */
    public String mark() {
        return picture.sha256()
                + maskMark()
                + caption.mark()
                + (flip ? " flip" : "")
                + variation.mark()
                + (weight == 1 ? "" : " weight " + weight)
                + (repeats == 1 ? "" : " repeats " + repeats)
                + crop.map(area -> " crop " + area).orElse("");
    }
}
