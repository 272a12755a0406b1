package loralei.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import loralei.config.Bytes;
import loralei.job.BenchResult;
import loralei.text.Message;
import loralei.text.Texts;

/** Tells people of measurements: of each when it is made, and of all as a table. */
final class BenchView {
    /** The settings of the first columns; the type, and what a row saves memory by, stand in the next. */
    private static final List<String> COLUMNS = List.of("family", "resolution", "batchSize");

    private static final List<String> SAVING = List.of("gradientCheckpointing", "baseWeights", "offload");
    private static final List<String> NOTHING = List.of("false", "off", "auto", "same", "");
    private static final String GAP = "  ";
    private static final String NONE = "-";

    private final PrintStream progress;
    private final Texts texts;

    /** Tells of progress on the console's error stream, for the results may be read by a program. */
    BenchView(Console console) {
        this.progress = console.err();
        this.texts = console.texts().part("bench");
    }

    void begins(int number, int total, BenchRow row) {
        progress.print(texts.get("measuring", number, total, label(row)) + " ");
        progress.flush();
    }

    void measured(BenchResult result) {
        progress.println(texts.get(
                "measured",
                number("%.2f", result.medianStepSeconds()),
                memory(Math.max(result.peakDeviceMemoryBytes(), result.peakMemoryBytes()))));
        progress.flush();
    }

    void failed(Message why) {
        progress.println(texts.say(why));
        progress.flush();
    }

    /** The title of a picture of rows that differ only in what saves memory. */
    String title(BenchRow row) {
        return texts.get(
                "chart.title", row.value("family"), row.value("resolution"), row.value("batchSize"), row.precision());
    }

    /** What a row does to need less memory, also where that is nothing. */
    String plan(BenchRow row) {
        List<String> saving = saving(row);
        return saving.isEmpty() ? texts.get("saving.nothing") : String.join(" + ", saving);
    }

    /** What a row is called: sd15, 512, 1, bf16, checkpointing. */
    String label(BenchRow row) {
        List<String> parts = new ArrayList<>(List.of(
                row.value("family") + " " + row.value("resolution"), texts.get("batch", row.value("batchSize"))));
        parts.add(row.precision());
        parts.addAll(saving(row));
        return String.join(", ", parts);
    }

    /** What a row does to need less memory, in words. */
    List<String> saving(BenchRow row) {
        return SAVING.stream()
                .filter(setting -> !NOTHING.contains(row.value(setting)))
                .map(setting -> texts.get("saving." + setting, row.value(setting)))
                .toList();
    }

    /** The whole table, a line each; columns of numbers end under each other. */
    List<String> table(List<BenchRow> rows) {
        List<List<String>> cells = new ArrayList<>();
        List<String> head = new ArrayList<>(
                COLUMNS.stream().map(setting -> texts.get("column." + setting)).toList());
        head.addAll(List.of(
                texts.get("column.precision"),
                texts.get("column.saving"),
                texts.get("column.seconds"),
                texts.get("column.rate"),
                texts.get("column.memory"),
                texts.get("column.card")));
        cells.add(head);
        rows.forEach(row -> cells.add(cells(row)));
        int[] widths = IntStream.range(0, head.size())
                .map(column -> cells.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < cells.size(); row++) {
            lines.add((line(cells.get(row), widths) + (row == 0 ? "" : note(rows.get(row - 1)))).stripTrailing());
        }
        return lines;
    }

    private List<String> cells(BenchRow row) {
        List<String> cells = new ArrayList<>(COLUMNS.stream().map(row::value).toList());
        String saving = String.join(" + ", saving(row));
        cells.add(row.precision());
        cells.add(saving.isEmpty() ? NONE : saving);
        cells.add(row.isMeasured() ? number("%.2f", row.medianStepSeconds()) : NONE);
        cells.add(row.isMeasured() ? number("%.3f", row.stepsPerSecond()) : NONE);
        cells.add(row.peakMemoryBytes() > 0 ? memory(row.peakMemoryBytes()) : NONE);
        cells.add(row.peakDeviceMemoryBytes() > 0 ? memory(row.peakDeviceMemoryBytes()) : NONE);
        return cells;
    }

    private String note(BenchRow row) {
        return row.note().map(note -> GAP + texts.say(note)).orElse("");
    }

    private static String line(List<String> cells, int... widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> padded(cells.get(column), widths[column], isNumber(column)))
                .collect(Collectors.joining(GAP));
    }

    private static boolean isNumber(int column) {
        return column == 1 || column == 2 || column > COLUMNS.size() + 1;
    }

    private static String padded(String cell, int width, boolean right) {
        String room = " ".repeat(width - cell.length());
        return right ? room + cell : cell + room;
    }

    private String number(String format, double value) {
        return String.format(locale(), format, value);
    }

    private String memory(long bytes) {
        return bytes > 0 ? Bytes.memory(bytes, locale()) : NONE;
    }

    private Locale locale() {
        return texts.locale();
    }
}
