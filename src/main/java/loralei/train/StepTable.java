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

/** A table that a run writes as it goes: a header, and rows that begin with their step. */
final class StepTable implements AutoCloseable {
    private static final String NEWLINE = "\n";

    private final BufferedWriter out;

    private StepTable(BufferedWriter out) {
        this.out = out;
    }

    /** Opens the table of a run that goes on after {@code step} (0: a new one); later rows are dropped. */
    static StepTable open(Path file, String header, int step) throws IOException {
        StringBuilder kept = new StringBuilder(header).append(NEWLINE);
        if (step > 0 && Files.exists(file)) {
            for (String[] row : read(file, header)) {
                if (stepOf(row) <= step) {
                    kept.append(String.join(",", row)).append(NEWLINE);
                }
            }
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(temporary, kept);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return new StepTable(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
    }

    /**
     * Reads the cells of a table as far as it is whole: rows that a kill cut short are left out.
     *
     * @param file a table, also one that a run is still writing
     * @throws IOException if it cannot be read
     */
    static List<String[]> read(Path file, String header) throws IOException {
        String text = Files.readString(file);
        List<String[]> rows = new ArrayList<>();
        for (String line :
                text.substring(0, text.lastIndexOf(NEWLINE) + 1).lines().toList()) {
            String[] cells = line.split(",", -1);
            if (cells.length == header.split(",").length && cells[0].matches("\\d{1,9}|1\\d{9}|2[01]\\d{8}")) {
                rows.add(cells);
            }
        }
        return rows;
    }

    /** The step of a row. */
    static int stepOf(String... row) {
        return Integer.parseInt(row[0]);
    }

    void add(String row) throws IOException {
        out.write(row + NEWLINE);
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
