package loralei.data;

/**
 * From which the colours of a picture are drawn. The first four are OneTrainer's strengths (mgds, {@code RandomBrightness}
 * and so on): a factor from 1 - strength to 1 + strength, never below 0, and for the hue up to half a turn times the strength
 * either way.
 *
 * @param brightness at most so much brighter or darker
 * @param contrast the same
 * @param saturation the same
 * @param hue the same
 * @param kohya whether kohya's {@code color_aug} comes on top: in 33 of 100 cases either up to 8/180 of a turn of the hue or an
 *     exponent of 0.95 to 1.05 for all values
 */
record ColourRules(double brightness, double contrast, double saturation, double hue, boolean kohya) {
    static final ColourRules NONE = new ColourRules(0, 0, 0, 0, false);

    private static final double HALF_A_TURN = 0.5;
    private static final double KOHYAS_SHARE = 0.33;
    private static final double KOHYAS_TURN = 8.0 / 180;
    private static final double KOHYAS_EXPONENT = 0.05;

    boolean isNone() {
        return equals(NONE);
    }

    /** Draws all numbers in any case, so that none changes another. */
    Colours draw(SplitMix64 random) {
        double bright = factor(random, brightness);
        double contrasted = factor(random, contrast);
        double saturated = factor(random, saturation);
        double turn = HALF_A_TURN * hue * upOrDown(random);
        double chance = random.nextDouble();
        boolean turns = random.nextDouble() > HALF_A_TURN;
        double far = upOrDown(random);
        boolean changes = kohya && chance <= KOHYAS_SHARE;
        return new Colours(
                bright,
                contrasted,
                saturated,
                turn + (changes && turns ? KOHYAS_TURN * far : 0),
                changes && !turns ? 1 + KOHYAS_EXPONENT * far : 1);
    }

    private static double factor(SplitMix64 random, double strength) {
        return Math.max(0, 1 + strength * upOrDown(random));
    }

    private static double upOrDown(SplitMix64 random) {
        return 2 * random.nextDouble() - 1;
    }

    String mark() {
        return isNone()
                ? ""
                : " colours " + brightness + " " + contrast + " " + saturation + " " + hue + (kohya ? " kohya" : "");
    }
}
