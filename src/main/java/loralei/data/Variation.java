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

    /** Checks the count. */
    public Variation {
        if (count < 1) {
            throw new IllegalArgumentException("A picture in " + count + " variants");
        }
    }

    /** What is drawn of a variant. Each has a row of numbers of its own: switched on, one changes no other. */
    private enum Drawn {
        CROP,
        COLOURS
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

    /** The crop of a variant: as far up and to the left as you like, as long as the target is covered. */
    CropGeometry crop(CropGeometry middle, Picture picture, int variant) {
        if (!crop) {
            return middle;
        }
        SplitMix64 random = random(picture, variant, Drawn.CROP);
        int top = random.nextInt(middle.scaled().height() - middle.target().height() + 1);
        int left = random.nextInt(middle.scaled().width() - middle.target().width() + 1);
        return new CropGeometry(middle.original(), middle.scaled(), top, left, middle.target());
    }

    /** The colours of a variant. */
    Colours colours(Picture picture, int variant) {
        return colours.isNone() ? Colours.OWN : colours.draw(random(picture, variant, Drawn.COLOURS));
    }

    /** Which variant a step shows. */
    public int pick(SplitMix64 random) {
        return variants() == 1 ? 0 : random.nextInt(variants());
    }

    private SplitMix64 random(Picture picture, int variant, Drawn what) {
        long ofPicture = SplitMix64.mix(SplitMix64.mix(seed) ^ picture.sha256().hashCode());
        return new SplitMix64(SplitMix64.mix(ofPicture + (long) variant * Drawn.values().length + what.ordinal()));
    }

    /** A name for it, but for the seed, which all runs that go on keep; empty where nothing is drawn. */
    String mark() {
        return isNone() ? "" : " variants " + count + (crop ? " crop" : "") + colours.mark();
    }
}
