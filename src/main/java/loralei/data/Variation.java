package loralei.data;

/**
 * How the crops and colours of a picture vary: there is a number of variants, and each follows from the seed, the picture's
 * content and its own number alone, so that each is encoded once and found again. See
 * docs/decisions/0012-finite-variants-of-pictures.md.
 *
 * @param crop whether what is cut off is drawn; around the middle where it is not
 * @param colours how colours are drawn
 * @param count how many variants there are where anything is drawn, at least 1
 * @param seed the run's
 */
public record Variation(boolean crop, ColourRules colours, int count, long seed) {
    /** One variant: the middle, in its own colours. */
    public static final Variation NONE = new Variation(false, ColourRules.NONE, 1, 0);

    /** Crop and colours of a variant have each a row of numbers of their own: switched on, one changes no other. */
    private static final int OF_CROP = 0;

    private static final int OF_COLOURS = 1;
    private static final int ROWS = 2;

    /** Checks the count. */
    public Variation {
        if (count < 1) {
            throw new IllegalArgumentException("A picture in " + count + " variants");
        }
    }

    boolean isNone() {
        return !crop && colours.isNone();
    }

    /** Whether colours are drawn. */
    public boolean changesColours() {
        return !colours.isNone();
    }

    /** How many variants a picture has. */
    public int variants() {
        return isNone() ? 1 : count;
    }

    /** The crop of a variant: at any place where the target is covered, each equally likely. */
    CropGeometry crop(CropGeometry middle, Picture picture, int variant) {
        if (!crop) {
            return middle;
        }
        SplitMix64 random = random(picture, variant, OF_CROP);
        int top = random.nextInt(middle.scaled().height() - middle.target().height() + 1);
        int left = random.nextInt(middle.scaled().width() - middle.target().width() + 1);
        return new CropGeometry(middle.original(), middle.scaled(), top, left, middle.target());
    }

    /** The colours of a variant. */
    Colours colours(Picture picture, int variant) {
        return colours.isNone() ? Colours.OWN : colours.draw(random(picture, variant, OF_COLOURS));
    }

    /** Which variant a step shows. */
    public int pick(SplitMix64 random) {
        return variants() == 1 ? 0 : random.nextInt(variants());
    }

    private SplitMix64 random(Picture picture, int variant, int row) {
        long ofPicture = SplitMix64.mix(SplitMix64.mix(seed) ^ picture.sha256().hashCode());
        return new SplitMix64(SplitMix64.mix(ofPicture + (long) ROWS * variant + row));
    }

    /** A name for it, but for the seed, which all runs that go on keep; empty where nothing is drawn. */
    String mark() {
        return isNone() ? "" : " variants " + count + (crop ? " crop" : "") + colours.mark();
    }
}
