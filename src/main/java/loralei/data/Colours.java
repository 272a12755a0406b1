package loralei.data;

/**
 * How the colours of a picture are changed, in this order, each as torchvision's {@code adjust_brightness}, {@code
 * adjust_contrast}, {@code adjust_saturation} and {@code adjust_hue} do it with colours of 0 to 1.
 *
 * @param brightness what all values are multiplied by
 * @param contrast what their distance from the picture's mean grey is multiplied by
 * @param saturation what their distance from their pixel's grey is multiplied by
 * @param hue by how much of a full turn the hue is turned
 * @param exponent to the power of which all values of 0 to 255 are taken, as in kohya's {@code color_aug}
 */
record Colours(double brightness, double contrast, double saturation, double hue, double exponent) {
    /** Those that the picture has. */
    static final Colours OWN = new Colours(1, 1, 1, 0, 1);

    /** The weights of red, green and blue in grey, of ITU-R BT.601. */
    private static final double RED = 0.2989;

    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;
    private static final double MOST = 255;

    /** A picture (3, H, W) in these colours; the same one where they are its own. */
    PixelTensor of(PixelTensor pixels) {
        if (equals(OWN)) {
            return pixels;
        }
        float[] values = pixels.values();
        int count = values.length / 3;
        double[] rgb = new double[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = clamped((values[i] + 1) / 2 * brightness);
        }
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += grey(rgb, i, count) / count;
        }
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = mixed(rgb[i], mean, contrast);
        }
        for (int i = 0; i < count; i++) {
            double grey = grey(rgb, i, count);
            for (int at = i; at < rgb.length; at += count) {
                rgb[at] = mixed(rgb[at], grey, saturation);
            }
            if (hue != 0) {
                turn(rgb, i, count);
            }
        }
        float[] changed = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            double value = exponent == 1 ? rgb[i] : clamped(StrictMath.pow(MOST * rgb[i], exponent) / MOST);
            changed[i] = (float) (2 * value - 1);
        }
        return pixels.with(changed);
    }

    private static double grey(double[] rgb, int i, int count) {
        return RED * rgb[i] + GREEN * rgb[i + count] + BLUE * rgb[i + 2 * count];
    }

    private static double mixed(double value, double other, double share) {
        return clamped(share * value + (1 - share) * other);
    }

    private static double clamped(double value) {
        return Math.max(0, Math.min(1, value));
    }

    /** Turns the hue of one pixel; its largest and its smallest value stay. */
    private void turn(double[] rgb, int i, int count) {
        double red = rgb[i];
        double green = rgb[i + count];
        double blue = rgb[i + 2 * count];
        double high = Math.max(red, Math.max(green, blue));
        double range = high - Math.min(red, Math.min(green, blue));
        if (range == 0) {
            return; // grey has no hue
        }
        double sixths;
        if (high == red) {
            sixths = (green - blue) / range;
        } else if (high == green) {
            sixths = 2 + (blue - red) / range;
        } else {
            sixths = 4 + (red - green) / range;
        }
        sixths += 6 * hue;
        rgb[i] = channel(sixths + 5, high, range);
        rgb[i + count] = channel(sixths + 3, high, range);
        rgb[i + 2 * count] = channel(sixths + 1, high, range);
    }

    /** The value of a channel, whose place on the circle of colours is given in sixths of a turn. */
    private static double channel(double sixths, double high, double range) {
        double place = sixths - 6 * Math.floor(sixths / 6);
        return high - range * Math.max(0, Math.min(1, Math.min(place, 4 - place)));
    }
}
