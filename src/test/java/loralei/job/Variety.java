package loralei.job;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * How much pictures of one thing on a plain background differ from each other.
 *
 * @param colours mean distance in RGB (0 to 442) between the things' colours, of all pairs
 * @param backgrounds the same of the backgrounds
 * @param shapes mean share of the points, of 16x16 over each thing's bounding box, that belong to one thing only
 */
record Variety(double colours, double backgrounds, double shapes) {
    private static final int EDGE = 3;
    private static final int APART = 60;
    private static final int GRID = 16;

    private static final class Scene {
        private final double[] background;
        private final double[] colour;
        private final boolean[] outline;

        Scene(double[] background, double[] colour, boolean[] outline) {
            this.background = background;
            this.colour = colour;
            this.outline = outline;
        }
    }

    static Variety of(List<BufferedImage> pictures) {
        List<Scene> scenes = pictures.stream().map(Variety::scene).toList();
        return new Variety(
                mean(scenes, (a, b) -> distance(a.colour, b.colour)),
                mean(scenes, (a, b) -> distance(a.background, b.background)),
                mean(scenes, (a, b) -> unlike(a.outline, b.outline)));
    }

    private static double mean(List<Scene> scenes, ToDoubleBiFunction<Scene, Scene> measure) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < scenes.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += measure.applyAsDouble(scenes.get(i), scenes.get(j));
                pairs++;
            }
        }
        return sum / pairs;
    }

    /** The background is what the picture's edge shows; the thing is all that differs from it. */
    private static Scene scene(BufferedImage picture) {
        int side = picture.getWidth();
        double[] background = new double[3];
        int edge = 0;
        for (int i = 0; i < side * side; i++) {
            if (Math.min(Math.min(i % side, i / side), side - 1 - Math.max(i % side, i / side)) < EDGE) {
                add(background, picture, i);
                edge++;
            }
        }
        divide(background, edge);
        double[] colour = new double[3];
        boolean[] thing = new boolean[side * side];
        int count = 0;
        for (int i = 0; i < side * side; i++) {
            double[] point = new double[3];
            add(point, picture, i);
            thing[i] = distance(point, background) > APART;
            if (thing[i]) {
                add(colour, picture, i);
                count++;
            }
        }
        divide(colour, Math.max(1, count));
        return new Scene(background, colour, outline(thing, side));
    }

    private static boolean[] outline(boolean[] thing, int side) {
        int left = side;
        int right = -1;
        int top = side;
        int bottom = -1;
        for (int i = 0; i < thing.length; i++) {
            if (thing[i]) {
                left = Math.min(left, i % side);
                right = Math.max(right, i % side);
                top = Math.min(top, i / side);
                bottom = Math.max(bottom, i / side);
            }
        }
        boolean[] grid = new boolean[GRID * GRID];
        for (int i = 0; right >= left && i < grid.length; i++) {
            int x = left + (2 * (i % GRID) + 1) * (right - left + 1) / (2 * GRID);
            int y = top + (2 * (i / GRID) + 1) * (bottom - top + 1) / (2 * GRID);
            grid[i] = thing[y * side + x];
        }
        return grid;
    }

    private static double unlike(boolean[] some, boolean[] others) {
        int different = 0;
        for (int i = 0; i < some.length; i++) {
            different += some[i] == others[i] ? 0 : 1;
        }
        return different / (double) some.length;
    }

    private static void add(double[] sum, BufferedImage picture, int at) {
        int rgb = picture.getRGB(at % picture.getWidth(), at / picture.getWidth());
        for (int c = 0; c < 3; c++) {
            sum[c] += (rgb >> (16 - 8 * c)) & 0xFF;
        }
    }

    private static void divide(double[] sum, int count) {
        for (int c = 0; c < 3; c++) {
            sum[c] /= count;
        }
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }
}
