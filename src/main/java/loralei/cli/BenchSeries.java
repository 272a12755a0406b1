package loralei.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import loralei.job.BenchMatrix;
import loralei.job.BenchResult;
import loralei.text.Message;

/** Measures the rows of a table one after the other, each so often as is wanted and in turns with the others. */
final class BenchSeries {
    /** What becomes of one measurement. */
    sealed interface Outcome {
        /** It was made. */
        record Measured(BenchResult result) implements Outcome {}

        /** It failed, for this reason. */
        record Failed(Message why) implements Outcome {}
    }

    /** Makes one measurement. */
    @FunctionalInterface
    interface Measuring {
        /**
         * Measures on the calling thread.
         *
         * @param row number of the row, from 0
         */
        Outcome run(int row, BenchMatrix.Row what) throws IOException;
    }

    private final List<BenchMatrix.Row> rows;
    private final BenchView view;
    private final BooleanSupplier stop;
    private final Map<Integer, List<BenchResult>> runs = new TreeMap<>();
    private final Map<Integer, Message> notes = new TreeMap<>();

    /**
     * A series that has not begun.
     *
     * @param view told of each measurement
     * @param stop whether to end; the measurement that goes on then ends by itself
     */
    BenchSeries(List<BenchMatrix.Row> rows, BenchView view, BooleanSupplier stop) {
        this.rows = rows;
        this.view = view;
        this.stop = stop;
        for (int row = 0; row < rows.size(); row++) {
            runs.put(row, new ArrayList<>());
            Optional<Message> tooLarge = rows.get(row).tooLarge();
            if (tooLarge.isPresent()) {
                notes.put(row, tooLarge.get());
            }
        }
    }

    /**
     * Measures.
     *
     * @param repeats how often each row
     * @param after gets the table after each measurement
     */
    void run(int repeats, Measuring measuring, Consumer<List<BenchRow>> after) throws IOException {
        int total = repeats * (rows.size() - notes.size());
        int number = 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (int row = 0; row < rows.size() && !stop.getAsBoolean(); row++) {
                number += rows.get(row).tooLarge().isPresent() ? 0 : 1;
                if (notes.containsKey(row)) {
                    continue; // also one that failed before
                }
                view.begins(number, total, row(row));
                Outcome outcome = measuring.run(row, rows.get(row));
                if (stop.getAsBoolean()) {
                    return; // what became of it, became of it by that
                }
                note(row, outcome);
                after.accept(table());
            }
        }
    }

    private void note(int row, Outcome outcome) {
        if (outcome instanceof Outcome.Measured measured) {
            runs.get(row).add(measured.result());
            view.measured(measured.result());
        } else if (outcome instanceof Outcome.Failed failed) {
            notes.put(row, failed.why());
            view.failed(failed.why());
        }
    }

    /** What was measured until now. */
    List<BenchRow> table() {
        return IntStream.range(0, rows.size()).mapToObj(this::row).toList();
    }

    private BenchRow row(int number) {
        return BenchRow.of(
                BenchRow.settings(BenchCommand.SETTINGS, rows.get(number).config()),
                Optional.ofNullable(notes.get(number)),
                runs.get(number));
    }
}
