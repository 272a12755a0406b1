package loralei.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import loralei.config.FileFailure;
import loralei.config.UserError;
import loralei.job.BenchMatrix;
import loralei.job.BenchRequest;
import loralei.job.StepMemory;
import loralei.safetensors.AtomicFile;
import loralei.text.Message;
import loralei.text.Texts;

/** Has the rows of a table measured, each in a process of its own, and hands out what was asked for. */
final class BenchTable {
    /** What writes a file. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /**
     * What is to be handed out.
     *
     * @param repeats how often each row is measured
     * @param table whether a table for people goes to the output, and not JSON
     * @param json a file for the JSON
     * @param chart a file for the picture of the memory over a step
     */
    record Wanted(int repeats, boolean table, Optional<Path> json, Optional<Path> chart) {}

    private final Wanted wanted;
    private final Console console;
    private final BenchView view;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Map<Integer, StepMemory> memory = new TreeMap<>();

    BenchTable(Wanted wanted, Console console) {
        this.wanted = wanted;
        this.console = console;
        this.view = new BenchView(console);
    }

    /** Measures, and gives the exit code. */
    int run(List<BenchMatrix.Row> rows, boolean random, int steps) {
        Texts told = wanted.table() ? console.texts() : Texts.ENGLISH; // why one failed: in JSON it is English
        BenchProcess process = new BenchProcess(BenchCommand.handedOn(random), told);
        return WatchedRun.until(
                console,
                () -> {
                    stop.set(true);
                    process.stop();
                },
                Message.of("bench.stopping"),
                () -> run(rows, steps, (row, what) -> {
                    Optional<Path> trace = wanted.chart().isPresent() ? Optional.of(temporary()) : Optional.empty();
                    try {
                        BenchSeries.Outcome outcome =
                                process.run(new BenchRequest(what.config(), random, steps, trace));
                        if (trace.isPresent() && outcome instanceof BenchSeries.Outcome.Measured) {
                            memory.put(row, StepMemory.read(trace.get()));
                        }
                        return outcome;
                    } finally {
                        if (trace.isPresent()) {
                            Files.deleteIfExists(trace.get());
                        }
                    }
                }));
    }

    /** The same with another way to measure. */
    int run(List<BenchMatrix.Row> rows, int steps, BenchSeries.Measuring measuring) throws IOException {
        BenchSeries series = new BenchSeries(rows, view, stop::get);
        save(series.table(), steps); // whether there can be such a file, is seen before hours have gone by
        series.run(wanted.repeats(), measuring, done -> save(done, steps));
        List<BenchRow> done = series.table();
        if (wanted.table()) {
            view.table(done).forEach(console.out()::println);
        } else {
            console.out().println(Json.pretty(report(done, steps)));
        }
        wanted.chart().ifPresent(file -> draw(done, file));
        if (stop.get()) {
            return ExitCode.STOPPED;
        }
        return done.stream().anyMatch(BenchRow::isMeasured) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private BenchReport report(List<BenchRow> rows, int steps) {
        return BenchReport.of(Cli.version(), steps, wanted.repeats(), rows);
    }

    private void save(List<BenchRow> rows, int steps) {
        wanted.json().ifPresent(file -> {
            byte[] text = Json.pretty(report(rows, steps)).getBytes(StandardCharsets.UTF_8);
            write(file, () -> AtomicFile.replace(file, channel -> channel.write(ByteBuffer.wrap(text))));
        });
    }

    private void draw(List<BenchRow> rows, Path file) {
        BenchChart drawing = new BenchChart(console.texts());
        List<BenchChart.Line> lines = new ArrayList<>();
        memory.forEach((row, over) -> lines.add(new BenchChart.Line(view.plan(rows.get(row)), over)));
        if (!lines.isEmpty()) {
            write(file, () -> BenchChart.write(drawing.draw(view.title(rows.get(0)), lines), file));
        }
    }

    private static Path temporary() throws IOException {
        return Files.createTempFile("loralei-bench", ".csv");
    }

    private static void write(Path file, Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            FileFailure failure = FileFailure.of(e);
            throw UserError.run(Message.of("tensors.unwritable", file, failure.reason()), failure.remedy())
                    .causedBy(e);
        }
    }
}
