package loralei.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import loralei.config.SettingType;
import loralei.job.GridCell;
import loralei.job.GridColumn;
import loralei.job.GridEvent;
import loralei.job.GridRequest;
import loralei.text.Durations;
import loralei.text.Message;
import loralei.text.Texts;

/** Shows the drawing of a grid: one rewritten line on a terminal, a line for each cell in a file or pipe, or JSON. */
final class GridProgress implements Consumer<GridEvent>, AutoCloseable {
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintStream out;
    private final Surroundings surroundings;
    private final Texts texts;
    private final boolean json;
    private final Optional<TerminalLine> terminal;
    private Optional<GridRequest> request = Optional.empty();
    private boolean told;
    private long last;

    GridProgress(Console console, boolean json) {
        this.out = console.out();
        this.surroundings = console.surroundings();
        this.texts = console.texts();
        this.json = json;
        this.terminal = !json && surroundings.terminal()
                ? Optional.of(new TerminalLine(out, surroundings.width().getAsInt()))
                : Optional.empty();
    }

    @Override
    public void accept(GridEvent event) {
        if (json) {
            out.println(Json.line(event));
        } else if (event instanceof GridEvent.Step step) {
            terminal.filter(line -> isDue()).ifPresent(line -> line.draw(text(step)));
        } else {
            lines(event).forEach(this::print);
        }
        out.flush();
    }

    private void print(String line) {
        terminal.ifPresent(TerminalLine::erase);
        out.println(line);
    }

    @Override
    public void close() {
        terminal.ifPresent(TerminalLine::end);
    }

    private boolean isDue() {
        long now = surroundings.nanoTime().getAsLong();
        if (told && now - last < INTERVAL) {
            return false;
        }
        told = true;
        last = now;
        return true;
    }

    private String text(GridEvent.Step step) {
        return texts.get(
                "grid.progress",
                step.done(),
                step.cells(),
                step.step(),
                step.steps(),
                Durations.clock(step.secondsLeft()));
    }

    private List<String> lines(GridEvent event) {
        if (event instanceof GridEvent.Waiting waiting) {
            return List.of(texts.say(Message.of("draw.waitingFor", Message.joined(", ", waiting.before()))));
        }
        if (event instanceof GridEvent.Preparing preparing) {
            return List.of(texts.say(preparing.what()));
        }
        if (event instanceof GridEvent.Warning warning) {
            return List.of(texts.get("warning", warning.text()));
        }
        if (event instanceof GridEvent.Ready ready) {
            GridRequest asked = ready.grid().request();
            request = Optional.of(asked);
            return List.of(texts.get(
                    "grid.ready",
                    asked.checkpoints().size(),
                    asked.rows().size(),
                    asked.pages().size(),
                    ready.grid().cells().size(),
                    ready.there(),
                    asked.folder()));
        }
        if (event instanceof GridEvent.Drawn drawn) {
            return terminal.isPresent() ? List.of() : List.of(cell(drawn));
        }
        if (event instanceof GridEvent.Page page) {
            return List.of(texts.get("grid.page", page.page() + 1, page.file()));
        }
        if (event instanceof GridEvent.Finished finished) {
            return List.of(texts.get(
                    "grid.finished", finished.cells(), finished.fresh(), Durations.clock(finished.seconds())));
        }
        return event instanceof GridEvent.Stopped stopped
                ? List.of(texts.get("grid.stopped", stopped.done(), stopped.cells()))
                : List.of();
    }

    private String cell(GridEvent.Drawn drawn) {
        GridCell cell = drawn.cell();
        Message column = request.map(GridRequest::columns)
                .map(columns -> columns.get(cell.column()))
                .map(GridColumn::title)
                .orElse(Message.text(""));
        return texts.get(
                drawn.fresh() ? "grid.drawn" : "grid.there",
                drawn.done(),
                drawn.cells(),
                cell.page() + 1,
                column,
                SettingType.NUMBER.toText(cell.strength()));
    }
}
