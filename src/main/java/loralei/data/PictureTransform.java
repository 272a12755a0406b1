package loralei.data;

/**
 * Scales and crops pictures for the model. Legend: W, H source size; w, h target size. Only the part that is left after
 * cropping is computed, row by row in floating point; nothing of the source's size is allocated.
 */
public final class PictureTransform {
    private static final int CHANNELS = 3;

    private PictureTransform() {}

    /**
     * Scales a picture with a Lanczos filter until it covers the target, crops its middle, and maps 0..255 to -1..1.
     *
     * @param picture (H, W, 3)
     * @param target w and h
     * @return (3, h, w) and how it came about
     */
    public static PreparedPicture fit(RgbPicture picture, PictureSize target) {
        return cut(picture, CropGeometry.fit(picture.size(), target));
    }

    /**
     * The same with the crop given.
     *
     * @param picture (H, W, 3), of any size: it is scaled to the one that the geometry tells
     */
    static PreparedPicture cut(RgbPicture picture, CropGeometry geometry) {
        PictureSize source = picture.size();
        PictureSize scaled = geometry.scaled();
        PictureSize target = geometry.target();
        LanczosAxis columns = LanczosAxis.of(source.width(), scaled.width(), geometry.cropLeft(), target.width());
        LanczosAxis rows = LanczosAxis.of(source.height(), scaled.height(), geometry.cropTop(), target.height());
        float[] values = resample(picture, columns, rows);
        for (int i = 0; i < values.length; i++) {
            // The negative lobes of the filter overshoot at sharp edges.
            values[i] = Math.max(0, Math.min(255, values[i])) / 127.5f - 1;
        }
        return new PreparedPicture(new PixelTensor(values, CHANNELS, target.height(), target.width()), geometry);
    }

    /** Adds each source row to the target rows that take from it, so that no scaled-in-between picture is needed. */
    private static float[] resample(RgbPicture picture, LanczosAxis columns, LanczosAxis rows) {
        int width = columns.size();
        int height = rows.size();
        float[] values = new float[CHANNELS * height * width]; // (3, h, w)
        float[] source = new float[CHANNELS * picture.size().width()]; // (W, 3)
        float[] narrow = new float[CHANNELS * width]; // (3, w)
        int firstTarget = 0;
        for (int y = rows.first(0); y < rows.end(height - 1); y++) {
            while (rows.end(firstTarget) <= y) {
                firstTarget++;
            }
            unpack(picture, y, source);
            scaleRow(source, columns, narrow);
            for (int t = firstTarget; t < height && rows.first(t) <= y; t++) {
                float weight = rows.weights(t)[y - rows.first(t)];
                for (int c = 0; c < CHANNELS; c++) {
                    int at = (c * height + t) * width;
                    for (int x = 0; x < width; x++) {
                        values[at + x] += weight * narrow[c * width + x];
                    }
                }
            }
        }
        return values;
    }

    private static void unpack(RgbPicture picture, int y, float[] row) {
        byte[] rgb = picture.rgb();
        int at = y * row.length;
        for (int i = 0; i < row.length; i++) {
            row[i] = rgb[at + i] & 0xFF;
        }
    }

    private static void scaleRow(float[] source, LanczosAxis columns, float[] narrow) {
        int width = columns.size();
        for (int x = 0; x < width; x++) {
            float[] weights = columns.weights(x);
            int at = CHANNELS * columns.first(x);
            float red = 0;
            float green = 0;
            float blue = 0;
            for (float weight : weights) {
                red += weight * source[at];
                green += weight * source[at + 1];
                blue += weight * source[at + 2];
                at += CHANNELS;
            }
            narrow[x] = red;
            narrow[width + x] = green;
            narrow[2 * width + x] = blue;
        }
    }
}
