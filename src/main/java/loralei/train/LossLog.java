package loralei.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table {@code NAME.csv}: one row a step, written as it happens. */
public final class LossLog implements AutoCloseable {
    private static final String HEADER = "step,epoch,loss,learning_rate,grad_norm,seconds";

    /**
     * A step as the table tells of it.
     *
     * @param step the step, from 1
     * @param loss the step's loss
     * @param smoothedLoss the running mean of the loss, as the run had it
     * @param learningRate the step's rate
     */
    public record Row(int step, double loss, double smoothedLoss, double learningRate) {}

    private final StepTable table;

    private LossLog(StepTable table) {
        this.table = table;
    }

    /** Opens the table of a run that goes on after {@code step} (0: a new one); later rows are dropped. */
    static LossLog open(Path file, int step) throws IOException {
        return new LossLog(StepTable.open(file, HEADER, step));
    }

    /**
     * Reads a table as far as it is whole: rows that a kill cut short are left out.
     *
     * @param file a table, also one that a run is still writing
     * @throws IOException if it cannot be read
     */
    public static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        SmoothedLoss smoothed = new SmoothedLoss();
        for (String[] cells : StepTable.read(file, HEADER)) {
            double loss = Double.parseDouble(cells[2]);
            smoothed.add(loss);
            rows.add(new Row(StepTable.stepOf(cells), loss, smoothed.value(), Double.parseDouble(cells[3])));
        }
        return rows;
    }

    void add(TrainingEvent.Step step, double seconds) throws IOException {
        table.add(String.format(
                Locale.ROOT,
                "%d,%d,%.8g,%.8g,%.8g,%.4f",
                step.step(),
                step.epoch(),
                step.loss(),
                step.learningRate(),
                step.gradNorm(),
                seconds));
    }

    void flush() throws IOException {
        table.flush();
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
