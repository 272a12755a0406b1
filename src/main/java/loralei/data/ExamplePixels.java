package loralei.data;

import java.util.Optional;

/** What the pixels of an example, and of its mask, become on their way to the model. */
public final class ExamplePixels {
    private ExamplePixels() {}

    /** How the picture is scaled and cropped. */
    public static CropGeometry geometry(Example example, View view) {
        CropGeometry geometry = upright(example, view);
        return view.flip() ? geometry.mirrored() : geometry;
    }

    private static CropGeometry upright(Example example, View view) {
        CropGeometry middle = example.geometry();
        return example.variation().crop(middle, example.picture(), view.variant());
    }

    /** The colours that the picture gets. */
    static Colours colours(Example example, View view) {
        return example.variation().colours(example.picture(), view.variant());
    }

    /** The picture as the VAE sees it. */
    public static PreparedPicture picture(Example example, View view) throws UnreadablePictureException {
        PreparedPicture cut =
                PictureTransform.cut(taken(PictureLoader.load(example.picture()), example), upright(example, view));
        return turned(new PreparedPicture(colours(example, view).of(cut.pixels()), cut.geometry()), view);
    }

    /** Its mask, if it has one: scaled to the picture, whatever its own size, and cut and mirrored with it. */
    static Optional<PixelTensor> mask(Example example, View view) throws UnreadablePictureException {
        if (example.mask().isEmpty()) {
            return Optional.empty();
        }
        PreparedPicture cut = PictureTransform.cut(taken(loadMask(example), example), upright(example, view));
        return Optional.of(turned(cut, view).pixels());
    }

    /** The mask as it lies there: of its red channel, or of how opaque the picture is, white counts and black does not. */
    static RgbPicture loadMask(Example example) throws UnreadablePictureException {
        Picture mask = example.mask().orElseThrow();
        return example.isMaskedByAlpha() ? PictureLoader.loadOpacity(mask) : PictureLoader.load(mask);
    }

    /** The part of a picture, or of its mask, that a person chose; all of it where nobody did. */
    private static RgbPicture taken(RgbPicture whole, Example example) {
        return example.crop()
                .map(area -> whole.part(area.scaled(example.picture().size(), whole.size())))
                .orElse(whole);
    }

    private static PreparedPicture turned(PreparedPicture picture, View view) {
        return view.flip() ? picture.mirrored() : picture;
    }
}
