package loralei.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    private final BufferedWriter out;

    private LossLog(BufferedWriter out) {
        this.out = out;
    }

    /** Opens the table of a run that goes on after {@code step} (0: a new one); later rows are dropped. */
    static LossLog open(Path file, int step) throws IOException {
        List<String> kept = List.of();
        if (step > 0 && Files.exists(file)) {
            kept = Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .skip(1)
                    .filter(row -> stepOf(row) <= step)
                    .toList();
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, HEADER + "\n" + String.join("\n", kept) + (kept.isEmpty() ? "" : "\n"));
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return new LossLog(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
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
        for (String row : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            int step = stepOf(row);
            if (step < Integer.MAX_VALUE) {
                String[] cells = row.split(",", -1);
                double loss = Double.parseDouble(cells[2]);
                smoothed.add(loss);
                rows.add(new Row(step, loss, smoothed.value(), Double.parseDouble(cells[3])));
            }
        }
        return rows;
    }

    /** The step of a row; a row that a kill cut short counts as later than any. */
    private static int stepOf(String row) {
        String[] cells = row.split(",", -1);
        if (cells.length != HEADER.split(",").length || cells[cells.length - 1].isEmpty()) {
            return Integer.MAX_VALUE;
        }
        try {
            return Integer.parseInt(cells[0]);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    void add(TrainingEvent.Step step, double seconds) throws IOException {
        out.write(String.format(
                Locale.ROOT,
                "%d,%d,%.8g,%.8g,%.8g,%.4f%n",
                step.step(),
                step.epoch(),
                step.loss(),
                step.learningRate(),
                step.gradNorm(),
                seconds));
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
