package loralei.data;

/**
 * What the pixels of a mask tell.
 *
 * @param darkest the darkest value, 0 to 255
 * @param brightest the brightest one
 * @param mean the mean of all, 0 to 1: the share of the picture that counts
 */
record MaskLook(int darkest, int brightest, double mean) {
    /** JPEG makes a little grey of black and of white. */
    private static final int NEARLY = 16;

    private static final int WHITE = 255;

    static MaskLook of(RgbPicture mask) {
        byte[] rgb = mask.rgb();
        int darkest = WHITE;
        int brightest = 0;
        long sum = 0;
        for (int i = 0; i < rgb.length; i += 3) {
            int value = rgb[i] & 0xFF;
            darkest = Math.min(darkest, value);
            brightest = Math.max(brightest, value);
            sum += value;
        }
        return new MaskLook(
                darkest, brightest, sum / (double) WHITE / mask.size().pixels());
    }

    /** Whether nothing counts. */
    boolean isBlack() {
        return brightest < NEARLY;
    }

    /** Whether all counts. */
    boolean isWhite() {
        return darkest > WHITE - NEARLY;
    }
}
