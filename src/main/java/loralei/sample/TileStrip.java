package loralei.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * A row or a column of tiles: a part of a side, and how much it counts at each of its pixels. Where strips overlap, one
 * fades into the next; what the edge of a strip has not seen enough of its surroundings to know counts nothing.
 *
 * @param start its first position
 * @param length positions
 * @param weights one for each pixel; those of all strips add up to 1 everywhere
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and read pixel by pixel
record TileStrip(int start, int length, float[] weights) {

    /**
     * Strips over a side, as evenly as can be.
     *
     * @param side positions
     * @param length positions of a strip; over 2 * reach + band
     * @param reach positions at an inner edge that count nothing
     * @param band over how many positions a strip fades in
     * @param scale pixels of a position
     */
    static List<TileStrip> over(int side, int length, int reach, int band, int scale) {
        int overlap = 2 * reach + band;
        int count = side <= length ? 1 : (side - overlap + length - overlap - 1) / (length - overlap);
        List<TileStrip> strips = new ArrayList<>();
        float[] sums = new float[side * scale];
        for (int i = 0; i < count; i++) {
            int start = count == 1 ? 0 : Math.round(i * (side - length) / (float) (count - 1));
            float[] weights = new float[Math.min(side, length) * scale];
            for (int p = 0; p < weights.length; p++) {
                float before = i == 0 ? 1 : fade(p + 0.5f, reach * scale, band * scale);
                float after = i == count - 1 ? 1 : fade(weights.length - p - 0.5f, reach * scale, band * scale);
                weights[p] = before * after;
                sums[start * scale + p] += weights[p];
            }
            strips.add(new TileStrip(start, Math.min(side, length), weights));
        }
        for (TileStrip strip : strips) {
            for (int p = 0; p < strip.weights.length; p++) {
                strip.weights[p] /= sums[strip.start * scale + p];
            }
        }
        return strips;
    }

    private static float fade(float fromEdge, int unseen, int band) {
        return Math.max(0, Math.min(1, (fromEdge - unseen) / band));
    }
}
