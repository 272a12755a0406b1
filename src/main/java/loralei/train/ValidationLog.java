package loralei.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import loralei.train.ValidationTrend.Point;

/** The table {@code NAME-validation.csv}: one row for each time that the validation loss was measured. */
public final class ValidationLog implements AutoCloseable {
    private static final String HEADER = "step,loss";

    private final StepTable table;
    private final List<Point> points;

    private ValidationLog(StepTable table, List<Point> points) {
        this.table = table;
        this.points = points;
    }

    /** Opens the table of a run that goes on after {@code step} (0: a new one); later rows are dropped. */
    static ValidationLog open(Path file, int step) throws IOException {
        StepTable table = StepTable.open(file, HEADER, step);
        return new ValidationLog(table, new ArrayList<>(read(file)));
    }

    /**
     * Reads a table as far as it is whole.
     *
     * @param file a table, also one that a run is still writing
     * @throws IOException if it cannot be read
     */
    public static List<Point> read(Path file) throws IOException {
        return StepTable.read(file, HEADER).stream()
                .map(cells -> new Point(StepTable.stepOf(cells), Double.parseDouble(cells[1])))
                .toList();
    }

    /** All losses so far, those of the file's earlier parts too. */
    List<Point> points() {
        return points;
    }

    /** Adds a loss; it is in the file at once. */
    void add(Point point) throws IOException {
        points.add(point);
        table.add(String.format(Locale.ROOT, "%d,%.8g", point.step(), point.loss()));
        table.flush();
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
