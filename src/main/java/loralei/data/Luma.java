package loralei.data;

/** How bright a picture is, place by place, 0 to 255 (Rec. 601). */
final class Luma {
    private static final float RED = 0.299f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Luma() {}

    /** Each pixel's, (H, W). */
    static float[] of(RgbPicture picture) {
        byte[] rgb = picture.rgb();
        float[] plane = new float[rgb.length / 3];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = at(rgb, i);
        }
        return plane;
    }

    /** Means over parts of the picture, (height, width); a smaller picture is repeated. */
    static float[] scaled(RgbPicture picture, int width, int height) {
        PictureSize size = picture.size();
        float[] plane = new float[width * height];
        for (int y = 0; y < height; y++) {
            int top = (int) ((long) y * size.height() / height);
            int bottom = Math.max(top + 1, (int) ((y + 1L) * size.height() / height));
            for (int x = 0; x < width; x++) {
                int left = (int) ((long) x * size.width() / width);
                int right = Math.max(left + 1, (int) ((x + 1L) * size.width() / width));
                double sum = 0;
                for (int row = top; row < bottom; row++) {
                    for (int column = left; column < right; column++) {
                        sum += at(picture.rgb(), row * size.width() + column);
                    }
                }
                plane[y * width + x] = (float) (sum / ((bottom - top) * (double) (right - left)));
            }
        }
        return plane;
    }

    private static float at(byte[] rgb, int pixel) {
        return RED * (rgb[3 * pixel] & 0xFF) + GREEN * (rgb[3 * pixel + 1] & 0xFF) + BLUE * (rgb[3 * pixel + 2] & 0xFF);
    }
}
